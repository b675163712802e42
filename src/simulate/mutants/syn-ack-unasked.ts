import { dropped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const synAckUnasked: Mutant = {
  id: 'syn-ack-unasked',
  text: 'sends SYN,ACKs that no SYN has asked for',
  requirement: 'RFC9293-3.5-1',
  family: 'SYN',
  evidence: 'near',
  edits: [dropped('syn-ack-answer', 'SYN-ASKED ≥ 1')],
};
