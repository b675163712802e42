import { OUT } from '../../spec/event.ts';
import { TS } from '../../spec/tcb.ts';
import { count } from '../../spec/term.ts';
import { allowing } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const clockGoesBack: Mutant = {
  id: 'clock-goes-back',
  text: 'reads its timestamp clock backwards',
  requirement: 'RFC7323-4.1-1',
  family: 'timestamps',
  evidence: 'near',
  edits: [allowing('timestamp-clock-not-back', TS.SENT.less(count(100)).le(OUT.TSVAL))],
};
