import { dropped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const duplicateReportedTwice: Mutant = {
  id: 'duplicate-reported-twice',
  text: 'reports one duplicate again and again',
  requirement: 'RFC2883-4-2',
  family: 'SACK',
  evidence: 'near',
  edits: [dropped('sack-of-duplicate-below-ack', 'SACK.AGAIN.COUNT ≥ 1')],
  allowed: 'Where the octets came twice again the report is right.',
};
