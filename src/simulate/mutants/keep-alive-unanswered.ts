import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const keepAliveUnanswered: Mutant = {
  id: 'keep-alive-unanswered',
  text: 'does not answer an empty segment below what it expects',
  requirement: 'RFC9293-3.5.2-4',
  family: 'challenge ACKs',
  evidence: 'near',
  edits: [without('ack-old-empty-segment')],
  allowed: 'What is sent for another reason answers too, and the throttle lets some go unanswered.',
};
