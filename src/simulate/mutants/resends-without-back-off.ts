import { RTO, RTT } from '../../spec/tcb.ts';
import { doing } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const resendsWithoutBackOff: Mutant = {
  id: 'resends-without-back-off',
  text: 'waits for a round trip after a retransmission instead of twice the timeout',
  requirement: 'RFC6298-5.5-1',
  family: 'old octets',
  evidence: 'near',
  edits: [doing('retransmit-on-timeout', RTO.becomes(RTT))],
  allowed: 'An RTO that is doubled may come out the same.',
};
