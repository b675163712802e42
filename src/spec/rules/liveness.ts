/**
 * What is outstanding is sent again (RFC 9293 §3.8.1, RFC 6298 §5): the latest time by which any history of
 * RTO has done so. Zero-window probes are not asked for: whether data waits, the segments do not show.
 */
import { CTL, NOW, OUT, SEG } from '../event.ts';
import { RTO_HIGH } from '../profile.ts';
import { type Debt, oblige, track } from '../rule.ts';
import { SYN_SENT, SYNCHRONIZED, TIME_WAIT } from '../state.ts';
import { CALLS_LOGGED, FLIGHT, RTO, SND } from '../tcb.ts';
import { count, max, octets } from '../term.ts';
import { GONE } from './ack-generation.ts';

const none = octets(0);
/** Half as late again as any timeout: clocks are coarse, and a loss probe may have begun the time anew. */
const LATEST = max(max(RTO, RTO_HIGH), FLIGHT.LONGEST.times(8)).times(1.5);

/** The beginning of what is outstanding: no sample of the round trip reaches further back. */
export const flightBegins = track({
  id: 'flight-begins',
  cites: ['RFC6298-5.1-1'],
  on: 'segment sent',
  when: [CTL.no.RST, OUT.LEN.gt(none), SND.UNA.ge(SND.MAX)],
  then: [FLIGHT.SINCE.becomes(NOW)],
});

const resent: Debt = {
  kind: 'retransmission',
  by: NOW.plus(LATEST),
  // A probe below SND.UNA will do: the peer answers with what it lacks.
  paidBy: [CTL.no.RST, OUT.SEQ.lt(SND.MAX)],
  voidBy: [
    ...GONE,
    { on: 'segment arrives', when: [CTL.ACK, SEG.ACK.gt(SND.UNA)] },
    // Recovery by SACK has timers of its own; a closed window is probed.
    { on: 'segment arrives', when: [CTL.ACK, CTL.SACK] },
    { on: 'segment arrives', when: [CTL.ACK, SEG.WND.le(none)] },
  ],
};
const lives = {
  topic: 'retransmission',
  cites: ['RFC9293-3.10.8-2', 'RFC6298-5.1-1', 'RFC6298-5.6-1'],
  in: SYNCHRONIZED & ~TIME_WAIT,
  owes: resent,
} as const;

/** Data and FIN alike. */
export const resendInTime = oblige({
  ...lives,
  id: 'retransmission-in-time',
  on: 'segment sent',
  when: [CTL.no.SYN, CTL.no.RST, OUT.LEN.gt(none), SND.UNA.lt(SND.MAX), SND.WND.gt(none)],
});

/** An ACK of a part begins the time anew (RFC 6298 5.3). */
export const resendRest = oblige({
  ...lives,
  id: 'retransmission-of-the-rest-in-time',
  when: [
    CTL.ACK,
    CTL.no.SYN,
    CTL.no.RST,
    SEG.ACK.gt(SND.UNA),
    SEG.ACK.lt(SND.MAX),
    SEG.WND.gt(none),
    SND.WND.gt(none),
  ],
});

/** Where the user may have closed unseen, SYN-SENT may have ended without a word. */
export const synInTime = oblige({
  id: 'syn-again-in-time',
  topic: 'handshake',
  cites: ['MUST-22', 'RFC6298-5.1-1'],
  on: 'segment sent',
  in: SYN_SENT,
  when: [CTL.SYN, CTL.no.ACK, CTL.no.RST, CALLS_LOGGED.ge(count(1))],
  owes: {
    kind: 'retransmission',
    by: NOW.plus(LATEST),
    paidBy: [CTL.SYN],
    voidBy: [
      ...GONE,
      { on: 'segment arrives', when: [CTL.SYN] },
      // An ACK of the SYN without a SYN may still be taken for a sample.
      { on: 'segment arrives', when: [CTL.ACK, SEG.ACK.gt(SND.ISS), SEG.ACK.le(SND.MAX)] },
    ],
  },
});

export const livenessRules = [flightBegins, resendInTime, resendRest, synInTime] as const;
