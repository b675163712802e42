import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const wrongAckInConnectionUnanswered: Mutant = {
  id: 'wrong-ack-in-connection-unanswered',
  text: 'does not answer an ACK of what it has not sent',
  requirement: 'RFC9293-3.10.7.4-10',
  family: 'challenge ACKs',
  evidence: 'near',
  edits: [without('ack-of-unsent-data')],
  allowed: 'What is sent for another reason answers too, and the throttle lets some go unanswered.',
};
