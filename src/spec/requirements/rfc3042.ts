/** What RFC 3042 (limited transmit) asks of a TCP endpoint, in our own words. */
import type { Requirement } from '../requirement.ts';

export const RFC3042 = [
  {
    id: 'RFC3042-2-1',
    rfc: 3042,
    section: '2',
    level: 'SHOULD',
    keyword: 'rfc2119',
    party: 'sender',
    topic: 'lt',
    summary:
      'With unsent data queued, send one new segment on each of the first two consecutive dup ACKs if rwnd allows and outstanding <= cwnd + 2 segments.',
    observable: 'wire',
    condition: 'dup ACK 1 and 2.',
    conforms: 'new segment each.',
    violates:
      'Two dup ACKs received, unsent data proven, rwnd and cwnd+2*SMSS allow, yet nothing sent (SHOULD: note only).',
    inconclusive: 'application- or rwnd-limited.',
    pitfalls: ['appl', 'vp'],
  },
  {
    id: 'RFC3042-2-2',
    rfc: 3042,
    section: '2',
    level: 'MUST NOT',
    keyword: 'rfc2119',
    party: 'sender',
    topic: 'lt',
    summary: 'cwnd unchanged by these segments; never more than 2 segments beyond cwnd.',
    observable: 'wire+state',
    condition: 'dup ACKs before recovery.',
    conforms: 'at most 2 extra segments.',
    violates: 'third new segment beyond cwnd before recovery.',
    inconclusive: 'cwnd unknown.',
    pitfalls: ['drop'],
  },
  {
    id: 'RFC3042-2-3',
    rfc: 3042,
    section: '2',
    level: 'MUST NOT',
    keyword: 'rfc2119',
    party: 'sender',
    topic: 'lt',
    summary: 'SACK sender does not send new segments on dup ACKs without new SACK information.',
    observable: 'wire',
    condition: 'dup ACK w/o new SACK.',
    conforms: 'none',
    violates:
      'New segment, with no other trigger (application write, window update, timer, pacing), sent on such duplicate ACK although it takes the outstanding data beyond the largest possible cwnd.',
    inconclusive: 'other trigger',
    pitfalls: ['vp'],
  },
] as const satisfies readonly Requirement[];
