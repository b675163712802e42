import { SENDING, SYN_RECEIVED } from '../../spec/state.ts';
import { inStates } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const dataInSynReceived: Mutant = {
  id: 'data-in-syn-received',
  text: 'sends data before the handshake is over',
  requirement: 'RFC9293-3.10.2-2',
  family: 'new octets',
  evidence: 'near',
  edits: [inStates('new-data', SENDING | SYN_RECEIVED)],
};
