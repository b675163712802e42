import { dropped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const sackUnpermitted: Mutant = {
  id: 'sack-unpermitted',
  text: 'reports blocks to a peer that has not permitted it',
  requirement: 'RFC2018-4-1',
  family: 'SACK',
  evidence: 'near',
  edits: [dropped('sack-of-octets-above-gap', 'SACK.PERMITTED ≥ 1')],
};
