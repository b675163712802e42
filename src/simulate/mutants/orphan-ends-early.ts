import { dropped, setting } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const orphanEndsEarly: Mutant = {
  id: 'orphan-ends-early',
  text: 'gives up FIN-WAIT-2 a tenth of a second after it began',
  requirement: 'RFC9293-3.5.2-6',
  family: 'TIME-WAIT',
  evidence: 'near',
  edits: [
    setting('ORPHANED FIN-WAIT-2 AT LEAST', 1e8),
    dropped('orphaned-fin-wait-2-ends', 'at the stack’s will'),
  ],
  allowed: 'What is sent for nobody may be answered with a reset.',
};
