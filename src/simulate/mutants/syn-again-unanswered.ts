import { often, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const synAgainUnanswered: Mutant = {
  id: 'syn-again-unanswered',
  text: 'does not answer a SYN that comes again in SYN-RECEIVED',
  requirement: 'RFC9293-3.10.7.4-1',
  family: 'SYN',
  evidence: 'near',
  edits: [without('answer-to-syn-again'), often('syn-ack-answer', 0.005), often('syn-ack-on-timeout', 0.05)],
};
