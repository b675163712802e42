/** What may be sent, and what an ACK changes (RFC 9293 §3.8.6, §3.10.7.4 step 5). */
import { CTL, OUT, SEG } from '../event.ts';
import { forbid, permit, track } from '../rule.ts';
import { SENDING, SYN_RECEIVED, SYNCHRONIZED } from '../state.ts';
import { DUPACKS, RCV, SND } from '../tcb.ts';
import { atWill, between, count, max, min, octets, per } from '../term.ts';
import { NEW } from './families.ts';
import { stampFine } from './paws.ts';

const one = octets(1);
/** No number is left out. */
const followsOn = per('RFC9293-3.4-1', OUT.NEW.SEQ.eq(SND.MAX));
const windowOffered = SEG.ACK.plus(SEG.WND);

/**
 * ACK fields are certainly processed where the segment begins or straddles RCV.NXT and ends in the window.
 * One that
 * ends just before RCV.NXT is not acceptable (RFC 9293 §3.10.7.4, Table 6): a keep-alive with an octet is
 * such.
 */
const certainly = [
  SEG.SEQ.le(RCV.NXT),
  SEG.END.ge(RCV.NXT.plus(min(SEG.LEN, one))),
  SEG.END.le(RCV.ADV),
  stampFine,
] as const;
/** One that stands before another which updated the window, from beyond a gap say, does not update it. */
const eligible = [...certainly, SEG.SEQ.ge(SND.WL1)] as const;
const ofNewData = [
  CTL.ACK,
  CTL.no.RST,
  SEG.ACK.gt(SND.UNA),
  SEG.ACK.gt(SND.ISS),
  SEG.ACK.le(SND.MAX),
] as const;
const acked = [SND.UNA.becomes(SEG.ACK), DUPACKS.becomes(count(0))] as const;

export const ackOfNewData = track({
  id: 'ack-of-new-data',
  cites: ['RFC9293-3.4-2', 'RFC9293-3.10.7.4-9'],
  on: 'segment arrives',
  in: SYN_RECEIVED | SYNCHRONIZED,
  when: [...ofNewData, CTL.no.SYN, ...certainly],
  then: acked,
  after: ['syn-ack-in-syn-sent'],
});

/** Out of order, to the left or beyond the window: a stack may use the ACK field at once, later, or never. */
export const ackOfNewDataOtherwise = track({
  id: 'ack-of-new-data-otherwise',
  cites: ['RFC9293-3.4-4', 'RFC9293-A.2-1'],
  on: 'segment arrives',
  in: SYN_RECEIVED | SYNCHRONIZED,
  when: [...ofNewData, atWill()],
  then: acked,
  after: ['ack-of-new-data', 'syn-ack-in-syn-sent'],
});

/**
 * One that acknowledges nothing new and offers less may have been overtaken on its way: a stack may keep the
 * larger window.
 */
export const windowUpdate = track({
  id: 'window-update',
  cites: ['RFC9293-3.10.7.4-11', 'MUST-1'],
  on: 'segment arrives',
  in: SYN_RECEIVED | SYNCHRONIZED,
  when: [
    CTL.ACK,
    CTL.no.SYN,
    CTL.no.RST,
    SEG.ACK.ge(SND.UNA),
    SEG.ACK.gt(SND.ISS),
    SEG.ACK.le(SND.MAX),
    ...eligible,
  ],
  then: [
    SND.EDGE.becomes(max(SND.EDGE, windowOffered)),
    SND.WND.becomes(between(SEG.WND, max(SND.WND, SEG.WND))),
    SND.WL1.becomes(SEG.SEQ),
  ],
  after: ['window-update-otherwise'],
});

export const windowUpdateOfNewData = track({
  id: 'window-update-with-new-data-acknowledged',
  cites: ['RFC9293-3.10.7.4-11', 'MUST-1'],
  on: 'segment arrives',
  in: SYN_RECEIVED | SYNCHRONIZED,
  when: [...ofNewData, CTL.no.SYN, ...eligible],
  then: [SND.WND.becomes(SEG.WND)],
  after: ['window-update'],
});

/** Whether an older or out-of-order segment updates the window depends on SND.WL1 and SND.WL2. */
export const windowUpdateOtherwise = track({
  id: 'window-update-otherwise',
  cites: ['RFC9293-3.8-3'],
  on: 'segment arrives',
  in: SYN_RECEIVED | SYNCHRONIZED,
  when: [CTL.ACK, CTL.no.RST, SEG.ACK.gt(SND.ISS), SEG.ACK.le(SND.MAX)],
  then: [
    SND.EDGE.becomes(between(SND.EDGE, max(SND.EDGE, windowOffered))),
    SND.WND.becomes(between(min(SND.WND, SEG.WND), max(SND.WND, SEG.WND))),
    SND.WL1.becomes(between(min(SND.WL1, SEG.SEQ), max(SND.WL1, SEG.SEQ))),
  ],
  after: ['syn-ack-in-syn-sent'],
});

export const newData = permit({
  id: 'new-data',
  cites: ['RFC9293-3.8-1', 'RFC7323-2.4-3'],
  of: NEW,
  in: SENDING,
  when: [
    CTL.no.FIN,
    followsOn,
    per('RFC9293-3.8-1', OUT.NEW.END.le(SND.EDGE)),
    per('RFC9293-3.6-3', OUT.NEW.END.le(SND.FIN)),
  ],
  often: 4,
});

/**
 * A FIN takes a number; whether it needs a place in the window the RFCs leave open, so one octet beyond is
 * granted.
 */
export const newFin = permit({
  id: 'new-fin',
  cites: ['RFC9293-3.6-1', 'RFC9293-3.10.4-1'],
  of: NEW,
  in: SYN_RECEIVED | SENDING,
  when: [
    CTL.FIN,
    followsOn,
    per('RFC9293-3.8-1', OUT.NEW.END.le(SND.EDGE.plus(one))),
    per('RFC9293-3.6-3', OUT.NEW.END.le(SND.FIN)),
  ],
  often: 2,
});

export const windowProbe = permit({
  id: 'window-probe',
  cites: ['MUST-36', 'RFC9293-3.8-1'],
  of: NEW,
  in: SENDING,
  when: [
    CTL.no.FIN,
    followsOn,
    OUT.NEW.LEN.le(one),
    SND.EDGE.le(SND.MAX),
    OUT.NEW.END.le(SND.EDGE.plus(one)),
    OUT.NEW.END.le(SND.FIN),
  ],
});

/** An empty segment stands at SND.NXT, which is never beyond the highest number sent. */
export const emptyNotAhead = forbid({
  id: 'empty-segment-not-ahead',
  topic: 'sequence',
  cites: ['RFC9293-3.5.2-4'],
  when: [CTL.ACK, CTL.no.SYN, CTL.no.RST, CTL.no.FIN, OUT.LEN.le(octets(0))],
  allow: { at: OUT.SEQ, most: SND.MAX },
});

/** One below what is outstanding is a keep-alive or a probe, and nothing is sent from further down. */
export const emptyNotBehind = forbid({
  id: 'empty-segment-not-behind',
  topic: 'sequence',
  cites: ['RFC9293-3.5.2-4'],
  when: [CTL.ACK, CTL.no.SYN, CTL.no.RST, CTL.no.FIN, OUT.LEN.le(octets(0))],
  allow: { at: SND.UNA.less(one), most: OUT.SEQ },
});

export const sendWindowRules = [
  ackOfNewData,
  ackOfNewDataOtherwise,
  windowUpdate,
  windowUpdateOfNewData,
  windowUpdateOtherwise,
  newData,
  newFin,
  windowProbe,
  emptyNotAhead,
  emptyNotBehind,
] as const;
