import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const windowShrinks: Mutant = {
  id: 'window-shrinks',
  text: 'takes back a window that it has offered',
  requirement: 'SHLD-14',
  family: 'window',
  evidence: 'near',
  edits: [without('window-not-shrunk')],
};
