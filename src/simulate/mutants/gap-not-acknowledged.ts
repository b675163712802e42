import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const gapNotAcknowledged: Mutant = {
  id: 'gap-not-acknowledged',
  text: 'does not acknowledge at once what comes above a gap',
  requirement: 'RFC5681-4.2-5',
  family: 'acknowledgment',
  evidence: 'near',
  edits: [without('ack-out-of-order')],
};
