import { NOW } from '../../spec/event.ts';
import { HEARD } from '../../spec/tcb.ts';
import { seconds } from '../../spec/term.ts';
import { also, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const closeLosesTextUnsaid: Mutant = {
  id: 'close-loses-text-unsaid',
  text: 'ends a connection with unread text as if all had been read',
  requirement: 'SHLD-3',
  family: 'user calls',
  evidence: 'calls',
  edits: [
    without('reset-of-unread-data', 'call-close-with-known-unread-data'),
    also('reset-after-close', NOW.ge(HEARD.plus(seconds(1)))),
  ],
  allowed: 'Where the user has read all, a FIN is right.',
};
