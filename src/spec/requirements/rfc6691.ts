/** What RFC 6691 (options and MSS) asks of a TCP endpoint, in our own words. */
import type { Requirement } from '../requirement.ts';

export const RFC6691 = [
  {
    id: 'RFC6691-4-1',
    rfc: 6691,
    section: '4',
    level: 'SHOULD',
    keyword: 'prose',
    party: 'both',
    topic: 'mss',
    summary:
      'MSS option value = effective MTU minus FIXED IP and TCP headers (40/60), options not subtracted.',
    observable: 'wire',
    condition: 'SYN and data',
    conforms:
      '[as MUST-16] payload + TCP options + IP options/ext headers <= SendMSS (and IP packet <= known path/link MTU).',
    violates:
      'MSS announced larger than MTU minus fixed headers; a value reduced by options is tolerated (note).',
    inconclusive: 'None beyond the pitfalls.',
    pitfalls: ['mid', 'tso'],
    supersededBy: ['RFC 9293'],
    supersededHow: 'restated in section 3.7.1',
    see: ['MUST-16', 'MUST-67'],
  },
  {
    id: 'RFC6691-4-2',
    rfc: 6691,
    section: '4',
    level: 'MUST',
    keyword: 'prose',
    party: 'sender',
    topic: 'mss',
    summary: 'The data sender shortens the TCP payload by the IP and TCP option octets it sends.',
    observable: 'wire',
    condition: 'data segment with options',
    conforms: 'payload + options <= MSS received',
    violates: 'payload + option octets > SendMSS in a wire-level capture',
    inconclusive: 'offload; MSS rewritten on path',
    pitfalls: ['tso'],
    supersededBy: ['RFC 9293'],
    supersededHow: 'restated in section 3.7.1',
    see: ['MUST-16', 'MUST-67'],
  },
] as const satisfies readonly Requirement[];
