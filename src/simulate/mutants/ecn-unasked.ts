import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const ecnUnasked: Mutant = {
  id: 'ecn-unasked',
  text: 'agrees to ECN on its SYN,ACK although the SYN did not ask for it',
  requirement: 'RFC3168-6.1.1-2',
  family: 'handshake options',
  evidence: 'near',
  edits: [without('ecn-setup-syn-ack-only-if-asked')],
};
