import { dropped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const resetAnswersReset: Mutant = {
  id: 'reset-answers-reset',
  text: 'answers a reset with a reset',
  requirement: 'RFC9293-3.5.2-2',
  family: 'RST',
  evidence: 'near',
  edits: [dropped('ack-for-nobody', 'no RST'), dropped('segment-for-nobody', 'no RST')],
};
