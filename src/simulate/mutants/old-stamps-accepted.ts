import { dropped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const oldStampsAccepted: Mutant = {
  id: 'old-stamps-accepted',
  text: 'takes text with an old timestamp',
  requirement: 'RFC7323-5.3-1',
  family: 'timestamps',
  evidence: 'near',
  edits: [dropped('text-with-old-timestamp', 'at the stack’s will')],
};
