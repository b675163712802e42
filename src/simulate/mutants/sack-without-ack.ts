import { CTL, OUT } from '../../spec/event.ts';
import { count } from '../../spec/term.ts';
import { also, another, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const sackWithoutAck: Mutant = {
  id: 'sack-without-ack',
  text: 'has SACK blocks on segments without ACK',
  requirement: 'RFC2018-4-1',
  family: 'SACK',
  evidence: 'near',
  edits: [
    without('sack-with-ack-bit'),
    another('active-open', 'active-open-with-sack', (id) => also(id, CTL.SACK, OUT.SACKS.le(count(1)))),
  ],
};
