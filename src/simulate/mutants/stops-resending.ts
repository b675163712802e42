import { NOW, OUT } from '../../spec/event.ts';
import { SND } from '../../spec/tcb.ts';
import { seconds } from '../../spec/term.ts';
import { LAST_SENT } from '../../spec/transmissions.ts';
import { also } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const stopsResending: Mutant = {
  id: 'stops-resending',
  text: 'retransmits nothing that it has not sent for four seconds',
  requirement: 'RFC9293-3.10.8-2',
  family: 'liveness',
  evidence: 'near',
  edits: [
    also('probe-below-snd-una', NOW.lt(LAST_SENT.newest(SND.UNA, SND.MAX).plus(seconds(4)))),
    also('loss-probe-again', NOW.lt(LAST_SENT.newest(OUT.OLD.SEQ, OUT.OLD.END).plus(seconds(4)))),
    also('retransmit-on-timeout', NOW.lt(LAST_SENT.newest(OUT.OLD.SEQ, OUT.OLD.END).plus(seconds(4)))),
    also('fast-retransmit', NOW.lt(LAST_SENT.newest(OUT.OLD.SEQ, OUT.OLD.END).plus(seconds(4)))),
    also('early-retransmit', NOW.lt(LAST_SENT.newest(OUT.OLD.SEQ, OUT.OLD.END).plus(seconds(4)))),
    also('continue-resending', NOW.lt(LAST_SENT.newest(OUT.OLD.SEQ, OUT.OLD.END).plus(seconds(4)))),
  ],
  defies: ['retransmission-in-time', 'retransmission-of-the-rest-in-time'],
  allowed: 'Nothing has to be sent again yet.',
};
