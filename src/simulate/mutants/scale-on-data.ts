import { CTL } from '../../spec/event.ts';
import { also, another, often, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const scaleOnData: Mutant = {
  id: 'scale-on-data',
  text: 'has a Window Scale on segments without SYN',
  requirement: 'RFC7323-2.1-1',
  family: 'handshake options',
  evidence: 'near',
  edits: [
    without('window-scale-only-on-syn'),
    another(
      'acknowledge',
      'acknowledge-with-scale',
      (id) => also(id, CTL.WINDOW_SCALE, CTL.no.SYN, CTL.no.SACK),
      (id) => often(id, 0.3),
    ),
  ],
};
