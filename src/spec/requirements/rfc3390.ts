/** What RFC 3390 (the larger initial window of 2002) asks of a TCP endpoint, in our own words. */
import type { Requirement } from '../requirement.ts';

export const RFC3390 = [
  {
    id: 'RFC3390-1-1',
    rfc: 3390,
    section: '1',
    level: 'MUST NOT',
    keyword: 'prose',
    party: 'sender',
    topic: 'iw',
    summary: 'IW bound min(4*MSS, max(2*MSS, 4380)) octets.',
    observable: 'wire',
    condition: 'first flight',
    conforms: "<= bound (strict class 'RFC 3390')",
    violates: '> bound: then test RFC 6928',
    inconclusive:
      '[as RFC5681-3.1-2] TFO data; route-configured initcwnd; SMSS unknown (use min of both MSS minus options).',
    pitfalls: ['tso', 'start'],
    supersededBy: ['RFC6928-2-1'],
    see: ['RFC5681-3.1-2', 'RFC6928-2-1'],
  },
] as const satisfies readonly Requirement[];
