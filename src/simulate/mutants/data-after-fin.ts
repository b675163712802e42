import { dropped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const dataAfterFin: Mutant = {
  id: 'data-after-fin',
  text: 'sends new data after its FIN',
  requirement: 'RFC9293-3.6-3',
  family: 'new octets',
  evidence: 'near',
  edits: [dropped('new-data', 'OUT.NEW.END ≤ SND.FIN')],
};
