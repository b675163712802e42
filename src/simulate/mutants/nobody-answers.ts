import { SND } from '../../spec/tcb.ts';
import { also, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const nobodyAnswers: Mutant = {
  id: 'nobody-answers',
  text: 'does not answer segments for a connection that is not there',
  requirement: 'RFC9293-3.5.2-1',
  family: 'RST',
  evidence: 'calls',
  edits: [
    without('reset-for-nobody'),
    also('reset-at-seg-ack', SND.MAX.ge(SND.FIRST)),
    also('reset-at-zero', SND.MAX.ge(SND.FIRST)),
  ],
  allowed: 'A user that opens in time ends the debt.',
};
