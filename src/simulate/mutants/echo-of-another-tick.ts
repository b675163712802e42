import { OUT } from '../../spec/event.ts';
import { TS } from '../../spec/tcb.ts';
import { count } from '../../spec/term.ts';
import { allowing } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const echoOfAnotherTick: Mutant = {
  id: 'echo-of-another-tick',
  text: 'echoes a tick that it has not received',
  requirement: 'RFC7323-3.2-2',
  family: 'timestamps',
  evidence: 'near',
  edits: [allowing('echo-of-ts-recent', OUT.TSECR.eq(TS.RECENT.plus(count(1))))],
};
