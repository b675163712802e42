/** What RFC 8311 (experiments with ECN) asks of a TCP endpoint, in our own words. */
import type { Requirement } from '../requirement.ts';

export const RFC8311 = [
  {
    id: 'RFC8311-4.3-1',
    rfc: 8311,
    section: '4.3',
    level: 'MAY',
    keyword: 'prose',
    party: 'sender',
    topic: 'ecn',
    summary:
      'Experiments (documented in the RFC stream) may set ECT on TCP control packets and retransmissions and ECT(1) semantics (RFC 8311 relaxes RFC 3168; ECN nonce RFC 3540 historic).',
    observable: 'wire',
    condition: 'ECT on SYN/ACK/retransmission.',
    conforms: 'experimental exception flagged.',
    violates: 'Cannot be violated as such.',
    inconclusive: 'Not a test; used to widen the set of allowed behaviours.',
    pitfalls: [],
  },
  {
    id: 'RFC8311-4.2-1',
    rfc: 8311,
    section: '4.2',
    level: 'MUST',
    keyword: 'rfc2119',
    party: 'sender',
    topic: 'ecn',
    summary:
      'ECT is signalled with ECT(0); ECT(1) is not used, unless an Experimental RFC of the IETF stream says so (L4S: RFC 9331).',
    observable: 'wire',
    condition: 'The stack sends ECT packets, L4S known to be off',
    conforms: 'ECT(0) only',
    violates: 'ECT(1) from the stack without L4S (or another experiment) configured.',
    inconclusive: 'experiment unknown; remarking between the stack and tap',
    pitfalls: ['mid'],
    see: ['RFC3168-6.1.2-1'],
  },
] as const satisfies readonly Requirement[];
