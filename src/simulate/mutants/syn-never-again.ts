import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const synNeverAgain: Mutant = {
  id: 'syn-never-again',
  text: 'never sends its SYN again',
  requirement: 'MUST-22',
  family: 'SYN',
  evidence: 'calls',
  edits: [without('syn-on-timeout', 'syn-again-in-time')],
  allowed: 'An answer may come before the SYN has to be sent again.',
};
