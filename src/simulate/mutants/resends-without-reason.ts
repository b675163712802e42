import { NOW, OUT } from '../../spec/event.ts';
import { RTT } from '../../spec/tcb.ts';
import { LAST_SENT } from '../../spec/transmissions.ts';
import { also, another, dropped, often } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const resendsWithoutReason: Mutant = {
  id: 'resends-without-reason',
  text: 'retransmits within a round trip although no ACK came twice',
  requirement: 'RFC6298-5-1',
  family: 'old octets',
  evidence: 'near',
  edits: [
    another(
      'early-retransmit',
      'retransmit-without-reason',
      (id) => dropped(id, 'DUPACKS ≥ 1'),
      (id) => also(id, NOW.lt(LAST_SENT.newest(OUT.OLD.SEQ, OUT.OLD.END).plus(RTT))),
      (id) => often(id, 0.2),
    ),
  ],
  allowed: 'Where a permit of a right stack holds too the segment is right.',
};
