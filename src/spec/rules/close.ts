/** FIN in both directions, and the closing states (RFC 9293 §3.6, §3.10.7.4 step 8). */
import { CTL, NOW, OUT, SEG } from '../event.ts';
import { ORPHAN_LEAST, TIME_WAIT_LEAST } from '../profile.ts';
import { permit, track } from '../rule.ts';
import {
  CLOSE_WAIT,
  CLOSED,
  CLOSING,
  ESTABLISHED,
  FIN_WAIT_1,
  FIN_WAIT_2,
  LAST_ACK,
  SYN_RECEIVED,
  SYNCHRONIZED,
  TIME_WAIT,
} from '../state.ts';
import { CALLS_LOGGED, RCV, SND, STATE, TIME_WAIT_SINCE } from '../tcb.ts';
import { atWill, between, count, NOWHERE_OWN, NOWHERE_PEER, octets } from '../term.ts';
import { FIN } from './families.ts';
import { stampFine, stampOld } from './paws.ts';

const one = octets(1);

const newFin = [
  CTL.FIN,
  CTL.ACK,
  CTL.no.SYN,
  CTL.no.RST,
  SEG.END.gt(RCV.NXT),
  RCV.FIN.ge(NOWHERE_PEER),
] as const;

/** What a stack has no choice but to take: the next octets, within the window, with an ACK in place. */
const certain = [
  SEG.SEQ.le(RCV.NXT),
  SEG.END.le(RCV.ADV),
  SEG.ACK.gt(SND.ISS),
  SEG.ACK.ge(SND.UNA),
  SEG.ACK.le(SND.MAX),
] as const;

/** The peer's FIN has a number from the first one on that is taken. */
export const finArrives = track({
  id: 'fin-arrives',
  cites: ['RFC9293-3.10.7.4-17'],
  on: 'segment arrives',
  in: SYN_RECEIVED | ESTABLISHED | FIN_WAIT_1 | FIN_WAIT_2,
  when: [...newFin, ...certain, stampFine],
  then: [RCV.FIN.becomes(SEG.END.less(one)), TIME_WAIT_SINCE.becomes(NOW)],
  after: ['own-fin-acknowledged-again', 'own-fin-acknowledged-first'],
});
/**
 * Above a gap it is kept or not (SHLD-31), like other text; beyond the window, or with an ACK out of place,
 * it may
 * be somebody else's, and a stack takes it or leaves it (RFC 5961 §5).
 */
export const finElsewhere = track({
  id: 'fin-perhaps-taken',
  cites: ['SHLD-31', 'MAY-12'],
  on: 'segment arrives',
  in: SYN_RECEIVED | ESTABLISHED | FIN_WAIT_1 | FIN_WAIT_2,
  when: [...newFin, stampFine, atWill()],
  then: [RCV.FIN.becomes(SEG.END.less(one)), TIME_WAIT_SINCE.becomes(NOW)],
  after: ['fin-arrives'],
});
/** One that PAWS refuses has no number for a stack with PAWS. */
export const finWithOldStamp = track({
  id: 'fin-with-old-timestamp',
  cites: ['RFC7323-5.3-1', 'RFC7323-3.2-7'],
  on: 'segment arrives',
  in: SYN_RECEIVED | ESTABLISHED | FIN_WAIT_1 | FIN_WAIT_2,
  when: [...newFin, ...stampOld, atWill()],
  then: [RCV.FIN.becomes(SEG.END.less(one)), TIME_WAIT_SINCE.becomes(NOW)],
  after: ['fin-arrives'],
});

/**
 * All that the stack sent has been acknowledged, its FIN too. Taken between events, since any segment may
 * show it.
 */
export const ownFinAcked = track({
  id: 'own-fin-acknowledged',
  cites: ['RFC9293-3.10.7.4-12'],
  on: 'time passes',
  when: [SND.UNA.gt(SND.FIN)],
  then: [STATE.moves([FIN_WAIT_1, FIN_WAIT_2], [CLOSING, TIME_WAIT], [LAST_ACK, CLOSED])],
});

/** RCV.NXT has passed the peer's FIN, with the segment itself or with what filled the gap before it. */
export const peerFinConsumed = track({
  id: 'peer-fin-consumed',
  cites: ['RFC9293-3.10.7.4-17'],
  on: 'time passes',
  when: [RCV.NXT.gt(RCV.FIN)],
  then: [STATE.moves([ESTABLISHED, CLOSE_WAIT], [FIN_WAIT_1, CLOSING], [FIN_WAIT_2, TIME_WAIT])],
  after: ['own-fin-acknowledged'],
});

/** When 2MSL began: the first ACK of the own FIN, or the peer's first FIN; later segments may restart it. */
export const ownFinAckedFirst = track({
  id: 'own-fin-acknowledged-first',
  cites: ['RFC9293-3.10.7.4-12'],
  on: 'segment arrives',
  in: SYNCHRONIZED,
  when: [CTL.ACK, CTL.no.RST, SEG.ACK.gt(SND.FIN), SEG.ACK.le(SND.MAX), SND.UNA.le(SND.FIN)],
  then: [TIME_WAIT_SINCE.becomes(NOW)],
});
export const ownFinAckedAgain = track({
  id: 'own-fin-acknowledged-again',
  cites: ['MUST-13'],
  on: 'segment arrives',
  in: SYNCHRONIZED,
  when: [CTL.FIN, CTL.ACK, CTL.no.RST, SEG.ACK.gt(SND.FIN), SND.UNA.gt(SND.FIN)],
  then: [TIME_WAIT_SINCE.becomes(between(TIME_WAIT_SINCE, NOW))],
  after: ['own-fin-acknowledged-first'],
});

export const timeWaitEnds = track({
  id: 'time-wait-ends',
  cites: ['RFC9293-3.10.8-3', 'MUST-13'],
  on: 'time passes',
  in: TIME_WAIT,
  when: [NOW.ge(TIME_WAIT_SINCE.plus(TIME_WAIT_LEAST)), atWill()],
  then: [STATE.moves([TIME_WAIT, CLOSED])],
  after: ['peer-fin-consumed', 'own-fin-acknowledged'],
});

/** After a full CLOSE nobody can read any more, so deployed stacks do not keep FIN-WAIT-2 for ever. */
export const orphanEnds = track({
  id: 'orphaned-fin-wait-2-ends',
  cites: ['SHLD-3'],
  on: 'time passes',
  in: FIN_WAIT_2,
  when: [RCV.SHUT.ge(count(1)), NOW.ge(TIME_WAIT_SINCE.plus(ORPHAN_LEAST)), atWill()],
  then: [STATE.moves([FIN_WAIT_2, CLOSED])],
  after: ['time-wait-ends'],
});

export const firstFin = permit({
  id: 'first-fin',
  cites: ['RFC9293-3.6-1', 'RFC9293-3.6-2'],
  of: FIN,
  in: FIN_WAIT_1 | CLOSING | LAST_ACK,
  when: [SND.FIN.ge(NOWHERE_OWN), OUT.SEQ.le(SND.MAX), OUT.END.gt(SND.MAX)],
  then: [SND.FIN.becomes(OUT.END.less(one))],
});

/** Without a log of calls the FIN itself shows that the user has closed. */
export const firstFinUnlogged = permit({
  id: 'first-fin-unlogged',
  cites: ['RFC9293-3.6-1'],
  of: FIN,
  in: SYN_RECEIVED | ESTABLISHED | CLOSE_WAIT,
  when: [CALLS_LOGGED.le(count(0)), SND.FIN.ge(NOWHERE_OWN), OUT.SEQ.le(SND.MAX), OUT.END.gt(SND.MAX)],
  then: [
    SND.FIN.becomes(OUT.END.less(one)),
    STATE.moves([SYN_RECEIVED, FIN_WAIT_1], [ESTABLISHED, FIN_WAIT_1], [CLOSE_WAIT, LAST_ACK]),
  ],
});

/**
 * The user may have closed before the peer's FIN came, while the own FIN had to wait, for the window say: the
 * state is FIN-WAIT-1 from the call on (RFC 9293 3.10.4).
 */
export const firstFinOfEarlierClose = permit({
  id: 'first-fin-of-earlier-close',
  cites: ['RFC9293-3.6-1'],
  of: FIN,
  in: CLOSE_WAIT,
  when: [CALLS_LOGGED.le(count(0)), SND.FIN.ge(NOWHERE_OWN), OUT.SEQ.le(SND.MAX), OUT.END.gt(SND.MAX)],
  then: [SND.FIN.becomes(OUT.END.less(one)), STATE.moves([CLOSE_WAIT, CLOSING])],
});

export const finAgain = permit({
  id: 'fin-again',
  cites: ['RFC9293-3.6-3', 'RFC9293-3.6-1'],
  of: FIN,
  in: SYNCHRONIZED,
  when: [OUT.END.eq(SND.FIN.plus(one))],
});

export const closeRules = [
  finArrives,
  finElsewhere,
  finWithOldStamp,
  ownFinAckedFirst,
  ownFinAckedAgain,
  ownFinAcked,
  peerFinConsumed,
  timeWaitEnds,
  orphanEnds,
  firstFin,
  firstFinUnlogged,
  firstFinOfEarlierClose,
  finAgain,
] as const;
