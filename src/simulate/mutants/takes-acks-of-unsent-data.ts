import { dropped, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const takesAcksOfUnsentData: Mutant = {
  id: 'takes-acks-of-unsent-data',
  text: 'takes an ACK of what it has not sent for good',
  requirement: 'RFC9293-3.10.7.4-10',
  family: 'acknowledgment',
  evidence: 'near',
  edits: [dropped('ack-of-new-data', 'SEG.ACK ≤ SND.MAX'), without('ack-of-unsent-data')],
};
