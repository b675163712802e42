import { CTL } from '../../spec/event.ts';
import { also, another, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const dataWithoutAck: Mutant = {
  id: 'data-without-ack',
  text: 'sends data without an ACK',
  requirement: 'RFC9293-3.1-4',
  family: 'acknowledgment',
  evidence: 'near',
  edits: [
    without('ack-bit-always'),
    another('new-data', 'new-data-without-ack', (id) => also(id, CTL.no.ACK)),
  ],
};
