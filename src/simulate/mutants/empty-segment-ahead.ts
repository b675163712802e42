import { OUT } from '../../spec/event.ts';
import { SND } from '../../spec/tcb.ts';
import { octets } from '../../spec/term.ts';
import { allowing } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const emptySegmentAhead: Mutant = {
  id: 'empty-segment-ahead',
  text: 'sends empty segments with a number that it has not reached',
  requirement: 'RFC9293-3.5.2-4',
  family: 'new octets',
  evidence: 'near',
  edits: [allowing('empty-segment-not-ahead', OUT.SEQ.le(SND.MAX.plus(octets(1000))))],
};
