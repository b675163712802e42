import { LAST_ACK } from '../../spec/state.ts';
import { another, inStates } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const lastAckForgotten: Mutant = {
  id: 'last-ack-forgotten',
  text: 'forgets the connection in LAST-ACK without waiting for the ACK of its FIN',
  requirement: 'RFC9293-3.10.7.4-12',
  family: 'FIN',
  evidence: 'near',
  edits: [another('new-fin', 'last-fin', (id) => inStates(id, LAST_ACK))],
};
