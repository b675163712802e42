import { dropped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const duplicateMisplaced: Mutant = {
  id: 'duplicate-misplaced',
  text: 'reports as duplicate what came once',
  requirement: 'RFC2883-4-3',
  family: 'SACK',
  evidence: 'near',
  edits: [
    dropped(
      'sack-of-duplicate-below-ack',
      'SACK.AGAIN.LEFT ≤ OUT.SACK1.LEFT',
      'OUT.SACK1.LEFT < SACK.AGAIN.RIGHT',
      'OUT.SACK1.RIGHT ≤ SACK.AGAIN.RIGHT',
    ),
  ],
  allowed: 'Where the octets did come twice the report is right.',
};
