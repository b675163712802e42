import { OUT } from '../../spec/event.ts';
import { CLOSE_WAIT, CLOSING, ESTABLISHED, FIN_WAIT_1, LAST_ACK } from '../../spec/state.ts';
import { SND, STATE } from '../../spec/tcb.ts';
import { octets } from '../../spec/term.ts';
import { doing, inStates } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const finUnasked: Mutant = {
  id: 'fin-unasked',
  text: 'closes its side before its user does',
  requirement: 'RFC9293-3.6-2',
  family: 'FIN',
  evidence: 'calls',
  edits: [
    inStates('first-fin', FIN_WAIT_1 | CLOSING | LAST_ACK | ESTABLISHED | CLOSE_WAIT),
    doing(
      'first-fin',
      SND.FIN.becomes(OUT.END.less(octets(1))),
      STATE.moves([ESTABLISHED, FIN_WAIT_1], [CLOSE_WAIT, LAST_ACK]),
    ),
  ],
};
