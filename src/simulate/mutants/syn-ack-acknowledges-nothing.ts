import { CTL } from '../../spec/event.ts';
import { RCV } from '../../spec/tcb.ts';
import { also, another, swapped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const synAckAcknowledgesNothing: Mutant = {
  id: 'syn-ack-acknowledges-nothing',
  text: 'puts the number of the SYN itself into the acknowledgment of its SYN,ACK',
  requirement: 'RFC9293-3.1-4',
  family: 'SYN',
  evidence: 'near',
  edits: [
    another(
      'acknowledge',
      'acknowledge-the-syn-itself',
      (id) => also(id, CTL.SYN),
      (id) => swapped(id, RCV.NXT, RCV.IRS),
    ),
    also('acknowledge', CTL.no.SYN),
  ],
};
