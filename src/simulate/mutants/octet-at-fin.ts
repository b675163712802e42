import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const octetAtFin: Mutant = {
  id: 'octet-at-fin',
  text: 'sends an octet under the number of its FIN',
  requirement: 'RFC9293-3.6-3',
  family: 'old octets',
  evidence: 'near',
  edits: [without('no-octet-at-fin')],
};
