import { NOW } from '../../spec/event.ts';
import { HEARD, RCV, SACK } from '../../spec/tcb.ts';
import { seconds } from '../../spec/term.ts';
import { also, another, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const gapNotAcknowledged: Mutant = {
  id: 'gap-not-acknowledged',
  text: 'does not acknowledge at once what comes above a gap',
  requirement: 'RFC5681-4.2-5',
  family: 'acknowledgment',
  evidence: 'near',
  edits: [
    without('ack-out-of-order'),
    another('acknowledge', 'acknowledge-the-gap-later', (id) =>
      also(id, RCV.NXT.lt(SACK.RUN.RIGHT), NOW.ge(HEARD.plus(seconds(1)))),
    ),
    also('acknowledge', RCV.NXT.ge(SACK.RUN.RIGHT)),
  ],
  allowed: 'An ACK that comes a little later is in time.',
};
