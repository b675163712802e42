import { RTO } from '../../spec/tcb.ts';
import { swapped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const resendsEarly: Mutant = {
  id: 'resends-early',
  text: 'retransmits after a quarter of the timeout',
  requirement: 'RFC6298-5-1',
  family: 'old octets',
  evidence: 'near',
  edits: [swapped('retransmit-on-timeout', RTO, RTO.times(0.25))],
};
