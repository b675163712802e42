import { CTL } from '../../spec/event.ts';
import { also, another, often, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const mssOnData: Mutant = {
  id: 'mss-on-data',
  text: 'has an MSS option on segments without SYN',
  requirement: 'MUST-65',
  family: 'handshake options',
  evidence: 'near',
  edits: [
    without('mss-only-on-syn'),
    another(
      'acknowledge',
      'acknowledge-with-mss',
      (id) => also(id, CTL.MSS, CTL.no.SYN, CTL.no.SACK),
      (id) => often(id, 0.3),
    ),
  ],
};
