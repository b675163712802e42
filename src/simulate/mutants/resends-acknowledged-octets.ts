import { OUT } from '../../spec/event.ts';
import { SND } from '../../spec/tcb.ts';
import { also, another, dropped, often } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const resendsAcknowledgedOctets: Mutant = {
  id: 'resends-acknowledged-octets',
  text: 'retransmits octets that were acknowledged',
  requirement: 'RFC6298-5.2-1',
  family: 'old octets',
  evidence: 'near',
  edits: [
    another(
      'retransmit-on-timeout',
      'retransmit-acknowledged',
      (id) => dropped(id, 'SND.UNA ≤ OUT.OLD.SEQ'),
      (id) => also(id, OUT.OLD.END.lt(SND.UNA)),
      (id) => often(id, 0.2),
    ),
  ],
  allowed: 'Where a permit of a right stack holds too the segment is right.',
};
