import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const sackBlocksMeet: Mutant = {
  id: 'sack-blocks-meet',
  text: 'cuts one run of octets into blocks that meet',
  requirement: 'RFC2018-3-1',
  family: 'SACK',
  evidence: 'near',
  edits: [without('sack-blocks-apart')],
};
