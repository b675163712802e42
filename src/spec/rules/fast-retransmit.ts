/** Retransmission on evidence of loss, before the timer (RFC 5681 §3.2, RFC 5827, RFC 8985). */
import { CTL, OUT, SEG } from '../event.ts';
import { permit, track } from '../rule.ts';
import { SYN_RECEIVED, SYNCHRONIZED } from '../state.ts';
import { DUPACKS, RCV, RESEND, SND } from '../tcb.ts';
import { atWill, between, count, max, octets } from '../term.ts';
import { OLD } from './families.ts';
import { stampFine } from './paws.ts';

const one = count(1);
const onSegments = { on: 'segment arrives', in: SYN_RECEIVED | SYNCHRONIZED } as const;

/** Data on it, another window, an older number: which of these a stack counts differs, so any may count. */
export const possibleDuplicate = track({
  ...onSegments,
  id: 'possible-duplicate-ack',
  cites: ['RFC5681-2-2'],
  when: [CTL.ACK, CTL.no.SYN, CTL.no.RST, SEG.ACK.le(SND.UNA), SEG.ACK.lt(SND.MAX)],
  then: [DUPACKS.becomes(between(DUPACKS, DUPACKS.plus(one)))],
  after: ['ack-of-new-data', 'ack-of-new-data-otherwise'],
});

/** A duplicate by every word of the definition (RFC 5681 §2). */
export const duplicateAck = track({
  ...onSegments,
  id: 'duplicate-ack',
  cites: ['RFC5681-2-2'],
  when: [
    CTL.ACK,
    CTL.no.SYN,
    CTL.no.FIN,
    CTL.no.RST,
    SEG.LEN.le(octets(0)),
    SEG.ACK.eq(SND.UNA),
    SEG.ACK.lt(SND.MAX),
    SEG.WND.eq(SND.WND),
    SEG.SEQ.eq(RCV.NXT),
    stampFine,
  ],
  then: [DUPACKS.becomes(DUPACKS.plus(one))],
  after: ['possible-duplicate-ack'],
});

/**
 * With SACK an ACK of new data is a duplicate as well where a block reports octets above it: the holes below
 * may be resent without a further one.
 */
export const duplicateBySack = track({
  ...onSegments,
  id: 'duplicate-ack-by-sack',
  cites: ['RFC6675-2-1', 'RFC6675-5-3'],
  when: [
    CTL.ACK,
    CTL.SACK,
    CTL.no.SYN,
    CTL.no.RST,
    SEG.ACK.gt(SND.UNA),
    SEG.ACK.lt(SND.MAX),
    // The last of two or more is no D-SACK (RFC 2883 4).
    max(SEG.SACK[0].RIGHT, SEG.SACK[1].RIGHT).gt(SEG.ACK),
    atWill(),
  ],
  then: [DUPACKS.becomes(one)],
  after: ['ack-of-new-data', 'ack-of-new-data-otherwise', 'duplicate-ack'],
});

export const fastRetransmit = permit({
  id: 'fast-retransmit',
  cites: ['RFC5681-3.2-3', 'RFC5681-3.2-8'],
  of: OLD,
  in: SYNCHRONIZED,
  when: [OUT.OLD.SEQ.eq(SND.UNA), OUT.OLD.END.le(SND.MAX), DUPACKS.ge(count(3))],
  then: [RESEND.NEXT.becomes(OUT.OLD.END), RESEND.END.becomes(SND.MAX)],
});

/** Early retransmit and RACK need fewer duplicates than three; MAYs of their own RFCs. */
export const earlyRetransmit = permit({
  id: 'early-retransmit',
  cites: ['RFC5827-3.2-1', 'RFC8985-6.2-1'],
  of: OLD,
  in: SYNCHRONIZED,
  when: [OUT.OLD.SEQ.ge(SND.UNA), OUT.OLD.END.le(SND.MAX), OUT.OLD.LEN.gt(octets(0)), DUPACKS.ge(count(1))],
  then: [RESEND.NEXT.becomes(OUT.OLD.END), RESEND.END.becomes(SND.MAX)],
});

export const fastRetransmitRules = [
  possibleDuplicate,
  duplicateAck,
  duplicateBySack,
  fastRetransmit,
  earlyRetransmit,
] as const;
