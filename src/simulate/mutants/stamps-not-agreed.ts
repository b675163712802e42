import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const stampsNotAgreed: Mutant = {
  id: 'stamps-not-agreed',
  text: 'sends Timestamps where they were not agreed on',
  requirement: 'RFC7323-3.2-9',
  family: 'timestamps',
  evidence: 'near',
  edits: [without('timestamps-only-if-agreed')],
};
