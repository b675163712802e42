/** What the user's calls change (RFC 9293 §3.9.1, events.md C1–C20). */
import { CALL, CTL, NOW } from '../../event.ts';
import { halfASecond } from '../../profile.ts';
import { oblige, track } from '../../rule.ts';
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
} from '../../state.ts';
import { ABORTED, HEARD, RCV, STATE } from '../../tcb.ts';
import { atWill, count, min, octets, unlessTolerated } from '../../term.ts';

const one = count(1);

export const callPassiveOpen = track({
  id: 'call-passive-open',
  cites: ['RFC9293-3.10.1-2'],
  on: 'call',
  when: [CALL.PASSIVE_OPEN],
  then: [STATE.moves([CLOSED, LISTEN])],
});

export const callActiveOpen = track({
  id: 'call-active-open',
  cites: ['RFC9293-3.10.1-1'],
  on: 'call',
  when: [CALL.ACTIVE_OPEN],
  then: [STATE.moves([CLOSED, SYN_SENT], [LISTEN, SYN_SENT]), HEARD.becomes(NOW)],
});

const closes = STATE.moves(
  [LISTEN, CLOSED],
  [SYN_SENT, CLOSED],
  [SYN_RECEIVED, FIN_WAIT_1],
  [ESTABLISHED, FIN_WAIT_1],
  [CLOSE_WAIT, LAST_ACK],
);

/** CLOSE for sending only: what arrives is still read. */
export const callShutdown = track({
  id: 'call-close-for-sending',
  cites: ['RFC9293-3.10.4-1', 'RFC9293-3.6.1-1'],
  on: 'call',
  when: [CALL.SHUTDOWN],
  then: [closes],
});

/** With received data unread a CLOSE may be an abort instead (RFC 9293 3.6.1). */
export const callCloseUnread = track({
  id: 'call-close-with-unread-data',
  cites: ['SHLD-3'],
  on: 'call',
  in: ESTABLISHED | CLOSE_WAIT,
  when: [CALL.CLOSE, min(RCV.NXT, RCV.FIN).gt(RCV.IRS.plus(octets(1))), atWill()],
  then: [ABORTED.becomes(one), STATE.moves([ESTABLISHED, CLOSED], [CLOSE_WAIT, CLOSED])],
});

export const callClose = track({
  id: 'call-close',
  cites: ['RFC9293-3.10.4-1', 'RFC9293-3.10.4-2'],
  on: 'call',
  when: [CALL.CLOSE],
  then: [closes, RCV.SHUT.becomes(one)],
  after: ['call-close-with-unread-data', 'call-close-with-known-unread-data'],
});

const UNREAD = [
  CALL.CLOSE,
  RCV.TAKEN.ge(octets(1)),
  min(RCV.NXT, RCV.FIN).gt(RCV.IRS.plus(octets(1)).plus(RCV.TAKEN)),
  RCV.SHUT.le(count(0)),
] as const;

/** That a stack ends such a connection with a FIN is found, and believed. */
export const callCloseKnownUnread = track({
  id: 'call-close-with-known-unread-data',
  cites: ['SHLD-3'],
  on: 'call',
  in: ESTABLISHED | CLOSE_WAIT,
  when: [...UNREAD, unlessTolerated()],
  then: [ABORTED.becomes(one), STATE.moves([ESTABLISHED, CLOSED], [CLOSE_WAIT, CLOSED])],
  after: ['call-close-with-unread-data'],
});

export const callReceive = track({
  id: 'call-receive',
  cites: ['RFC9293-3.10.3-1'],
  on: 'call',
  when: [CALL.RECEIVE],
  then: [RCV.TAKEN.becomes(RCV.TAKEN.plus(CALL.AMOUNT))],
});

/**
 * Octets that were received and never read are lost with a full CLOSE, and the peer is told (RFC 9293 3.6.1).
 * A log without any receive call may be one that does not hold them.
 */
export const resetOfUnread = oblige({
  id: 'reset-of-unread-data',
  topic: 'close',
  cites: ['SHLD-3'],
  on: 'call',
  in: ESTABLISHED | CLOSE_WAIT,
  when: UNREAD,
  owes: {
    kind: 'reset',
    by: NOW.plus(halfASecond),
    paidBy: [CTL.RST],
    voidBy: [
      { on: 'segment arrives', when: [CTL.RST] },
      { on: 'call', when: [CALL.ABORT] },
    ],
  },
});

export const callAbort = track({
  id: 'call-abort',
  cites: ['RFC9293-3.10.5-1', 'RFC9293-3.10.5-2'],
  on: 'call',
  when: [CALL.ABORT],
  then: [
    STATE.moves(
      [LISTEN, CLOSED],
      [SYN_SENT, CLOSED],
      [SYN_RECEIVED, CLOSED],
      [ESTABLISHED, CLOSED],
      [FIN_WAIT_1, CLOSED],
      [FIN_WAIT_2, CLOSED],
      [CLOSE_WAIT, CLOSED],
      [CLOSING, CLOSED],
      [LAST_ACK, CLOSED],
      [TIME_WAIT, CLOSED],
    ),
  ],
});

/** Only where the peer knows of the connection does an RST announce the abort. */
export const callAbortResets = track({
  id: 'call-abort-resets',
  cites: ['RFC9293-3.10.5-1'],
  on: 'call',
  in: SYN_RECEIVED | ESTABLISHED | FIN_WAIT_1 | FIN_WAIT_2 | CLOSE_WAIT,
  when: [CALL.ABORT],
  then: [ABORTED.becomes(one)],
});

/** In SYN-RECEIVED a child may go with its listener without a word. */
export const resetOfAbort = oblige({
  id: 'reset-of-abort',
  topic: 'close',
  cites: ['RFC9293-3.10.5-1'],
  on: 'call',
  in: ESTABLISHED | FIN_WAIT_1 | FIN_WAIT_2 | CLOSE_WAIT,
  when: [CALL.ABORT],
  owes: {
    kind: 'reset',
    by: NOW.plus(halfASecond),
    paidBy: [CTL.RST],
    voidBy: [{ on: 'segment arrives', when: [CTL.RST] }],
  },
});

/** Children that nobody has accepted may go with the listener, with an RST or without (events.md §14, 19). */
export const callUnlisten = track({
  id: 'call-close-listener',
  cites: ['RFC9293-3.10.4-2'],
  on: 'call',
  when: [CALL.UNLISTEN],
  then: [STATE.moves([LISTEN, CLOSED])],
});
export const callUnlistenChild = track({
  id: 'call-close-listener-with-child',
  cites: ['RFC9293-3.10.4-2'],
  on: 'call',
  in: SYN_RECEIVED | ESTABLISHED | CLOSE_WAIT,
  when: [CALL.UNLISTEN, atWill()],
  then: [
    STATE.moves([SYN_RECEIVED, CLOSED], [ESTABLISHED, CLOSED], [CLOSE_WAIT, CLOSED]),
    ABORTED.becomes(one),
  ],
  after: ['call-close-listener'],
});

export const callRules = [
  callPassiveOpen,
  callActiveOpen,
  callShutdown,
  callClose,
  callCloseUnread,
  callCloseKnownUnread,
  callReceive,
  resetOfUnread,
  callAbort,
  callAbortResets,
  resetOfAbort,
  callUnlisten,
  callUnlistenChild,
] as const;
