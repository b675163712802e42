import { RCV, SACK } from '../../spec/tcb.ts';
import { max } from '../../spec/term.ts';
import { swapped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const ackOverAGap: Mutant = {
  id: 'ack-over-a-gap',
  text: 'acknowledges what came above a gap',
  requirement: 'RFC9293-3.1-4',
  family: 'acknowledgment',
  evidence: 'near',
  edits: [swapped('acknowledge', RCV.NXT, max(RCV.NXT, SACK.RUN.RIGHT))],
};
