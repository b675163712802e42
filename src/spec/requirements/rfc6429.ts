/** What RFC 6429 (persist condition and resources) asks of a TCP endpoint, in our own words. */
import type { Requirement } from '../requirement.ts';

export const RFC6429 = [
  {
    id: 'RFC6429-4-1',
    rfc: 6429,
    section: '4',
    level: 'MUST NOT',
    keyword: 'rfc2119',
    party: 'sender',
    topic: 'zwp',
    summary:
      'TCP must not close a connection merely because it is in persist (ZWP) condition with probes answered.',
    observable: 'timing',
    condition: 'zero window with answered probes.',
    conforms: '[as MUST-37] The stack neither resets nor gives up.',
    violates:
      '[as MUST-37] The stack sends RST/FIN-abort while the latest probe(s) were acknowledged, without application request.',
    inconclusive: '[as MUST-37] Resource-management or application-requested abort (RFC 6429), user timeout.',
    pitfalls: ['appl'],
    supersededBy: ['MUST-37'],
    see: ['MUST-37'],
  },
  {
    id: 'RFC6429-4-2',
    rfc: 6429,
    section: '4',
    level: 'MAY',
    keyword: 'prose',
    party: 'api',
    topic: 'zwp',
    summary:
      'TCP may abort such a connection at the request of the application or a resource manager (denial-of-service defence).',
    observable: 'wire+api',
    condition: 'abort in persist',
    conforms: 'any with API/system request',
    violates: 'Cannot be violated as such.',
    inconclusive: 'Not a test; used to widen the set of allowed behaviours.',
    pitfalls: [],
  },
] as const satisfies readonly Requirement[];
