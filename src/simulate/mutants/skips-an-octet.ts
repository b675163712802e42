import { SND } from '../../spec/tcb.ts';
import { octets } from '../../spec/term.ts';
import { another, often, swapped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const skipsAnOctet: Mutant = {
  id: 'skips-an-octet',
  text: 'leaves out one number before new data now and then',
  requirement: 'RFC9293-3.4-1',
  family: 'new octets',
  evidence: 'near',
  edits: [
    another(
      'new-data',
      'new-data-one-further',
      (id) => swapped(id, SND.MAX, SND.MAX.plus(octets(1))),
      (id) => often(id, 0.5),
    ),
  ],
};
