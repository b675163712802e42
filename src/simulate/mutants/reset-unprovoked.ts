import { dropped, often } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const resetUnprovoked: Mutant = {
  id: 'reset-unprovoked',
  text: 'resets a connection for no reason',
  requirement: 'RFC9293-3.5.2-6',
  family: 'RST',
  evidence: 'calls',
  edits: [dropped('reset-on-abort', 'ABORTED ≥ 1'), often('reset-on-abort', 0.02)],
  allowed: 'Where another reason holds too the reset is right.',
};
