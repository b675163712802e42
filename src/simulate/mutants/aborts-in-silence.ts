import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const abortsInSilence: Mutant = {
  id: 'aborts-in-silence',
  text: 'aborts without telling the peer',
  requirement: 'RFC9293-3.10.5-1',
  family: 'user calls',
  evidence: 'calls',
  edits: [without('call-abort-resets', 'reset-of-abort')],
  allowed: 'In some states an abort needs no reset.',
};
