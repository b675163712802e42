import { RTO } from '../../spec/tcb.ts';
import { swapped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const synAckAgainEarly: Mutant = {
  id: 'syn-ack-again-early',
  text: 'sends its SYN,ACK again after a quarter of the timeout',
  requirement: 'RFC6298-5-1',
  family: 'SYN',
  evidence: 'near',
  edits: [swapped('syn-ack-on-timeout', RTO, RTO.times(0.25))],
};
