import { SEG } from '../../spec/event.ts';
import { SMSS } from '../../spec/tcb.ts';
import { max, octets } from '../../spec/term.ts';
import { doing } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const mssDefaultIgnored: Mutant = {
  id: 'mss-default-ignored',
  text: 'takes 1460 where the SYN of the peer has no MSS option',
  requirement: 'MUST-15',
  family: 'MSS',
  evidence: 'near',
  edits: [
    doing('syn-in-listen', SMSS.becomes(max(SEG.MSS, octets(1460)))),
    doing('syn-ack-in-syn-sent', SMSS.becomes(max(SEG.MSS, octets(1460)))),
  ],
  allowed: 'With more room a segment is cut elsewhere.',
};
