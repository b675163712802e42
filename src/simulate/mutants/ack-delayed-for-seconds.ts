import { NOW } from '../../spec/event.ts';
import { HEARD, RCV } from '../../spec/tcb.ts';
import { max, octets, seconds } from '../../spec/term.ts';
import { also, another, asOctets, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const ackDelayedForSeconds: Mutant = {
  id: 'ack-delayed-for-seconds',
  text: 'acknowledges text seconds later',
  requirement: 'MUST-40',
  family: 'acknowledgment',
  evidence: 'near',
  edits: [
    without('ack-within-half-a-second'),
    another('acknowledge', 'acknowledge-seconds-later', (id) =>
      also(id, RCV.NXT.gt(max(RCV.ACKED, RCV.IRS.plus(octets(1)))), NOW.ge(HEARD.plus(seconds(2)))),
    ),
    also(
      'acknowledge',
      RCV.NXT.le(max(RCV.ACKED, RCV.IRS.plus(octets(1)).plus(asOctets(RCV.SHUT.times(1e9))))),
    ),
  ],
  allowed: 'An ACK that waits for less than half a second is in time.',
};
