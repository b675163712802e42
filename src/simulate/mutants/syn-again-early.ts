import { NOW } from '../../spec/event.ts';
import { SND } from '../../spec/tcb.ts';
import { octets, seconds } from '../../spec/term.ts';
import { LAST_SENT } from '../../spec/transmissions.ts';
import { also, another, dropped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const synAgainEarly: Mutant = {
  id: 'syn-again-early',
  text: 'sends its SYN again after a fifth of a second',
  requirement: 'RFC6298-5-1',
  family: 'SYN',
  evidence: 'near',
  edits: [
    another(
      'syn-on-timeout',
      'syn-after-a-fifth-of-a-second',
      (id) => dropped(id, 'oldest of transmissions(SND.ISS, SND.ISS + 1) + RTO ≤ NOW'),
      (id) => also(id, NOW.ge(LAST_SENT.oldest(SND.ISS, SND.ISS.plus(octets(1))).plus(seconds(0.2)))),
    ),
  ],
};
