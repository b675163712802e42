import { often, setting } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

/** Before R2 there is no reason for a reset. */
export const resetsAnIdlePeer: Mutant = {
  id: 'resets-an-idle-peer',
  text: 'resets a connection on which nothing came for a while',
  requirement: 'SHLD-11',
  alike: ['RFC9293-3.5.2-6'],
  family: 'liveness',
  evidence: 'calls',
  edits: [setting('GIVE UP AT LEAST', 5e7), often('reset-on-giving-up', 0.3)],
};
