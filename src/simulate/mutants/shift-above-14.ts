import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const shiftAbove14: Mutant = {
  id: 'shift-above-14',
  text: 'offers a window scale above 14',
  requirement: 'RFC7323-2.3-6',
  family: 'handshake options',
  evidence: 'near',
  edits: [without('shift-at-most-14')],
};
