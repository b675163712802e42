import { CTL } from '../../spec/event.ts';
import { also, another, often, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const reservedBitSet: Mutant = {
  id: 'reserved-bit-set',
  text: 'sets a reserved bit of the header',
  requirement: 'RFC9293-3.1-1',
  family: 'handshake options',
  evidence: 'near',
  edits: [
    without('reserved-bits-zero'),
    another(
      'acknowledge',
      'acknowledge-with-reserved-bit',
      (id) => also(id, CTL.RESERVED),
      (id) => often(id, 0.3),
    ),
  ],
};
