import { NOW, OUT } from '../../spec/event.ts';
import { RTT } from '../../spec/tcb.ts';
import { LAST_SENT } from '../../spec/transmissions.ts';
import { also, another, dropped, often } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const resendsEarly: Mutant = {
  id: 'resends-early',
  text: 'retransmits before the shortest round trip is over',
  requirement: 'RFC6298-5-1',
  family: 'old octets',
  evidence: 'near',
  edits: [
    another(
      'retransmit-on-timeout',
      'retransmit-within-a-round-trip',
      (id) => dropped(id, 'oldest of transmissions(OUT.OLD.SEQ, OUT.OLD.END) + RTO ≤ NOW'),
      (id) => also(id, NOW.lt(LAST_SENT.newest(OUT.OLD.SEQ, OUT.OLD.END).plus(RTT))),
      (id) => often(id, 0.1),
    ),
  ],
  allowed: 'Where a permit of a right stack holds too the segment is right.',
};
