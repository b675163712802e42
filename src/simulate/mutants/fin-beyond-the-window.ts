import { dropped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const finBeyondTheWindow: Mutant = {
  id: 'fin-beyond-the-window',
  text: 'sends data with its FIN beyond the window',
  requirement: 'RFC9293-3.8-1',
  family: 'new octets',
  evidence: 'near',
  edits: [dropped('new-fin', 'OUT.NEW.END ≤ SND.EDGE + 1')],
  allowed: 'With more room a segment is cut elsewhere.',
};
