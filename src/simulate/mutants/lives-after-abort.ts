import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const livesAfterAbort: Mutant = {
  id: 'lives-after-abort',
  text: 'goes on with a connection that its user has aborted',
  requirement: 'RFC9293-3.10.5-1',
  family: 'user calls',
  evidence: 'calls',
  edits: [without('call-abort', 'call-abort-resets', 'reset-of-abort')],
};
