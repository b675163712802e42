import { CLOSE_WAIT, CLOSED, CLOSING, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2 } from '../../spec/state.ts';
import { STATE } from '../../spec/tcb.ts';
import { doing } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const timeWaitSkipped: Mutant = {
  id: 'time-wait-skipped',
  text: 'closes at once when the FIN of the peer comes',
  requirement: 'MUST-13',
  family: 'TIME-WAIT',
  evidence: 'near',
  edits: [
    doing(
      'peer-fin-consumed',
      STATE.moves([ESTABLISHED, CLOSE_WAIT], [FIN_WAIT_1, CLOSING], [FIN_WAIT_2, CLOSED]),
    ),
  ],
};
