import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const mssIgnored: Mutant = {
  id: 'mss-ignored',
  text: 'sends segments larger than the peer accepts',
  requirement: 'MUST-16',
  family: 'MSS',
  evidence: 'near',
  edits: [without('within-mss')],
  allowed: 'With more room a segment is cut elsewhere.',
};
