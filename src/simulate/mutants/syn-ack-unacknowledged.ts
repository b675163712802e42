import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const synAckUnacknowledged: Mutant = {
  id: 'syn-ack-unacknowledged',
  text: 'does not acknowledge the SYN,ACK',
  requirement: 'RFC9293-3.10.7.3-3',
  family: 'SYN',
  evidence: 'near',
  edits: [without('ack-syn-ack')],
};
