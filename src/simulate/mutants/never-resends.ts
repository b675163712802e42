import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const neverResends: Mutant = {
  id: 'never-resends',
  text: 'never retransmits',
  requirement: 'RFC9293-3.10.8-2',
  family: 'liveness',
  evidence: 'near',
  edits: [
    without(
      'retransmit-on-timeout',
      'fast-retransmit',
      'early-retransmit',
      'continue-resending',
      'probe-below-snd-una',
      'retransmission-in-time',
      'retransmission-of-the-rest-in-time',
    ),
  ],
  allowed: 'Where nothing is lost nothing has to be sent again.',
};
