/** When an ACK is owed (RFC 9293 §3.8.6.3, §3.10.7.4; RFC 5681 §4.2). */
import { CALL, CTL, NOW, OUT, SEG } from '../event.ts';
import { halfASecond, IMMEDIATE, THROTTLE } from '../profile.ts';
import { type Debt, oblige, track } from '../rule.ts';
import { CLOSED, LAST_ACK, RECEIVING, SYN_RECEIVED, SYN_SENT, SYNCHRONIZED, TIME_WAIT } from '../state.ts';
import { CHALLENGED, RCV, SND, STATE } from '../tcb.ts';
import { count, octets } from '../term.ts';
import { stampFine } from './paws.ts';

/** Nothing is owed once the connection is gone by what the trace shows. */
export const SEEN_GONE: Debt['voidBy'] = [
  { on: 'segment sent', when: [CTL.RST] },
  { on: 'segment arrives', when: [CTL.RST] },
  { on: 'call', when: [CALL.ABORT] },
  { on: 'call', when: [CALL.CLOSE] },
];
/**
 * Nor where it may be gone: TIME-WAIT and orphans end without a word, and at the deadline nobody may be there
 * any more.
 */
export const GONE: Debt['voidBy'] = [...SEEN_GONE, { on: 'time passes', when: [STATE.in(CLOSED)] }];
/** A segment whose ACK field and text a stack has no choice but to take. */
export const ACCEPTED = [
  CTL.ACK,
  CTL.no.SYN,
  CTL.no.RST,
  SEG.ACK.gt(SND.ISS),
  SEG.ACK.ge(SND.UNA),
  SEG.ACK.le(SND.MAX),
  RCV.SHUT.le(count(0)),
  stampFine,
] as const;

export const delayedAck = oblige({
  id: 'ack-within-half-a-second',
  topic: 'acknowledgment',
  cites: ['MUST-40', 'RFC5681-4.2-3', 'RFC9293-3.10.7.4-23'],
  in: RECEIVING,
  when: [...ACCEPTED, SEG.LEN.gt(octets(0)), SEG.SEQ.le(RCV.NXT), SEG.END.gt(RCV.NXT), SEG.END.le(RCV.ADV)],
  owes: {
    kind: 'delayed ack',
    by: NOW.plus(halfASecond),
    paidBy: [CTL.ACK, OUT.ACK.ge(SEG.END)],
    voidBy: GONE,
  },
});

export const ackOutOfOrder = oblige({
  id: 'ack-out-of-order',
  topic: 'acknowledgment',
  cites: ['RFC5681-4.2-5'],
  in: RECEIVING,
  when: [...ACCEPTED, SEG.LEN.gt(octets(0)), SEG.SEQ.gt(RCV.NXT), SEG.END.le(RCV.ADV)],
  owes: { kind: 'immediate ack', by: NOW.plus(IMMEDIATE), paidBy: [CTL.ACK], voidBy: GONE },
});

export const ackSynAck = oblige({
  id: 'ack-syn-ack',
  topic: 'handshake',
  cites: ['RFC9293-3.10.7.3-3'],
  in: SYN_SENT,
  when: [CTL.SYN, CTL.ACK, CTL.no.RST, SEG.ACK.gt(SND.ISS), SEG.ACK.le(SND.MAX)],
  owes: {
    kind: 'ack of syn-ack',
    by: NOW.plus(halfASecond),
    paidBy: [CTL.ACK, OUT.ACK.ge(SEG.SEQ.plus(octets(1)))],
    voidBy: GONE,
  },
});

/**
 * Throttling is allowed (RFC 5961 §7), so only the first such segment in a while certainly gets its answer.
 */
const rested = NOW.ge(CHALLENGED.plus(THROTTLE));

/** Wholly to the left of RCV.NXT: not acceptable in any window (RFC 9293 3.10.7.4, first step). */
export const ackUnacceptable = oblige({
  id: 'ack-unacceptable-segment',
  topic: 'acknowledgment',
  cites: ['RFC9293-3.5.2-4', 'RFC9293-3.10.7.4-1'],
  in: SYNCHRONIZED,
  when: [
    CTL.ACK,
    CTL.no.SYN,
    CTL.no.RST,
    SEG.LEN.gt(octets(0)),
    SEG.END.le(RCV.NXT),
    SEG.ACK.ge(SND.UNA),
    SEG.ACK.le(SND.MAX),
    stampFine,
    rested,
  ],
  owes: { kind: 'ack of unacceptable', by: NOW.plus(halfASecond), paidBy: [CTL.ACK], voidBy: GONE },
});

const ofUnacceptable = {
  topic: 'acknowledgment',
  owes: { kind: 'ack of unacceptable', by: NOW.plus(halfASecond), paidBy: [CTL.ACK], voidBy: GONE },
} as const;
const LINGERS = SYNCHRONIZED & ~TIME_WAIT;
/** What PAWS refuses has an obligation of its own; an empty segment of that kind is often dropped. */
const ackInRange = [SEG.ACK.ge(SND.UNA), SEG.ACK.le(SND.MAX)] as const;

/** An empty segment below what was acknowledged: a keep-alive, or an old one (RFC 9293 3.8.4). */
export const ackOldEmpty = oblige({
  ...ofUnacceptable,
  id: 'ack-old-empty-segment',
  cites: ['RFC9293-3.5.2-4', 'RFC9293-3.10.7.4-1'],
  in: LINGERS,
  when: [
    CTL.ACK,
    CTL.no.SYN,
    CTL.no.RST,
    SEG.LEN.le(octets(0)),
    SEG.SEQ.lt(RCV.ACKED),
    SEG.SEQ.lt(RCV.NXT),
    ...ackInRange,
    stampFine,
    rested,
  ],
});

/** Wholly to the right of every window that was offered; a probe of a closed window is one. */
export const ackBeyondWindow = oblige({
  ...ofUnacceptable,
  id: 'ack-beyond-window',
  cites: ['RFC9293-3.5.2-4', 'RFC9293-3.8.6.1-1', 'RFC9293-3.10.7.4-1'],
  in: LINGERS,
  when: [
    CTL.ACK,
    CTL.no.SYN,
    CTL.no.RST,
    SEG.LEN.gt(octets(0)),
    SEG.SEQ.ge(RCV.ADV),
    SEG.ACK.gt(SND.ISS),
    ...ackInRange,
    stampFine,
    rested,
  ],
});

/** In LAST-ACK and TIME-WAIT the text of the RFC asks for nothing. */
export const ackUnsent = oblige({
  ...ofUnacceptable,
  id: 'ack-of-unsent-data',
  cites: ['RFC9293-3.10.7.4-10', 'RFC9293-3.5.2-4'],
  in: LINGERS & ~LAST_ACK,
  when: [
    CTL.ACK,
    CTL.no.SYN,
    CTL.no.RST,
    SEG.SEQ.le(RCV.NXT),
    SEG.END.ge(RCV.NXT),
    SEG.END.le(RCV.ADV),
    SEG.ACK.gt(SND.MAX),
    SND.ISS.ge(SND.FIRST),
    stampFine,
    rested,
  ],
});

/**
 * What uses up the throttle, answered or not: RST, SYN, what begins left of RCV.NXT or ends beyond the
 * window, an ACK of what was never sent.
 */
const asks = {
  cites: ['RFC5961-7-1'],
  on: 'segment arrives',
  in: SYN_RECEIVED | SYNCHRONIZED,
  then: [CHALLENGED.becomes(NOW)],
} as const;
export const askedByRst = track({ ...asks, id: 'challenge-asked-by-rst', when: [CTL.RST] });
export const askedBySyn = track({ ...asks, id: 'challenge-asked-by-syn', when: [CTL.SYN, CTL.no.RST] });
export const askedByOld = track({
  ...asks,
  id: 'challenge-asked-by-old-segment',
  when: [CTL.no.SYN, CTL.no.RST, SEG.SEQ.lt(RCV.NXT)],
});

export const askedBeyond = track({
  ...asks,
  id: 'challenge-asked-beyond-window',
  when: [CTL.no.SYN, CTL.no.RST, SEG.END.gt(RCV.ADV)],
  after: ['challenge-asked-by-old-segment'],
});
export const askedByUnsent = track({
  ...asks,
  id: 'challenge-asked-by-ack-of-unsent-data',
  when: [CTL.ACK, CTL.no.SYN, CTL.no.RST, SEG.ACK.gt(SND.MAX)],
  after: ['challenge-asked-beyond-window'],
});

export const ackGenerationRules = [
  delayedAck,
  ackOutOfOrder,
  ackSynAck,
  ackUnacceptable,
  ackOldEmpty,
  ackBeyondWindow,
  ackUnsent,
  askedByRst,
  askedBySyn,
  askedByOld,
  askedBeyond,
  askedByUnsent,
] as const;
export { rested };
