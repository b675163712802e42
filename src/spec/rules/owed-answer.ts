/** Answers that are owed before a connection is synchronized: RST, SYN,ACK (RFC 9293 §3.5.2, §3.10.7.1–4). */
import { CALL, CTL, NOW, SEG } from '../event.ts';
import { halfASecond } from '../profile.ts';
import { type Debt, oblige, track } from '../rule.ts';
import { CLOSED, LISTEN, SYN_RECEIVED, SYN_SENT } from '../state.ts';
import { CALLS_LOGGED, ORIGIN, PROVOKED, RCV, SND, STATE } from '../tcb.ts';
import { between, count } from '../term.ts';
import { GONE, rested } from './ack-generation.ts';

const one = count(1);
const zero = count(0);
/** All that came before has its RST: a stack may send them at a limited rate. */
const noneWaiting = PROVOKED.COUNT.le(zero);
const OPENED: Debt['voidBy'] = [
  { on: 'call', when: [CALL.PASSIVE_OPEN] },
  { on: 'call', when: [CALL.ACTIVE_OPEN] },
];

/** No socket was ever there, which only a log of calls can show. */
export const resetForNobody = oblige({
  id: 'reset-for-nobody',
  topic: 'reset',
  cites: ['RFC9293-3.5.2-1', 'RFC9293-3.10.7.1-1'],
  in: CLOSED,
  when: [CTL.no.RST, CALLS_LOGGED.ge(one), SND.MAX.le(SND.NOTHING), noneWaiting],
  owes: { kind: 'reset', by: NOW.plus(halfASecond), paidBy: [CTL.RST], voidBy: OPENED },
});

/** An RST pays here; nothing is owed where the user has left. */
const LEFT: Debt['voidBy'] = [
  { on: 'segment arrives', when: [CTL.RST] },
  { on: 'call', when: [CALL.ABORT] },
  { on: 'call', when: [CALL.CLOSE] },
  { on: 'time passes', when: [STATE.in(CLOSED)] },
];
const badAck = {
  topic: 'handshake',
  cites: ['RFC9293-3.5.2-3', 'RFC9293-3.10.7.3-1'],
  in: SYN_SENT,
  owes: { kind: 'reset', by: NOW.plus(halfASecond), paidBy: [CTL.RST], voidBy: LEFT },
} as const;
export const resetForAckTooNew = oblige({
  ...badAck,
  id: 'reset-for-ack-of-nothing-sent',
  when: [CTL.ACK, CTL.no.RST, SEG.ACK.gt(SND.MAX), SND.ISS.ge(SND.FIRST), noneWaiting],
});
export const resetForAckTooOld = oblige({
  ...badAck,
  id: 'reset-for-ack-before-iss',
  when: [CTL.ACK, CTL.no.RST, SEG.ACK.le(SND.ISS), noneWaiting],
});

/** The user of a stack without a log may have closed, and SYN-SENT ends without a word then. */
export const synAckOfCrossing = oblige({
  id: 'syn-ack-where-syns-cross',
  topic: 'handshake',
  cites: ['MUST-10', 'RFC9293-3.10.7.3-4'],
  in: SYN_SENT,
  when: [CTL.SYN, CTL.no.ACK, CTL.no.RST, CALLS_LOGGED.ge(one), SND.ISS.ge(SND.FIRST)],
  owes: { kind: 'syn-ack', by: NOW.plus(halfASecond), paidBy: [CTL.ACK], voidBy: GONE },
});

/**
 * The peer's SYN again lies outside the window: SYN,ACK again, or an ACK; not where the listener had
 * acknowledged more of a connection that was reset before it.
 */
export const answerSynAgain = oblige({
  id: 'answer-to-syn-again',
  topic: 'handshake',
  cites: ['RFC9293-3.10.7.4-1'],
  in: SYN_RECEIVED,
  when: [
    CTL.SYN,
    CTL.no.ACK,
    CTL.no.RST,
    SEG.SEQ.eq(RCV.IRS),
    SEG.END.ge(RCV.ACKED),
    SND.ISS.ge(SND.FIRST),
    rested,
  ],
  owes: {
    kind: 'ack of unacceptable',
    by: NOW.plus(halfASecond),
    paidBy: [CTL.ACK],
    voidBy: [...GONE, { on: 'call', when: [CALL.UNLISTEN] }],
  },
});

/** Another SYN in SYN-RECEIVED: deployed stacks reset, as of a segment for nobody (events.md §14, 14). */
export const otherSynProvokes = track({
  id: 'other-syn-provokes',
  cites: ['RFC9293-3.10.7.4-6'],
  on: 'segment arrives',
  in: SYN_RECEIVED,
  when: [CTL.SYN, CTL.no.ACK, CTL.no.RST, ORIGIN.le(zero), SEG.SEQ.gt(RCV.IRS)],
  then: [
    PROVOKED.COUNT.becomes(between(PROVOKED.COUNT, PROVOKED.COUNT.plus(one))),
    PROVOKED.ACK.becomes(SEG.END),
  ],
});

/**
 * Without a log of calls the listener may be closed by now: what a segment without ACK finds is then
 * nobody.
 */
export const closedListenerProvokes = track({
  id: 'segment-for-closed-listener',
  cites: ['RFC9293-3.10.7.1-1'],
  on: 'segment arrives',
  in: LISTEN,
  when: [CTL.no.ACK, CTL.no.RST, CALLS_LOGGED.le(zero)],
  then: [
    PROVOKED.COUNT.becomes(between(PROVOKED.COUNT, PROVOKED.COUNT.plus(one))),
    PROVOKED.ACK.becomes(SEG.END),
  ],
});

export const owedAnswerRules = [
  resetForNobody,
  resetForAckTooNew,
  resetForAckTooOld,
  synAckOfCrossing,
  answerSynAgain,
  otherSynProvokes,
  closedListenerProvokes,
] as const;
