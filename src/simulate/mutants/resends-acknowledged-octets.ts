import { dropped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

/** For acknowledged octets no timer runs. */
export const resendsAcknowledgedOctets: Mutant = {
  id: 'resends-acknowledged-octets',
  text: 'retransmits octets that were acknowledged',
  requirement: 'RFC6298-5.2-1',
  alike: ['RFC6298-5-1'],
  family: 'old octets',
  evidence: 'near',
  edits: [dropped('retransmit-on-timeout', 'SND.UNA ≤ OUT.OLD.SEQ')],
};
