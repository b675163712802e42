import { often, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const wrongAckUnanswered: Mutant = {
  id: 'wrong-ack-unanswered',
  text: 'does not answer an ACK of what it has not sent with a reset',
  requirement: 'RFC9293-3.5.2-3',
  family: 'RST',
  evidence: 'near',
  edits: [
    without('reset-for-ack-of-nothing-sent', 'reset-for-ack-before-iss'),
    often('reset-at-seg-ack', 0.002),
  ],
};
