import { NOW } from '../../spec/event.ts';
import { SYNCHRONIZED } from '../../spec/state.ts';
import { HEARD, ORIGIN, RCV } from '../../spec/tcb.ts';
import { max, seconds } from '../../spec/term.ts';
import { also, another, asOctets, inStates, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const synAckUnacknowledged: Mutant = {
  id: 'syn-ack-unacknowledged',
  text: 'does not acknowledge the SYN,ACK for seconds',
  requirement: 'RFC9293-3.10.7.3-3',
  family: 'SYN',
  evidence: 'near',
  edits: [
    without('ack-syn-ack'),
    another(
      'acknowledge',
      'acknowledge-the-syn-ack-later',
      (id) => inStates(id, SYNCHRONIZED),
      (id) => also(id, RCV.ACKED.le(RCV.IRS), NOW.ge(HEARD.plus(seconds(2)))),
    ),
    also('acknowledge', max(RCV.ACKED, RCV.NXT.less(asOctets(ORIGIN))).gt(RCV.IRS)),
  ],
  allowed: 'Where a reset or a call ends the connection nothing is owed any more.',
};
