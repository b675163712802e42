/** The Timestamps option: where it stands, what it says (RFC 7323 §3.2, §4). */
import { CTL, OUT, SEG } from '../event.ts';
import { LOSSLESS_OUT, NEAR_OUT, ORDER_OUT } from '../evidence.ts';
import { forbid, track } from '../rule.ts';
import { SYN_RECEIVED, SYNCHRONIZED } from '../state.ts';
import { ORIGIN, PEER, RCV, SND, TS } from '../tcb.ts';
import { atWill, between, count, max, min, octets, tolerated } from '../term.ts';
import { measure } from './paws.ts';

const onSyn = [CTL.SYN, CTL.no.RST] as const;
const before = SND.MAX.le(SND.NOTHING);
const again = SND.MAX.ge(SND.FIRST);

export const stampsOffered = track({
  id: 'timestamps-offered',
  cites: ['RFC7323-3.2-4'],
  on: 'segment sent',
  when: [...onSyn, CTL.TIMESTAMPS, before],
  then: [TS.OFFERED.becomes(TS.ALWAYS)],
});
/** Where SYNs differ, nobody knows which of them the other side has answered. */
export const stampsOfferedLater = track({
  id: 'timestamps-offered-later',
  cites: ['RFC7323-3.2-4'],
  on: 'segment sent',
  when: [...onSyn, CTL.TIMESTAMPS, again],
  then: [TS.OFFERED.becomes(between(TS.OFFERED, TS.ALWAYS))],
  after: ['timestamps-offered'],
});
export const stampsLeftOut = track({
  id: 'timestamps-left-out-later',
  cites: ['RFC7323-3.2-4'],
  on: 'segment sent',
  when: [...onSyn, CTL.no.TIMESTAMPS, CTL.no.OPTIONS_CUT, again],
  then: [TS.OFFERED.becomes(between(TS.NEVER, TS.OFFERED))],
});

/** A SYN that comes again in SYN-RECEIVED may say otherwise; which of them counts is the stack's choice. */
export const offersAgain = track({
  id: 'options-of-a-syn-again',
  cites: ['RFC9293-3.10.7.4-3'],
  on: 'segment arrives',
  in: SYN_RECEIVED,
  when: [...onSyn, SEG.SEQ.eq(RCV.IRS)],
  then: [
    TS.RECENT.becomes(between(min(TS.RECENT, SEG.TS), max(TS.RECENT, SEG.TS))),
    PEER.SHIFT.becomes(between(min(PEER.SHIFT, SEG.SHIFT), max(PEER.SHIFT, SEG.SHIFT))),
  ],
  after: ['syn-in-listen', 'syn-in-syn-sent'],
});

const stamped = [CTL.TIMESTAMPS, CTL.no.RST, measure.ge(TS.FIRST), SEG.SEQ.le(RCV.ACKED)] as const;

/**
 * TS.Recent follows a segment that begins at or below Last.ACK.sent. For certain where text reaches beyond
 * what has come before and its ACK is not old: RFC 1323 and stacks ask for that too, and what lies wholly
 * below
 * RCV.NXT is dropped before (RFC 7323 5.3 R2).
 */
export const recentMoves = track({
  id: 'ts-recent-moves',
  cites: ['RFC7323-4.3-4', 'RFC7323-4.3-3'],
  on: 'segment arrives',
  in: SYNCHRONIZED,
  when: [
    ...stamped,
    CTL.ACK,
    CTL.no.SYN,
    SEG.END.gt(RCV.NXT),
    SEG.END.le(RCV.ADV),
    SEG.LEN.gt(octets(0)),
    SEG.ACK.ge(SND.UNA),
    SEG.ACK.le(SND.MAX),
    SEG.TS.ge(TS.RECENT),
  ],
  then: [TS.RECENT.becomes(SEG.TS)],
  after: ['ts-recent-moves-otherwise', 'ts-recent-goes-back'],
});
export const recentMovesOtherwise = track({
  id: 'ts-recent-moves-otherwise',
  cites: ['RFC7323-4.3-4'],
  on: 'segment arrives',
  in: SYN_RECEIVED | SYNCHRONIZED,
  when: [...stamped, SEG.TS.ge(TS.RECENT), atWill()],
  then: [TS.RECENT.becomes(SEG.TS)],
  after: ['options-of-a-syn-again'],
});
/** After 24 days without a segment it must; stacks without PAWS do not compare. */
export const recentGoesBack = track({
  id: 'ts-recent-goes-back',
  cites: ['RFC7323-5.5-1', 'RFC7323-4.3-4'],
  on: 'segment arrives',
  in: SYN_RECEIVED | SYNCHRONIZED,
  when: [...stamped, SEG.TS.lt(TS.RECENT), tolerated()],
  then: [TS.RECENT.becomes(SEG.TS)],
  after: ['ts-recent-moves-otherwise'],
});

export const stampAlways = forbid({
  id: 'timestamps-in-every-segment',
  topic: 'options',
  cites: ['RFC7323-3.2-5'],
  needs: NEAR_OUT,
  when: [CTL.no.SYN, CTL.no.RST, CTL.no.OPTIONS_CUT, measure.ge(TS.FIRST)],
  allow: { test: CTL.TIMESTAMPS },
});

export const stampAgreed = forbid({
  id: 'timestamps-only-if-agreed',
  topic: 'options',
  cites: ['RFC7323-3.2-9'],
  when: [CTL.TIMESTAMPS, CTL.no.SYN, CTL.no.RST],
  allow: { at: TS.FIRST, most: measure },
});

/** Crossing SYNs excepted (RFC7323-3.2-10). */
export const stampAsked = forbid({
  id: 'timestamps-on-syn-ack-only-if-asked',
  topic: 'handshake',
  cites: ['RFC7323-3.2-4'],
  when: [...onSyn, CTL.TIMESTAMPS, CTL.ACK, ORIGIN.le(count(0))],
  allow: { at: TS.FIRST, most: TS.RECENT },
});

export const echoNothing = forbid({
  id: 'no-echo-without-ack',
  topic: 'options',
  cites: ['RFC7323-3.2-1'],
  when: [CTL.TIMESTAMPS, CTL.no.ACK, CTL.no.RST],
  allow: { test: CTL.ECHO_ZERO },
});

/** Where outputs are missing, inputs may be too; out of order an older echo would come after a newer one. */
export const echoRecent = forbid({
  id: 'echo-of-ts-recent',
  topic: 'options',
  needs: LOSSLESS_OUT | ORDER_OUT,
  cites: ['RFC7323-3.2-2', 'RFC7323-4.3-4', 'RFC7323-4.3-3'],
  when: [CTL.TIMESTAMPS, CTL.ACK, CTL.no.RST, TS.RECENT.ge(TS.FIRST)],
  allow: { test: OUT.TSECR.eq(TS.RECENT) },
});

export const clockNotBack = forbid({
  id: 'timestamp-clock-not-back',
  topic: 'options',
  cites: ['RFC7323-4.1-1'],
  when: [CTL.TIMESTAMPS, CTL.no.RST],
  allow: { at: TS.SENT, most: OUT.TSVAL },
});
export const clockRead = track({
  id: 'timestamp-sent',
  cites: ['RFC7323-4.1-1'],
  on: 'segment sent',
  when: [CTL.TIMESTAMPS, CTL.no.RST],
  then: [TS.SENT.becomes(max(TS.SENT, OUT.TSVAL))],
});

export const timestampRules = [
  stampsOffered,
  stampsOfferedLater,
  stampsLeftOut,
  offersAgain,
  recentMoves,
  recentMovesOtherwise,
  recentGoesBack,
  stampAlways,
  stampAgreed,
  stampAsked,
  echoNothing,
  echoRecent,
  clockNotBack,
  clockRead,
] as const;
