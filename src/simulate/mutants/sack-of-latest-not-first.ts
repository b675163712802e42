import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const sackOfLatestNotFirst: Mutant = {
  id: 'sack-of-latest-not-first',
  text: 'does not report the latest segment in the first block',
  requirement: 'RFC2018-4-6',
  family: 'SACK',
  evidence: 'near',
  edits: [without('first-block-of-latest-segment')],
  allowed: 'Another order of the other blocks is as good.',
};
