import { ALL_STATES, SYN_SENT } from '../../spec/state.ts';
import { STATE } from '../../spec/tcb.ts';
import { also, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const wrongAckUnanswered: Mutant = {
  id: 'wrong-ack-unanswered',
  text: 'does not answer an ACK of what it has not sent with a reset',
  requirement: 'RFC9293-3.5.2-3',
  family: 'RST',
  evidence: 'near',
  edits: [
    without('reset-for-ack-of-nothing-sent', 'reset-for-ack-before-iss'),
    also('reset-at-seg-ack', STATE.in(ALL_STATES & ~SYN_SENT)),
  ],
  allowed: 'A reset that comes a little later is in time.',
};
