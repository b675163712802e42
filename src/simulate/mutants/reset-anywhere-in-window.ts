import { dropped, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const resetAnywhereInWindow: Mutant = {
  id: 'reset-anywhere-in-window',
  text: 'takes a reset anywhere in the window',
  requirement: 'RFC5961-3.2-3',
  family: 'RST',
  evidence: 'near',
  edits: [dropped('rst-in-window', 'tolerated of deployed stacks'), without('challenge-ack-for-rst')],
  allowed: 'A stack that is gone may be silent.',
};
