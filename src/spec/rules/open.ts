/** Opening: the three-way handshake, passive, active and simultaneous (RFC 9293 §3.5, §3.10.7.2–3). */
import { CTL, NOW, OUT, SEG } from '../event.ts';
import { permit, track } from '../rule.ts';
import { CLOSED, ESTABLISHED, FIN_WAIT_1, LISTEN, RECEIVING, SYN_RECEIVED, SYN_SENT } from '../state.ts';
import { CALLS_LOGGED, FLIGHT, ORIGIN, PEER, RCV, RTO, SMSS, SND, STATE, SYN_ASKED, TS } from '../tcb.ts';
import { atWill, between, count, min, octets, TOLERANT } from '../term.ts';
import { LAST_SENT } from '../transmissions.ts';
import { SYN } from './families.ts';
import { stampFine } from './paws.ts';
import { backedOff } from './retransmission-timer.ts';

const one = octets(1);
const zero = count(0);
const once = count(1);
/** The number of the SYN, as a run of own sequence space. */
const lastSyn = LAST_SENT.oldest(SND.ISS, SND.ISS.plus(one));
/** Text or FIN on a SYN may be taken at once, later or never (events.md §8, RFC 7413). */
const received = between(SEG.SEQ.plus(one), SEG.END);
const nothingSent = SND.MAX.le(SND.NOTHING);
/** What the SYN that is answered says in its options; in a segment without SYN they say nothing. */
const offered = [SMSS.becomes(SEG.MSS), PEER.SHIFT.becomes(SEG.SHIFT), TS.RECENT.becomes(SEG.TS)] as const;

export const listenSyn = track({
  id: 'syn-in-listen',
  cites: ['RFC9293-3.10.7.2-2', 'MUST-15'],
  on: 'segment arrives',
  in: LISTEN,
  when: [CTL.SYN, CTL.no.ACK, CTL.no.RST],
  then: [
    RCV.IRS.becomes(SEG.SEQ),
    RCV.NXT.becomes(received),
    RCV.EARLY.becomes(SEG.END),
    ...offered,
    SYN_ASKED.becomes(once),
    STATE.moves([LISTEN, SYN_RECEIVED]),
  ],
});

/**
 * Text that came with a SYN, and that the SYN,ACK left out, may wait until the handshake is over. A FIN with
 * it may have been passed over: that range says so.
 */
export const textOfSynTaken = track({
  id: 'text-of-syn-taken',
  cites: ['RFC9293-3.10.7.2-2'],
  on: 'time passes',
  in: RECEIVING,
  when: [RCV.EARLY.gt(RCV.NXT), RCV.NXT.eq(RCV.IRS.plus(one)), atWill()],
  then: [RCV.NXT.becomes(min(RCV.EARLY, RCV.FIN))],
});

export const finOnSyn = track({
  id: 'fin-on-syn',
  cites: ['RFC9293-3.10.7.3-3', 'RFC9293-3.10.7.2-2'],
  on: 'segment arrives',
  in: LISTEN | SYN_SENT,
  when: [CTL.SYN, CTL.FIN, CTL.no.RST, atWill()],
  then: [RCV.FIN.becomes(SEG.END.less(one))],
});

/** A retransmitted SYN may be answered by the SYN,ACK again (events.md Q3). */
export const synAgain = track({
  id: 'syn-in-syn-received',
  cites: ['RFC9293-3.10.7.4-3'],
  on: 'segment arrives',
  in: SYN_RECEIVED,
  when: [CTL.SYN, CTL.no.RST, SEG.SEQ.eq(RCV.IRS)],
  then: [SYN_ASKED.becomes(SYN_ASKED.plus(once))],
  after: ['syn-in-listen'],
});

export const otherSyn = track({
  id: 'other-syn-in-syn-received',
  cites: ['RFC9293-3.10.7.4-6'],
  on: 'segment arrives',
  in: SYN_RECEIVED,
  when: [CTL.SYN, CTL.no.RST, ORIGIN.eq(zero), SEG.SEQ.gt(RCV.IRS), atWill()],
  then: [STATE.moves([SYN_RECEIVED, LISTEN])],
  after: ['syn-in-listen'],
});

export const synSentSynAck = track({
  id: 'syn-ack-in-syn-sent',
  cites: ['RFC9293-3.10.7.3-3', 'MUST-15'],
  on: 'segment arrives',
  in: SYN_SENT,
  when: [CTL.SYN, CTL.ACK, CTL.no.RST, SEG.ACK.gt(SND.ISS), SEG.ACK.le(SND.MAX)],
  then: [
    RCV.IRS.becomes(SEG.SEQ),
    RCV.NXT.becomes(received),
    SND.UNA.becomes(SEG.ACK),
    SND.EDGE.becomes(SEG.ACK.plus(SEG.WND)),
    SND.WND.becomes(SEG.WND),
    ...offered,
    STATE.moves([SYN_SENT, ESTABLISHED]),
  ],
  after: ['syn-in-listen', 'other-syn-in-syn-received'],
});

export const synSentSyn = track({
  id: 'syn-in-syn-sent',
  cites: ['MUST-10', 'RFC9293-3.10.7.3-4'],
  on: 'segment arrives',
  in: SYN_SENT,
  when: [CTL.SYN, CTL.no.ACK, CTL.no.RST],
  then: [
    RCV.IRS.becomes(SEG.SEQ),
    RCV.NXT.becomes(received),
    // Until the own SYN is acknowledged SND.UNA stands at ISS.
    SND.EDGE.becomes(SND.ISS.plus(SEG.WND)),
    SND.WND.becomes(SEG.WND),
    RCV.EARLY.becomes(SEG.END),
    ...offered,
    SYN_ASKED.becomes(once),
    STATE.moves([SYN_SENT, SYN_RECEIVED]),
  ],
  after: ['syn-in-listen', 'syn-in-syn-received', 'other-syn-in-syn-received', 'syn-ack-in-syn-sent'],
});

export const synReceivedAck = track({
  id: 'ack-in-syn-received',
  cites: ['RFC9293-3.10.7.4-9'],
  on: 'segment arrives',
  in: SYN_RECEIVED,
  when: [
    CTL.ACK,
    CTL.no.SYN,
    CTL.no.RST,
    SEG.ACK.gt(SND.ISS),
    SEG.ACK.le(SND.MAX),
    SEG.SEQ.le(RCV.NXT),
    SEG.END.ge(RCV.NXT.plus(min(SEG.LEN, octets(1)))),
    stampFine,
  ],
  then: [STATE.moves([SYN_RECEIVED, ESTABLISHED])],
  after: ['syn-in-listen', 'syn-in-syn-sent', 'other-syn-in-syn-received'],
});

/**
 * Other segments whose ACK completes the handshake although the sequence check may refuse them (RFC 9293
 * A.2).
 */
export const synReceivedOther = track({
  id: 'ack-in-syn-received-otherwise',
  cites: ['RFC9293-A.2-1'],
  on: 'segment arrives',
  in: SYN_RECEIVED,
  when: [CTL.ACK, CTL.no.RST, SEG.ACK.gt(SND.ISS), SEG.ACK.le(SND.MAX), atWill()],
  then: [STATE.moves([SYN_RECEIVED, ESTABLISHED])],
  after: ['ack-in-syn-received'],
});

export const activeOpen = permit({
  id: 'active-open',
  cites: ['RFC9293-3.10.1-1'],
  of: SYN,
  in: SYN_SENT,
  when: [CTL.no.ACK, nothingSent],
  then: [ORIGIN.becomes(once)],
});

export const activeOpenUnlogged = permit({
  id: 'active-open-unlogged',
  cites: ['RFC9293-3.10.1-1'],
  of: SYN,
  in: CLOSED | LISTEN,
  when: [CALLS_LOGGED.le(zero), CTL.no.ACK, nothingSent],
  then: [ORIGIN.becomes(once), STATE.moves([CLOSED, SYN_SENT], [LISTEN, SYN_SENT])],
});

export const synOnTimeout = permit({
  id: 'syn-on-timeout',
  cites: ['RFC6298-5.5-1', 'MUST-22'],
  of: SYN,
  in: SYN_SENT,
  when: [CTL.no.ACK, OUT.SEQ.eq(SND.ISS), NOW.ge(lastSyn.plus(RTO))],
  then: [RTO.becomes(backedOff)],
});

export const passiveOpen = permit({
  id: 'passive-open',
  cites: ['RFC9293-3.5-1'],
  of: SYN,
  // A CLOSE may have come before the SYN,ACK left (RFC 9293 3.10.4): then FIN-WAIT-1 has no SYN of its own
  // yet.
  in: SYN_RECEIVED | FIN_WAIT_1,
  when: [CTL.ACK, nothingSent],
  then: [ORIGIN.becomes(zero), SYN_ASKED.becomes(zero)],
});

/** Simultaneous open, and the answer to a SYN that came again. */
export const synAckAnswer = permit({
  id: 'syn-ack-answer',
  cites: ['MUST-10', 'RFC9293-3.5-1'],
  of: SYN,
  in: SYN_RECEIVED | FIN_WAIT_1,
  when: [CTL.ACK, OUT.SEQ.eq(SND.ISS), SYN_ASKED.ge(once)],
  then: [SYN_ASKED.becomes(zero)],
});

export const synAckOnTimeout = permit({
  id: 'syn-ack-on-timeout',
  cites: ['RFC6298-5.5-1', 'MUST-22'],
  of: SYN,
  in: SYN_RECEIVED | FIN_WAIT_1,
  when: [CTL.ACK, OUT.SEQ.eq(SND.ISS), NOW.ge(lastSyn.plus(RTO))],
  then: [RTO.becomes(backedOff)],
});

/** The SYN's own timer still runs where SYNs have crossed: the answer does not restart it (RFC 6298 5.1). */
export const synAckOnSynTimeout = permit({
  id: 'syn-ack-on-timeout-of-syn',
  cites: ['RFC6298-5.1-1', 'RFC6298-5.5-1'],
  of: SYN,
  in: SYN_RECEIVED | FIN_WAIT_1,
  when: [CTL.ACK, OUT.SEQ.eq(SND.ISS), ORIGIN.ge(once), NOW.ge(FLIGHT.SINCE.plus(RTO))],
  then: [RTO.becomes(backedOff)],
});

/**
 * A stack may have dropped the ACK that ends the handshake: its user has asked to hear of text only, or
 * there is no room for one more connection. Then it is where it was before.
 */
export const synAckAfterAck = permit({
  id: 'syn-ack-after-ack',
  cites: ['RFC6298-5.5-1', 'RFC9293-3.10.7.4-9'],
  of: SYN,
  in: ESTABLISHED,
  when: [
    CTL.ACK,
    OUT.SEQ.eq(SND.ISS),
    SND.MAX.le(SND.ISS.plus(one)),
    RCV.NXT.le(RCV.IRS.plus(one)),
    ORIGIN.le(zero),
    NOW.ge(lastSyn.plus(RTO)),
    TOLERANT,
  ],
  then: [RTO.becomes(backedOff), STATE.moves([ESTABLISHED, SYN_RECEIVED])],
  often: 0.5,
});

/** The initial send sequence number is the number of the first SYN. */
export const issChosen = track({
  id: 'iss-chosen',
  cites: ['RFC9293-3.10.1-1'],
  on: 'segment sent',
  when: [CTL.SYN, CTL.no.RST, nothingSent],
  then: [SND.ISS.becomes(OUT.SEQ)],
});

export const openRules = [
  listenSyn,
  textOfSynTaken,
  finOnSyn,
  synAgain,
  otherSyn,
  synSentSynAck,
  synSentSyn,
  synReceivedAck,
  synReceivedOther,
  activeOpen,
  activeOpenUnlogged,
  synOnTimeout,
  passiveOpen,
  synAckAnswer,
  synAckOnTimeout,
  synAckOnSynTimeout,
  synAckAfterAck,
  issChosen,
] as const;
