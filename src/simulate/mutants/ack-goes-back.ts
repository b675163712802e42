import { RCV } from '../../spec/tcb.ts';
import { octets } from '../../spec/term.ts';
import { also, another, often, swapped, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const ackGoesBack: Mutant = {
  id: 'ack-goes-back',
  text: 'acknowledges less than it did before',
  requirement: 'RFC9293-3.8-2',
  family: 'acknowledgment',
  evidence: 'near',
  edits: [
    another(
      'acknowledge',
      'acknowledge-less',
      (id) => swapped(id, RCV.NXT, RCV.ACKED.less(octets(1))),
      (id) => also(id, RCV.ACKED.gt(RCV.IRS)),
      (id) => often(id, 0.5),
    ),
    without('ack-never-back'),
  ],
  allowed: 'An ACK of the same number as before is no step back.',
};
