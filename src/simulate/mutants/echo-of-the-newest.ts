import { SEG } from '../../spec/event.ts';
import { RCV } from '../../spec/tcb.ts';
import { also, another, dropped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const echoOfTheNewest: Mutant = {
  id: 'echo-of-the-newest',
  text: 'echoes the timestamp of the segment that came last',
  requirement: 'RFC7323-4.3-4',
  family: 'timestamps',
  evidence: 'near',
  edits: [
    another(
      'ts-recent-moves',
      'ts-recent-moves-above-a-gap',
      (id) => dropped(id, 'SEG.SEQ ≤ RCV.ACKED'),
      (id) => also(id, SEG.SEQ.gt(RCV.NXT)),
    ),
  ],
};
