import { RCV } from '../../spec/tcb.ts';
import { min } from '../../spec/term.ts';
import { swapped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const finNotCounted: Mutant = {
  id: 'fin-not-counted',
  text: 'does not count the FIN of the peer in what it acknowledges',
  requirement: 'RFC9293-3.1-4',
  family: 'FIN',
  evidence: 'near',
  edits: [swapped('acknowledge', RCV.NXT, min(RCV.NXT, RCV.FIN))],
};
