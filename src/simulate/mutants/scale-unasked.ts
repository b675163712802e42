import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const scaleUnasked: Mutant = {
  id: 'scale-unasked',
  text: 'has a Window Scale on its SYN,ACK although the SYN had none',
  requirement: 'RFC7323-2.2-4',
  family: 'handshake options',
  evidence: 'near',
  edits: [without('window-scale-on-syn-ack-only-if-asked')],
};
