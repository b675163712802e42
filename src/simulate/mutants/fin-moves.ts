import { SND } from '../../spec/tcb.ts';
import { octets } from '../../spec/term.ts';
import { another, swapped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const finMoves: Mutant = {
  id: 'fin-moves',
  text: 'sends its FIN again one number earlier',
  requirement: 'RFC9293-3.6-3',
  family: 'FIN',
  evidence: 'near',
  edits: [another('fin-again', 'fin-again-earlier', (id) => swapped(id, SND.FIN.plus(octets(1)), SND.FIN))],
  allowed: 'Where the numbers fit the segment is right all the same.',
};
