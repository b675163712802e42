/** What RFC 6937 (proportional rate reduction, first version) asks of a TCP endpoint, in our own words. */
import type { Requirement } from '../requirement.ts';

export const RFC6937 = [
  {
    id: 'RFC6937-3-1',
    rfc: 6937,
    section: '3',
    level: 'MUST',
    keyword: 'prose',
    party: 'sender',
    topic: 'prr',
    summary:
      'Original experimental PRR: PRR-CRB limit=prr_delivered-prr_out; PRR-SSRB limit=max(prr_delivered-prr_out, DeliveredData)+MSS; sndcnt=min(ssthresh-pipe, limit).',
    observable: 'wire+state',
    condition: 'recovery',
    conforms: 'RFC 9937 bound with SSRB on every ACK: prr_out <= prr_delivered + SMSS*#ACKs.',
    violates:
      'During recovery segments sent > segments delivered since entry + number of ACKs since entry + 1 (and the RFC 6675 pipe bound is broken too).',
    inconclusive: 'None beyond the pitfalls.',
    pitfalls: ['drop'],
    supersededBy: ['RFC 9937'],
    supersededHow: 'obsoleted as a whole',
  },
] as const satisfies readonly Requirement[];
