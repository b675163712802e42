import { SEG } from '../../spec/event.ts';
import { SND } from '../../spec/tcb.ts';
import { doing } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const scalesTheWindowOfASyn: Mutant = {
  id: 'scales-the-window-of-a-syn',
  text: 'takes the window of the SYN,ACK for scaled and sends beyond it',
  requirement: 'RFC9293-3.8-1',
  family: 'window',
  evidence: 'near',
  edits: [
    doing(
      'syn-ack-in-syn-sent',
      SND.EDGE.becomes(SEG.ACK.plus(SEG.WND.times(128))),
      SND.WND.becomes(SEG.WND.times(128)),
    ),
  ],
  allowed: 'With more room a segment is cut elsewhere.',
};
