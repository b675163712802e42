import { RCV } from '../../spec/tcb.ts';
import { count } from '../../spec/term.ts';
import { doing } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const halfCloseShuts: Mutant = {
  id: 'half-close-shuts',
  text: 'takes no more text once its user has closed for sending',
  requirement: 'RFC9293-3.10.7.4-23',
  family: 'user calls',
  evidence: 'calls',
  edits: [doing('call-close-for-sending', RCV.SHUT.becomes(count(1)))],
  allowed: 'Where nothing arrives after the half close nothing shows.',
};
