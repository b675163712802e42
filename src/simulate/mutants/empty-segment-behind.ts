import { OUT } from '../../spec/event.ts';
import { SND } from '../../spec/tcb.ts';
import { octets } from '../../spec/term.ts';
import { allowing } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const emptySegmentBehind: Mutant = {
  id: 'empty-segment-behind',
  text: 'sends empty segments with numbers far below what is outstanding',
  requirement: 'RFC9293-3.5.2-4',
  family: 'new octets',
  evidence: 'near',
  edits: [allowing('empty-segment-not-behind', SND.UNA.less(octets(1000)).le(OUT.SEQ))],
};
