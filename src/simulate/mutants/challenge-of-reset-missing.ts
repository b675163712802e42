import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const challengeOfResetMissing: Mutant = {
  id: 'challenge-of-reset-missing',
  text: 'does not challenge a reset in the window',
  requirement: 'RFC5961-3.2-3',
  family: 'challenge ACKs',
  evidence: 'near',
  edits: [without('challenge-ack-for-rst')],
  allowed: 'What is sent for another reason answers too, and the throttle lets some go unanswered.',
};
