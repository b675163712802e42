import { CTL } from '../../spec/event.ts';
import { also, another, often, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const sackPermittedOnData: Mutant = {
  id: 'sack-permitted-on-data',
  text: 'has SACK-permitted on segments without SYN',
  requirement: 'RFC2018-2-1',
  family: 'handshake options',
  evidence: 'near',
  edits: [
    without('sack-permitted-on-syn-only'),
    another(
      'acknowledge',
      'acknowledge-with-sack-permitted',
      (id) => also(id, CTL.SACK_PERMITTED, CTL.no.SYN, CTL.no.SACK),
      (id) => often(id, 0.3),
    ),
  ],
};
