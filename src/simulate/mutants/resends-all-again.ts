import { NOW, OUT } from '../../spec/event.ts';
import { RTT } from '../../spec/tcb.ts';
import { LAST_SENT } from '../../spec/transmissions.ts';
import { also, another, dropped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const resendsAllAgain: Mutant = {
  id: 'resends-all-again',
  text: 'resends after a timeout what it has just resent',
  requirement: 'RFC6298-5-1',
  family: 'old octets',
  evidence: 'near',
  edits: [
    another(
      'continue-resending',
      'resend-once-more',
      (id) => dropped(id, 'RESEND.NEXT ≤ OUT.OLD.SEQ'),
      (id) => also(id, NOW.lt(LAST_SENT.newest(OUT.OLD.SEQ, OUT.OLD.END).plus(RTT))),
    ),
  ],
  allowed: 'Where a permit of a right stack holds too the segment is right.',
};
