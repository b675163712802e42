import { dropped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const ignoresTheWindow: Mutant = {
  id: 'ignores-the-window',
  text: 'sends new data beyond the window that the peer offers',
  requirement: 'RFC9293-3.8-1',
  family: 'new octets',
  evidence: 'near',
  edits: [dropped('new-data', 'OUT.NEW.END ≤ SND.EDGE')],
  allowed: 'With more room a segment is cut elsewhere.',
};
