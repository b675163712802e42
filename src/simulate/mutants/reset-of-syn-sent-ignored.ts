import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const resetOfSynSentIgnored: Mutant = {
  id: 'reset-of-syn-sent-ignored',
  text: 'ignores a reset that acknowledges its SYN',
  requirement: 'RFC9293-3.10.7.3-2',
  family: 'RST',
  evidence: 'near',
  edits: [without('rst-in-syn-sent')],
};
