import { often, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const crossingSynUnanswered: Mutant = {
  id: 'crossing-syn-unanswered',
  text: 'does not answer a SYN that crosses its own',
  requirement: 'MUST-10',
  family: 'SYN',
  evidence: 'calls',
  edits: [
    without('syn-ack-where-syns-cross'),
    often('syn-ack-answer', 0.005),
    often('syn-ack-on-timeout-of-syn', 0.005),
  ],
};
