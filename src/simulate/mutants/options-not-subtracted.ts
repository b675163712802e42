import { OUT } from '../../spec/event.ts';
import { swapped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const optionsNotSubtracted: Mutant = {
  id: 'options-not-subtracted',
  text: 'does not take the octets of its options off the segment size',
  requirement: 'RFC6691-4-2',
  family: 'MSS',
  evidence: 'near',
  edits: [swapped('within-mss', OUT.TEXT.plus(OUT.OPTIONS), OUT.TEXT)],
  allowed: 'With more room a segment is cut elsewhere.',
};
