import { CTL } from '../../spec/event.ts';
import { also, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const finWithoutAck: Mutant = {
  id: 'fin-without-ack',
  text: 'sends its FIN without an ACK',
  requirement: 'RFC9293-3.1-4',
  family: 'FIN',
  evidence: 'near',
  edits: [without('ack-bit-always'), also('new-fin', CTL.no.ACK)],
};
