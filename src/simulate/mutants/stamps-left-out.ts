import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const stampsLeftOut: Mutant = {
  id: 'stamps-left-out',
  text: 'leaves the Timestamps out of some segments',
  requirement: 'RFC7323-3.2-5',
  family: 'timestamps',
  evidence: 'near',
  edits: [without('timestamps-in-every-segment')],
};
