import { PROVOKED } from '../../spec/tcb.ts';
import { octets } from '../../spec/term.ts';
import { swapped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const resetAcknowledgesTooLittle: Mutant = {
  id: 'reset-acknowledges-too-little',
  text: 'acknowledges the number of the segment that its reset answers instead of its end',
  requirement: 'RFC9293-3.5.2-1',
  family: 'RST',
  evidence: 'near',
  edits: [swapped('reset-at-zero', PROVOKED.ACK, PROVOKED.ACK.less(octets(1)))],
};
