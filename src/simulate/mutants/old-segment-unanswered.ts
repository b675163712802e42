import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const oldSegmentUnanswered: Mutant = {
  id: 'old-segment-unanswered',
  text: 'does not answer text that it has had before',
  requirement: 'RFC9293-3.5.2-4',
  family: 'challenge ACKs',
  evidence: 'near',
  edits: [without('ack-unacceptable-segment')],
  allowed: 'What is sent for another reason answers too, and the throttle lets some go unanswered.',
};
