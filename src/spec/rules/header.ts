/** Header bits and the options of the handshake (RFC 9293 §3.1–2, RFC 7323 §2, RFC 3168 §6.1.1). */
import { CTL, OUT } from '../event.ts';
import { forbid, track } from '../rule.ts';
import { LISTEN, SYN_RECEIVED, SYN_SENT } from '../state.ts';
import { ORIGIN, PEER } from '../tcb.ts';
import { count } from '../term.ts';

const zero = count(0);
const MOST_SHIFT = count(14);

/** AE is none of them (RFC 9768). */
export const reservedZero = forbid({
  id: 'reserved-bits-zero',
  topic: 'options',
  cites: ['RFC9293-3.1-1'],
  when: [],
  allow: { test: CTL.no.RESERVED },
});

export const optionsWhole = forbid({
  id: 'options-well-formed',
  topic: 'options',
  cites: ['MUST-68'],
  when: [CTL.no.OPTIONS_CUT],
  allow: { test: CTL.no.MALFORMED_OPTIONS },
});

export const mssOnSyn = forbid({
  id: 'mss-only-on-syn',
  topic: 'options',
  cites: ['MUST-65'],
  when: [CTL.no.SYN],
  allow: { test: CTL.no.MSS },
});

export const scaleOnSyn = forbid({
  id: 'window-scale-only-on-syn',
  topic: 'options',
  cites: ['RFC7323-2.1-1'],
  when: [CTL.no.SYN],
  allow: { test: CTL.no.WINDOW_SCALE },
});

export const shiftWithin = forbid({
  id: 'shift-at-most-14',
  topic: 'handshake',
  cites: ['RFC7323-2.3-6'],
  when: [CTL.SYN, CTL.WINDOW_SCALE],
  allow: { at: OUT.SHIFT, most: MOST_SHIFT },
});

/** Crossing SYNs are left alone: who has asked whom nobody can say. */
export const scaleAsked = forbid({
  id: 'window-scale-on-syn-ack-only-if-asked',
  topic: 'handshake',
  cites: ['RFC7323-2.2-4'],
  when: [CTL.SYN, CTL.ACK, CTL.no.RST, CTL.WINDOW_SCALE, ORIGIN.le(zero)],
  allow: { at: zero, most: PEER.SHIFT },
});

/** Any of several SYNs counts, whatever AE says. */
export const ecnAskedFor = track({
  id: 'ecn-asked-for',
  cites: ['RFC3168-6.1.1-1'],
  on: 'segment arrives',
  in: LISTEN | SYN_SENT | SYN_RECEIVED,
  when: [CTL.SYN, CTL.ECE, CTL.CWR, CTL.no.RST],
  then: [PEER.ECN.becomes(count(1))],
});
export const ecnAsked = forbid({
  id: 'ecn-setup-syn-ack-only-if-asked',
  topic: 'handshake',
  cites: ['RFC3168-6.1.1-2'],
  when: [CTL.SYN, CTL.ACK, CTL.no.RST, CTL.ECE, CTL.no.CWR, CTL.no.AE, ORIGIN.le(zero)],
  allow: { at: count(1), most: PEER.ECN },
});

export const headerRules = [
  reservedZero,
  optionsWhole,
  mssOnSyn,
  scaleOnSyn,
  shiftWithin,
  scaleAsked,
  ecnAskedFor,
  ecnAsked,
] as const;
