import { PROVOKED } from '../../spec/tcb.ts';
import { octets } from '../../spec/term.ts';
import { swapped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const resetAtWrongNumber: Mutant = {
  id: 'reset-at-wrong-number',
  text: 'puts its reset one number beside the one that was acknowledged',
  requirement: 'RFC9293-3.5.2-1',
  family: 'RST',
  evidence: 'near',
  edits: [swapped('reset-at-seg-ack', PROVOKED.SEQ, PROVOKED.SEQ.plus(octets(1)))],
  allowed: 'Where another number was provoked too the reset is right.',
};
