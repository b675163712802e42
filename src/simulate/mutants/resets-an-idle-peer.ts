import { often, setting } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const resetsAnIdlePeer: Mutant = {
  id: 'resets-an-idle-peer',
  text: 'resets a connection on which nothing came for a while',
  requirement: 'RFC9293-3.5.2-6',
  family: 'liveness',
  evidence: 'calls',
  edits: [setting('GIVE UP AT LEAST', 5e7), often('reset-on-giving-up', 0.3)],
  allowed: 'Where another reason holds too the reset is right.',
};
