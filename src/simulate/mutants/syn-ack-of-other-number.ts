import { SND } from '../../spec/tcb.ts';
import { octets } from '../../spec/term.ts';
import { swapped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const synAckOfOtherNumber: Mutant = {
  id: 'syn-ack-of-other-number',
  text: 'answers a SYN that came again with another initial number',
  requirement: 'RFC9293-3.5-1',
  family: 'SYN',
  evidence: 'near',
  edits: [swapped('syn-ack-answer', SND.ISS, SND.ISS.plus(octets(1)))],
};
