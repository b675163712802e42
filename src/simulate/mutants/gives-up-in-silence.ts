import { dropped, setting } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const givesUpInSilence: Mutant = {
  id: 'gives-up-in-silence',
  text: 'gives up without a word after a fifth of a second',
  requirement: 'SHLD-11',
  family: 'liveness',
  evidence: 'near',
  edits: [setting('SILENT GIVE UP AT LEAST', 2e8), dropped('gives-up-silently', 'at the stack’s will')],
  allowed: 'Nothing has to be sent again yet.',
};
