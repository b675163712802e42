import { dropped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const resetWithoutAckTaken: Mutant = {
  id: 'reset-without-ack-taken',
  text: 'takes a reset in SYN-SENT that does not acknowledge its SYN',
  requirement: 'RFC5961-3.2-5',
  family: 'RST',
  evidence: 'calls',
  edits: [dropped('rst-in-syn-sent', 'ACK', 'SND.ISS < SEG.ACK', 'SEG.ACK ≤ SND.MAX')],
  allowed: 'A stack whose SYN needs no answer yet shows nothing.',
};
