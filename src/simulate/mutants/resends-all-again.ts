import { RESEND } from '../../spec/tcb.ts';
import { dropped, leaving } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const resendsAllAgain: Mutant = {
  id: 'resends-all-again',
  text: 'resends after a timeout what it has resent already',
  requirement: 'RFC6298-5-1',
  family: 'old octets',
  evidence: 'near',
  edits: [
    leaving('continue-resending', RESEND.NEXT),
    dropped('continue-resending', 'RESEND.NEXT ≤ OUT.OLD.SEQ'),
  ],
};
