import { often, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const ackDelayedForSeconds: Mutant = {
  id: 'ack-delayed-for-seconds',
  text: 'acknowledges text seconds later',
  requirement: 'MUST-40',
  family: 'acknowledgment',
  evidence: 'near',
  edits: [without('ack-within-half-a-second'), often('acknowledge', 0.05)],
};
