import { dropped, often } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const resendsWithoutReason: Mutant = {
  id: 'resends-without-reason',
  text: 'retransmits although no ACK came twice',
  requirement: 'RFC6298-5-1',
  family: 'old octets',
  evidence: 'near',
  edits: [dropped('early-retransmit', 'DUPACKS ≥ 1'), often('early-retransmit', 0.2)],
};
