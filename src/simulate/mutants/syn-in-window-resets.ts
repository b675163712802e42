import { dropped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const synInWindowResets: Mutant = {
  id: 'syn-in-window-resets',
  text: 'resets the connection where a SYN comes into its window',
  requirement: 'RFC5961-4.2-4',
  family: 'challenge ACKs',
  evidence: 'near',
  edits: [dropped('reset-of-syn', 'SYN BY RFC 793 ≥ 2')],
};
