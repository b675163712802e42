import { NOW } from '../../spec/event.ts';
import { RTT, SND } from '../../spec/tcb.ts';
import { octets } from '../../spec/term.ts';
import { LAST_SENT } from '../../spec/transmissions.ts';
import { also, another, dropped, often } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const synAgainEarly: Mutant = {
  id: 'syn-again-early',
  text: 'sends its SYN again at once',
  requirement: 'RFC6298-5-1',
  family: 'SYN',
  evidence: 'near',
  edits: [
    another(
      'syn-on-timeout',
      'syn-within-a-round-trip',
      (id) => dropped(id, 'oldest of transmissions(SND.ISS, SND.ISS + 1) + RTO ≤ NOW'),
      (id) => also(id, NOW.lt(LAST_SENT.newest(SND.ISS, SND.ISS.plus(octets(1))).plus(RTT))),
      (id) => often(id, 0.2),
    ),
  ],
};
