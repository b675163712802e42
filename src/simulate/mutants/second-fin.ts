import { dropped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const secondFin: Mutant = {
  id: 'second-fin',
  text: 'sends a second FIN behind the first',
  requirement: 'RFC9293-3.6-3',
  family: 'new octets',
  evidence: 'near',
  edits: [
    dropped('new-fin', 'OUT.NEW.END ≤ SND.FIN'),
    dropped('first-fin', 'no SND.FIN yet'),
    dropped('first-fin-unlogged', 'no SND.FIN yet'),
  ],
};
