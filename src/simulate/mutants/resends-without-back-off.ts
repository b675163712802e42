import { RTO } from '../../spec/tcb.ts';
import { leaving } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

/** The timeout that 5-1 speaks of is the doubled one. */
export const resendsWithoutBackOff: Mutant = {
  id: 'resends-without-back-off',
  text: 'does not double the timeout when it retransmits',
  requirement: 'RFC6298-5.5-1',
  alike: ['RFC6298-5-1'],
  family: 'old octets',
  evidence: 'near',
  edits: [leaving('retransmit-on-timeout', RTO)],
};
