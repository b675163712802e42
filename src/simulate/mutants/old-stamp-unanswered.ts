import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const oldStampUnanswered: Mutant = {
  id: 'old-stamp-unanswered',
  text: 'does not answer a segment with an old timestamp',
  requirement: 'RFC7323-5.3-1',
  family: 'timestamps',
  evidence: 'near',
  edits: [without('ack-old-timestamp')],
  allowed: 'What is sent for another reason answers too, and the throttle lets some go unanswered.',
};
