import { dropped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const echoOfTheNewest: Mutant = {
  id: 'echo-of-the-newest',
  text: 'echoes the timestamp of the segment that came last',
  requirement: 'RFC7323-4.3-4',
  family: 'timestamps',
  evidence: 'near',
  edits: [
    dropped(
      'ts-recent-moves',
      'SEG.SEQ ≤ RCV.ACKED',
      'RCV.ACKED < SEG.END',
      'SEG.END ≤ RCV.ADV',
      'SEG.LEN > 0',
      'SND.UNA ≤ SEG.ACK',
      'SEG.ACK ≤ SND.MAX',
    ),
  ],
};
