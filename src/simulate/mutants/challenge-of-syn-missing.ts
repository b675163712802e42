import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const challengeOfSynMissing: Mutant = {
  id: 'challenge-of-syn-missing',
  text: 'does not challenge a SYN in a synchronized state',
  requirement: 'RFC5961-4.2-1',
  family: 'challenge ACKs',
  evidence: 'near',
  edits: [without('challenge-ack-for-syn')],
  allowed: 'What is sent for another reason answers too, and the throttle lets some go unanswered.',
};
