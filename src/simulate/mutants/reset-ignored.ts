import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const resetIgnored: Mutant = {
  id: 'reset-ignored',
  text: 'ignores a reset at the number that it expects',
  requirement: 'RFC5961-3.2-2',
  family: 'RST',
  evidence: 'near',
  edits: [without('rst-at-rcv-nxt', 'rst-in-window')],
  allowed: 'Where a right stack ends a moment later nothing shows.',
};
