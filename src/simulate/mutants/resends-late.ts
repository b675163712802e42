import { RTO } from '../../spec/tcb.ts';
import { swapped, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const resendsLate: Mutant = {
  id: 'resends-late',
  text: 'retransmits after twenty times the timeout',
  requirement: 'RFC6298-5.1-1',
  family: 'liveness',
  evidence: 'near',
  edits: [
    swapped('retransmit-on-timeout', RTO, RTO.times(20)),
    without(
      'retransmission-in-time',
      'retransmission-of-the-rest-in-time',
      'fast-retransmit',
      'early-retransmit',
      'probe-below-snd-una',
    ),
  ],
  allowed: 'Where nothing is lost nothing has to be sent again.',
};
