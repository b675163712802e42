import { ORIGIN } from '../../spec/tcb.ts';
import { count } from '../../spec/term.ts';
import { also, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const crossingSynUnanswered: Mutant = {
  id: 'crossing-syn-unanswered',
  text: 'does not answer a SYN that crosses its own',
  requirement: 'MUST-10',
  family: 'SYN',
  evidence: 'calls',
  edits: [without('syn-ack-where-syns-cross'), also('syn-ack-answer', ORIGIN.le(count(0)))],
  allowed: 'What is sent for another reason answers too.',
};
