import { RCV } from '../../spec/tcb.ts';
import { octets } from '../../spec/term.ts';
import { another, often, swapped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const ackAhead: Mutant = {
  id: 'ack-ahead',
  text: 'acknowledges one octet more than it has',
  requirement: 'RFC9293-3.1-4',
  family: 'acknowledgment',
  evidence: 'near',
  edits: [
    another(
      'acknowledge',
      'acknowledge-ahead',
      (id) => swapped(id, RCV.NXT, RCV.NXT.plus(octets(1))),
      (id) => often(id, 0.5),
    ),
  ],
};
