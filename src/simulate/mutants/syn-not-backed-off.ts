import { RTO } from '../../spec/tcb.ts';
import { leaving } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const synNotBackedOff: Mutant = {
  id: 'syn-not-backed-off',
  text: 'does not double the timeout of its SYN',
  requirement: 'RFC6298-5.5-1',
  family: 'SYN',
  evidence: 'near',
  edits: [leaving('syn-on-timeout', RTO)],
};
