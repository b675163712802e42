import { CLOSED, LAST_ACK } from '../../spec/state.ts';
import { SND, STATE } from '../../spec/tcb.ts';
import { another, doing, swapped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const lastAckForgotten: Mutant = {
  id: 'last-ack-forgotten',
  text: 'forgets the connection in LAST-ACK and resets who acknowledges its FIN',
  requirement: 'RFC9293-3.5.2-6',
  family: 'FIN',
  evidence: 'near',
  edits: [
    another(
      'own-fin-acknowledged',
      'last-ack-skipped',
      (id) => swapped(id, SND.UNA, SND.MAX),
      (id) => doing(id, STATE.moves([LAST_ACK, CLOSED])),
    ),
  ],
};
