import { dropped, setting } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const timeWaitShort: Mutant = {
  id: 'time-wait-short',
  text: 'leaves TIME-WAIT after a tenth of a second',
  requirement: 'MUST-13',
  family: 'TIME-WAIT',
  evidence: 'near',
  edits: [setting('2MSL AT LEAST', 1e8), dropped('time-wait-ends', 'at the stack’s will')],
  allowed: 'Where nothing arrives in TIME-WAIT nothing is owed.',
};
