import { ORIGIN } from '../../spec/tcb.ts';
import { count } from '../../spec/term.ts';
import { also, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const synAgainUnanswered: Mutant = {
  id: 'syn-again-unanswered',
  text: 'does not answer a SYN that comes again in SYN-RECEIVED',
  requirement: 'RFC9293-3.10.7.4-1',
  family: 'SYN',
  evidence: 'near',
  edits: [without('answer-to-syn-again'), also('syn-ack-answer', ORIGIN.ge(count(1)))],
  allowed: 'A timeout sends the SYN,ACK all the same.',
};
