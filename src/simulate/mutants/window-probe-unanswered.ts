import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const windowProbeUnanswered: Mutant = {
  id: 'window-probe-unanswered',
  text: 'does not answer text beyond its window',
  requirement: 'RFC9293-3.8.6.1-1',
  family: 'challenge ACKs',
  evidence: 'near',
  edits: [without('ack-beyond-window')],
  allowed: 'What is sent for another reason answers too, and the throttle lets some go unanswered.',
};
