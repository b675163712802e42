import { dropped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const sackOfNothing: Mutant = {
  id: 'sack-of-nothing',
  text: 'reports octets that never arrived',
  requirement: 'RFC2018-3-1',
  family: 'SACK',
  evidence: 'near',
  edits: [
    dropped('sack-of-octets-above-gap', 'OUT.SACK1.RIGHT ≤ end of what arrived from OUT.SACK1.LEFT on'),
  ],
};
