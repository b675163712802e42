import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const stampsUnasked: Mutant = {
  id: 'stamps-unasked',
  text: 'has Timestamps on its SYN,ACK although the SYN had none',
  requirement: 'RFC7323-3.2-4',
  family: 'handshake options',
  evidence: 'near',
  edits: [without('timestamps-on-syn-ack-only-if-asked')],
};
