import { RTO } from '../../spec/tcb.ts';
import { swapped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const synAgainEarly: Mutant = {
  id: 'syn-again-early',
  text: 'sends its SYN again after a quarter of the timeout',
  requirement: 'RFC6298-5-1',
  family: 'SYN',
  evidence: 'near',
  edits: [swapped('syn-on-timeout', RTO, RTO.times(0.25))],
};
