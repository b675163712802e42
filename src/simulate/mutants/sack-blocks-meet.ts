import { OUT } from '../../spec/event.ts';
import { count, octets } from '../../spec/term.ts';
import { also, another, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const sackBlocksMeet: Mutant = {
  id: 'sack-blocks-meet',
  text: 'cuts one run of octets into blocks that meet',
  requirement: 'RFC2018-3-1',
  family: 'SACK',
  evidence: 'near',
  edits: [
    without('sack-blocks-apart'),
    another('sack-of-octets-above-gap', 'sack-of-a-run-in-two', (id) =>
      also(
        id,
        OUT.SACKS.ge(count(2)),
        OUT.SACK[0].RIGHT.le(OUT.SACK[0].LEFT.plus(octets(1))),
        OUT.SACK[1].LEFT.eq(OUT.SACK[0].RIGHT),
      ),
    ),
  ],
  allowed: 'Where no run is long enough other blocks are drawn.',
};
