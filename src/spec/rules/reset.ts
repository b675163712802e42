/** RST: when it is believed, what may send one (RFC 9293 §3.5.2–3; RFC 5961 §3, §4). */
import { CTL, NOW, OUT, SEG } from '../event.ts';
import { GIVE_UP_LEAST, halfASecond, RFC793_RST, RFC793_SYN, SILENT_GIVE_UP_LEAST } from '../profile.ts';
import { oblige, permit, track } from '../rule.ts';
import {
  CLOSE_WAIT,
  CLOSED,
  CLOSING,
  ESTABLISHED,
  FIN_WAIT_1,
  FIN_WAIT_2,
  LAST_ACK,
  LISTEN,
  SYN_RECEIVED,
  SYN_SENT,
  TIME_WAIT,
} from '../state.ts';
import {
  ABORTED,
  CALLS_LOGGED,
  FLIGHT,
  HEARD,
  ORIGIN,
  PROBED,
  PROBED_AT,
  PROVOKED,
  RCV,
  SND,
  STATE,
  SYN_ERRORS,
} from '../tcb.ts';
import { atWill, count, max, min, octets, per, tolerated } from '../term.ts';
import { rested, SEEN_GONE } from './ack-generation.ts';
import { RST } from './families.ts';
import { stampFine } from './paws.ts';

const one = count(1);
const zero = count(0);
const dies = [
  [ESTABLISHED, CLOSED],
  [FIN_WAIT_1, CLOSED],
  [FIN_WAIT_2, CLOSED],
  [CLOSE_WAIT, CLOSED],
  [CLOSING, CLOSED],
  [LAST_ACK, CLOSED],
] as const;
const LIVE = ESTABLISHED | FIN_WAIT_1 | FIN_WAIT_2 | CLOSE_WAIT | CLOSING | LAST_ACK;

/** An orphan in FIN-WAIT-2 may end at any moment, LAST-ACK with the next ACK: they owe nothing here. */
const CHALLENGING = LIVE & ~(FIN_WAIT_2 | LAST_ACK);

export const rstExact = track({
  id: 'rst-at-rcv-nxt',
  cites: ['RFC9293-3.10.7.4-18', 'RFC5961-3.2-2', 'RFC9293-3.10.7.4-5'],
  on: 'segment arrives',
  in: LIVE,
  when: [CTL.RST, SEG.SEQ.eq(RCV.NXT)],
  then: [STATE.moves(...dies)],
});

/** The RFC 793 check: anywhere in the window, read as widely as any stack does. */
export const rstInWindow = track({
  id: 'rst-in-window',
  cites: ['RFC9293-3.5.3-1', 'RFC5961-3.2-6'],
  on: 'segment arrives',
  in: LIVE | TIME_WAIT,
  when: [CTL.RST, SEG.SEQ.le(RCV.ADV), SEG.END.ge(RCV.NXT), tolerated(RFC793_RST)],
  then: [STATE.moves(...dies, [TIME_WAIT, CLOSED])],
  after: ['rst-at-rcv-nxt'],
});

export const rstInSynReceivedPassive = track({
  id: 'rst-in-syn-received-passive',
  cites: ['RFC9293-3.10.7.4-4', 'MUST-11'],
  on: 'segment arrives',
  in: SYN_RECEIVED,
  when: [CTL.RST, ORIGIN.le(zero), SEG.SEQ.eq(RCV.NXT)],
  then: [STATE.moves([SYN_RECEIVED, LISTEN])],
});
export const rstInSynReceivedActive = track({
  id: 'rst-in-syn-received-active',
  cites: ['RFC9293-3.10.7.4-4', 'MUST-11'],
  on: 'segment arrives',
  in: SYN_RECEIVED,
  when: [CTL.RST, ORIGIN.ge(one), SEG.SEQ.eq(RCV.NXT)],
  then: [STATE.moves([SYN_RECEIVED, CLOSED])],
  after: ['rst-in-syn-received-passive'],
});
export const rstInSynReceivedOther = track({
  id: 'rst-in-syn-received-otherwise',
  cites: ['RFC9293-3.5.3-1'],
  on: 'segment arrives',
  in: SYN_RECEIVED,
  when: [CTL.RST, ORIGIN.le(zero), tolerated()],
  then: [STATE.moves([SYN_RECEIVED, LISTEN])],
  after: ['rst-in-syn-received-passive', 'rst-in-syn-received-active'],
});
export const rstInSynReceivedOtherActive = track({
  id: 'rst-in-syn-received-otherwise-active',
  cites: ['RFC9293-3.5.3-1', 'MUST-11'],
  on: 'segment arrives',
  in: SYN_RECEIVED,
  when: [CTL.RST, ORIGIN.ge(one), tolerated()],
  then: [STATE.moves([SYN_RECEIVED, CLOSED])],
  after: ['rst-in-syn-received-passive', 'rst-in-syn-received-active'],
});

export const rstInSynSent = track({
  id: 'rst-in-syn-sent',
  cites: ['RFC9293-3.10.7.3-2', 'RFC5961-3.2-5'],
  on: 'segment arrives',
  in: SYN_SENT,
  when: [CTL.RST, CTL.ACK, SEG.ACK.gt(SND.ISS), SEG.ACK.le(SND.MAX)],
  then: [STATE.moves([SYN_SENT, CLOSED])],
});

/** The RFC 793 treatment of a SYN in the window in a synchronized state: an error, with or without an RST. */
export const synInWindow = track({
  id: 'syn-in-window',
  cites: ['RFC5961-4.2-4'],
  on: 'segment arrives',
  in: LIVE,
  when: [CTL.SYN, CTL.no.RST, SEG.SEQ.le(RCV.ADV), SEG.END.gt(RCV.NXT), tolerated(RFC793_SYN)],
  then: [STATE.moves(...dies)],
  after: ['rst-in-window', 'rst-at-rcv-nxt'],
});
export const synError = track({
  id: 'syn-error',
  cites: ['RFC5961-4.2-4'],
  on: 'segment arrives',
  in: LIVE,
  when: [CTL.SYN, CTL.no.RST, SEG.SEQ.le(RCV.ADV), SEG.END.gt(RCV.NXT)],
  then: [SYN_ERRORS.becomes(one)],
});

const provokedWithAck = [
  PROVOKED.COUNT.becomes(PROVOKED.COUNT.plus(one)),
  PROVOKED.SEQ.becomes(SEG.ACK),
] as const;

export const ackForNobody = track({
  id: 'ack-for-nobody',
  cites: ['RFC9293-3.10.7.1-1', 'RFC9293-3.10.7.2-1'],
  on: 'segment arrives',
  in: CLOSED | LISTEN,
  when: [CTL.ACK, CTL.no.RST],
  then: provokedWithAck,
});
export const segmentForNobody = track({
  id: 'segment-for-nobody',
  cites: ['RFC9293-3.10.7.1-1'],
  on: 'segment arrives',
  in: CLOSED,
  when: [CTL.no.ACK, CTL.no.RST],
  then: [PROVOKED.COUNT.becomes(PROVOKED.COUNT.plus(one)), PROVOKED.ACK.becomes(SEG.END)],
});
export const ackTooNew = track({
  id: 'ack-of-nothing-sent',
  cites: ['RFC9293-3.5.2-3', 'RFC9293-3.10.7.3-1'],
  on: 'segment arrives',
  in: SYN_SENT | SYN_RECEIVED,
  when: [CTL.ACK, CTL.no.RST, SEG.ACK.gt(SND.MAX)],
  then: provokedWithAck,
  after: ['ack-for-nobody'],
});
export const ackTooOld = track({
  id: 'ack-before-iss',
  cites: ['RFC9293-3.5.2-3', 'RFC9293-3.10.7.3-1', 'RFC9293-3.10.7.4-9'],
  on: 'segment arrives',
  in: SYN_SENT | SYN_RECEIVED,
  when: [CTL.ACK, CTL.no.RST, SEG.ACK.le(SND.ISS)],
  then: provokedWithAck,
  after: ['ack-for-nobody', 'ack-of-nothing-sent'],
});
/** New text after a full CLOSE shows that it is lost: the stack may reset (RFC 9293 3.6.1). */
export const textForNobody = track({
  id: 'text-for-nobody',
  cites: ['SHLD-3'],
  on: 'segment arrives',
  in: FIN_WAIT_1 | FIN_WAIT_2 | CLOSING | TIME_WAIT,
  when: [
    CTL.ACK,
    CTL.no.RST,
    CTL.no.SYN,
    SEG.TEXT.gt(octets(0)),
    SEG.SEQ.plus(SEG.TEXT).gt(RCV.NXT),
    RCV.SHUT.ge(one),
    atWill(),
  ],
  then: [...provokedWithAck, STATE.moves(...dies, [TIME_WAIT, CLOSED])],
  after: ['ack-for-nobody', 'ack-of-nothing-sent', 'ack-before-iss', 'syn-in-window'],
});

/** SND.NXT, or where a sender stands that has stepped back: among what is outstanding (RFC 9293 3.10.5). */
const atSndNxt = [
  OUT.SEQ.le(SND.MAX),
  OUT.SEQ.ge(SND.ISS),
  OUT.SEQ.ge(SND.UNA),
  OUT.LEN.le(octets(0)),
] as const;

export const resetOfAck = permit({
  id: 'reset-at-seg-ack',
  cites: ['RFC9293-3.5.2-1', 'RFC9293-3.5.2-3'],
  of: RST,
  when: [PROVOKED.COUNT.ge(one), per('RFC9293-3.5.2-1', OUT.SEQ.eq(PROVOKED.SEQ)), OUT.LEN.le(octets(0))],
  then: [PROVOKED.COUNT.becomes(PROVOKED.COUNT.less(one))],
});
export const resetOfSegment = permit({
  id: 'reset-at-zero',
  cites: ['RFC9293-3.5.2-1'],
  of: RST,
  when: [
    CTL.ACK,
    CTL.SEQ_ZERO,
    PROVOKED.COUNT.ge(one),
    per('RFC9293-3.5.2-1', OUT.ACK.eq(PROVOKED.ACK)),
    OUT.LEN.le(octets(0)),
  ],
  then: [PROVOKED.COUNT.becomes(PROVOKED.COUNT.less(one))],
});
export const resetOnAbort = permit({
  id: 'reset-on-abort',
  cites: ['RFC9293-3.10.5-1'],
  of: RST,
  when: [ABORTED.ge(one), ...atSndNxt],
  then: [ABORTED.becomes(zero), STATE.moves(...dies, [SYN_RECEIVED, CLOSED])],
});

/** RFC 793 3.9 wants it; where RFC 5961 has its say the level is that of its mitigation for SYNs. */
export const resetOfSyn = permit({
  id: 'reset-of-syn',
  cites: ['RFC5961-4.2-4'],
  of: RST,
  when: [SYN_ERRORS.ge(one), per('RFC5961-4.2-4', RFC793_SYN.ge(count(2))), ...atSndNxt],
  then: [SYN_ERRORS.becomes(zero), STATE.moves(...dies)],
});

/** After a full CLOSE with received data unread, which nobody will read (RFC 9293 3.6.1). */
export const resetAfterClose = permit({
  id: 'reset-after-close',
  cites: ['SHLD-3'],
  of: RST,
  in: FIN_WAIT_1 | FIN_WAIT_2 | CLOSING | LAST_ACK,
  when: [RCV.SHUT.ge(one), min(RCV.NXT, RCV.FIN).gt(RCV.IRS.plus(octets(1))), ...atSndNxt],
  then: [STATE.moves(...dies), ABORTED.becomes(zero)],
});
/** Text that came after a full CLOSE, also behind a gap, is reset as an abort is (RFC 9293 3.6.1). */
export const resetOfTextAfterClose = permit({
  id: 'reset-of-text-after-close',
  cites: ['SHLD-3'],
  of: RST,
  when: [RCV.SHUT.ge(one), PROVOKED.COUNT.ge(one), ...atSndNxt],
  then: [PROVOKED.COUNT.becomes(PROVOKED.COUNT.less(one))],
});
/** R2 reached, a keep-alive unanswered, the user timeout: who hears nothing may give up (RFC 9293 3.8.3). */
export const resetGivingUp = permit({
  id: 'reset-on-giving-up',
  cites: ['MUST-20', 'MUST-21'],
  of: RST,
  in: SYN_RECEIVED | LIVE,
  when: [NOW.ge(HEARD.plus(GIVE_UP_LEAST)), ...atSndNxt],
  then: [STATE.moves(...dies, [SYN_RECEIVED, CLOSED]), ABORTED.becomes(zero)],
  often: 0.01,
});
export const heard = track({
  id: 'segment-heard',
  cites: ['MUST-26'],
  on: 'segment arrives',
  when: [],
  then: [HEARD.becomes(NOW), PROBED.becomes(zero)],
});
/** SEG.SEQ = SND.NXT − 1, with an octet or without (RFC 9293 3.8.4). */
export const keepAliveSent = track({
  id: 'keep-alive-sent',
  cites: ['MUST-26'],
  on: 'segment sent',
  in: LIVE,
  when: [
    CTL.no.SYN,
    CTL.no.RST,
    CTL.no.FIN,
    SND.UNA.ge(SND.MAX),
    OUT.SEQ.eq(SND.MAX.less(octets(1))),
    OUT.LEN.le(octets(1)),
  ],
  then: [PROBED.becomes(one), PROBED_AT.becomes(NOW)],
});
/** Keep-alives that stay unanswered end a connection, with an RST or without a word. */
export const keepAliveFails = track({
  id: 'keep-alive-fails-silently',
  cites: ['MUST-26', 'MUST-29'],
  on: 'time passes',
  in: LIVE,
  when: [PROBED.ge(one), NOW.ge(PROBED_AT.plus(GIVE_UP_LEAST)), atWill()],
  then: [STATE.moves(...dies)],
  after: ['orphaned-fin-wait-2-ends', 'gives-up-silently'],
});
/** The same without an RST, where something sent was never acknowledged. */
export const givesUp = track({
  id: 'gives-up-silently',
  cites: ['MUST-20', 'RFC9293-3.10.8-1'],
  on: 'time passes',
  in: SYN_SENT | SYN_RECEIVED | LIVE,
  when: [SND.UNA.lt(SND.MAX), NOW.ge(max(HEARD, FLIGHT.SINCE).plus(SILENT_GIVE_UP_LEAST)), atWill()],
  then: [STATE.moves(...dies, [SYN_RECEIVED, CLOSED], [SYN_SENT, CLOSED])],
  after: ['orphaned-fin-wait-2-ends'],
});

/**
 * Without a log of calls the RST itself shows that the user, or the stack, has given up; in SYN-SENT it
 * answers an ACK that found nobody.
 */
export const resetUnlogged = permit({
  id: 'reset-unlogged',
  cites: ['RFC9293-3.10.5-1', 'RFC9293-3.5.2-1'],
  of: RST,
  in: SYN_SENT | SYN_RECEIVED | LIVE,
  when: [CALLS_LOGGED.le(zero), ...atSndNxt],
  then: [STATE.moves(...dies, [SYN_RECEIVED, CLOSED], [SYN_SENT, CLOSED])],
});

/**
 * As little is said of a user who closed in SYN-SENT or LISTEN, without a segment: the answer to the peer's
 * SYN, as of nobody, is the first that shows it (RFC 9293 3.10.4, 3.10.7.1).
 */
export const resetOfSynUnlogged = permit({
  id: 'reset-of-syn-unlogged',
  cites: ['RFC9293-3.5.2-1'],
  of: RST,
  in: SYN_RECEIVED,
  when: [CALLS_LOGGED.le(zero), CTL.ACK, CTL.SEQ_ZERO, OUT.ACK.ge(RCV.NXT), OUT.LEN.le(octets(0))],
  then: [STATE.moves([SYN_RECEIVED, CLOSED])],
});

/** The own SYN has left and was acknowledged; ∓∞, where nothing was sent, is no number above another. */
const opened = [SND.ISS.ge(SND.FIRST), SND.UNA.gt(SND.ISS)] as const;

/** The mitigation as a whole is a SHOULD (RFC 5961 §6), so that entry gives the level of both. */
export const challengeRst = oblige({
  id: 'challenge-ack-for-rst',
  topic: 'reset',
  cites: ['RFC5961-3.2-6', 'RFC5961-3.2-3', 'RFC9293-3.10.7.4-19'],
  in: CHALLENGING,
  when: [CTL.RST, SEG.SEQ.gt(RCV.NXT), SEG.SEQ.lt(RCV.ADV), ...opened, rested, RFC793_RST.le(one)],
  owes: {
    kind: 'challenge ack',
    by: NOW.plus(halfASecond),
    paidBy: [CTL.ACK],
    voidBy: SEEN_GONE,
  },
});
export const challengeSyn = oblige({
  id: 'challenge-ack-for-syn',
  topic: 'reset',
  cites: ['RFC5961-4.2-4', 'RFC5961-4.2-1', 'RFC9293-3.10.7.4-7'],
  in: CHALLENGING,
  // A SYN without the Timestamps agreed on may be dropped (RFC 7323 3.2).
  when: [CTL.SYN, CTL.no.RST, ...opened, rested, RFC793_SYN.le(one), stampFine],
  owes: {
    kind: 'challenge ack',
    by: NOW.plus(halfASecond),
    paidBy: [CTL.ACK],
    voidBy: SEEN_GONE,
  },
});

export const resetRules = [
  rstExact,
  rstInWindow,
  rstInSynReceivedPassive,
  rstInSynReceivedActive,
  rstInSynReceivedOther,
  rstInSynReceivedOtherActive,
  rstInSynSent,
  synInWindow,
  synError,
  ackForNobody,
  segmentForNobody,
  ackTooNew,
  ackTooOld,
  textForNobody,
  resetOfAck,
  resetOfSegment,
  resetOnAbort,
  resetOfSyn,
  resetUnlogged,
  resetOfSynUnlogged,
  resetAfterClose,
  resetOfTextAfterClose,
  resetGivingUp,
  heard,
  keepAliveSent,
  keepAliveFails,
  givesUp,
  challengeRst,
  challengeSyn,
] as const;
