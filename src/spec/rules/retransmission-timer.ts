/**
 * The retransmission timer as a lower bound (RFC 6298; bounds.md T1–T5): any subset of samples may have been
 * taken.
 */
import { CTL, NOW, OUT, SEG } from '../event.ts';
import { GRANULARITY, RTO_CAP, RTO_HIGH } from '../profile.ts';
import { forbid, permit, type Track, track } from '../rule.ts';
import { SYN_RECEIVED, SYN_SENT, SYNCHRONIZED } from '../state.ts';
import { FLIGHT, RESEND, RTO, RTT, SND } from '../tcb.ts';
import { atWill, between, count, max, min, octets, per, seconds } from '../term.ts';
import { digestOf, LAST_SENT, transmissions } from '../transmissions.ts';
import { OLD } from './families.ts';

/** Doubled; a cap may hold it at 60 s or more, so it lowers the low end only (RFC 6298 2.5, 5.5). */
export const backedOff = between(min(RTO.times(2), RTO_CAP), RTO.times(2));

/**
 * The shortest round trip that this ACK may show: since the newest transmission of what it covers, clock
 * ticks off.
 */
const covered = LAST_SENT.newest(max(SND.UNA, SND.ISS), SEG.ACK);
const sample = max(NOW.minus(covered).less(GRANULARITY), seconds(0));
const shortest = min(RTT, sample);
/** SRTT and RTTVAR are no larger than the largest sample, and a loss probe may come before the timeout. */
const longest = max(FLIGHT.LONGEST, NOW.minus(FLIGHT.SINCE));
const recomputed = between(shortest, max(shortest, max(RTO_HIGH, longest.times(8))));

export const rtoRecomputed = track({
  id: 'rto-recomputed',
  cites: ['RFC6298-2.3-3', 'RFC6298-5.3-1', 'RFC6298-3-1'],
  on: 'segment arrives',
  in: SYN_SENT | SYN_RECEIVED | SYNCHRONIZED,
  when: [CTL.ACK, CTL.no.RST, SEG.ACK.gt(SND.UNA), SEG.ACK.gt(SND.ISS), SEG.ACK.le(SND.MAX)],
  then: [RTT.becomes(shortest), RTO.becomes(recomputed), FLIGHT.LONGEST.becomes(longest)],
});

/**
 * A selective acknowledgment shows a round trip too, and a stack may take it: since the newest transmission
 * of what a block reports. The first block reports what has just arrived, unless it is a D-SACK; the one
 * behind it is then the next newest.
 */
function sampleOfBlock(id: string, after: string, at: 0 | 1): Track {
  const { LEFT, RIGHT } = SEG.SACK[at];
  const seen = max(NOW.minus(LAST_SENT.newest(LEFT, RIGHT)).less(GRANULARITY), seconds(0));
  const least = min(RTT, seen);
  return track({
    id,
    cites: ['RFC6298-2.3-3', 'RFC2018-3-1'],
    on: 'segment arrives',
    in: SYNCHRONIZED,
    when: [
      CTL.ACK,
      CTL.SACK,
      CTL.no.RST,
      SEG.SACKS.gt(count(at)),
      RIGHT.gt(SND.UNA),
      RIGHT.le(SND.MAX),
      atWill(),
    ],
    then: [
      RTT.becomes(least),
      RTO.becomes(between(least, max(least, max(RTO_HIGH, longest.times(8))))),
      FLIGHT.LONGEST.becomes(longest),
    ],
    after: ['rto-recomputed', after],
  });
}
export const firstBlockSampled = sampleOfBlock('first-sack-block-sampled', 'rto-recomputed', 0);
export const nextBlockSampled = sampleOfBlock('next-sack-block-sampled', 'first-sack-block-sampled', 1);

/**
 * RFC 6298 asks for the earliest unacknowledged segment; what binds is the time since that segment was last
 * sent.
 */
export const retransmitOnTimeout = permit({
  id: 'retransmit-on-timeout',
  cites: ['RFC6298-5-1', 'RFC6298-5.4-1', 'RFC6298-5.5-1', 'RFC6298-2.5-1'],
  of: OLD,
  in: SYN_RECEIVED | SYNCHRONIZED,
  when: [
    // In SYN-RECEIVED nothing is acknowledged: no octet stands at the number of the SYN.
    OUT.OLD.SEQ.gt(SND.ISS),
    OUT.OLD.END.le(SND.MAX),
    NOW.ge(LAST_SENT.oldest(OUT.OLD.SEQ, OUT.OLD.END).plus(RTO)),
    // No timer runs for what was acknowledged; that is advice.
    per('RFC6298-5.2-1', OUT.OLD.SEQ.ge(SND.UNA)),
  ],
  then: [RTO.becomes(backedOff), RESEND.NEXT.becomes(OUT.OLD.END), RESEND.END.becomes(SND.MAX)],
});

/**
 * A tail loss probe resends the end of what is outstanding, once, and leaves the timeout as it is; never
 * sooner than two round trips after the newest transmission, or when the timeout is due (RFC 8985 7.2).
 */
export const lossProbeAgain = permit({
  id: 'loss-probe-again',
  cites: ['RFC8985-7.3-2', 'RFC8985-7.3-5'],
  of: OLD,
  in: SYNCHRONIZED,
  when: [
    OUT.OLD.SEQ.ge(SND.UNA),
    OUT.OLD.END.eq(SND.MAX),
    RESEND.END.lt(SND.MAX),
    NOW.ge(LAST_SENT.newest(SND.UNA, SND.MAX).plus(min(RTT.times(2), RTO))),
  ],
  then: [RESEND.NEXT.becomes(OUT.OLD.END), RESEND.END.becomes(OUT.OLD.END)],
  often: 0.2,
});

/**
 * After a timeout or a fast retransmit what was outstanding then may be resent in order, without further
 * timers.
 */
export const continueResending = permit({
  id: 'continue-resending',
  cites: ['RFC5681-3.1-15', 'RFC6582-3.2-3'],
  of: OLD,
  in: SYNCHRONIZED,
  when: [OUT.OLD.SEQ.ge(SND.UNA), OUT.OLD.SEQ.ge(RESEND.NEXT), OUT.OLD.END.le(RESEND.END)],
  then: [RESEND.NEXT.becomes(OUT.OLD.END)],
});

/** One octet at SND.UNA − 1, garbage or not: a keep-alive, or a probe of a closed window (RFC 9293 3.8.4). */
export const probeBelow = permit({
  id: 'probe-below-snd-una',
  cites: ['MAY-5', 'MAY-6', 'MUST-36'],
  of: OLD,
  in: SYNCHRONIZED,
  when: [OUT.OLD.SEQ.eq(SND.UNA.less(octets(1))), OUT.OLD.LEN.le(octets(1)), CTL.no.FIN],
  often: 0.02,
});

/** Octets that were acknowledged bind nobody: a keep-alive may carry garbage. */
export const sameOctets = forbid({
  id: 'same-octets-again',
  topic: 'retransmission',
  cites: ['RFC9293-3.4-S'],
  when: [
    CTL.no.RST,
    CTL.no.SYN,
    OUT.OLD.LEN.gt(octets(0)),
    OUT.OLD.DIGEST.ge(count(0)),
    OUT.OLD.SEQ.ge(SND.UNA),
  ],
  allow: { test: OUT.OLD.DIGEST.eq(digestOf(OUT.OLD.SEQ, OUT.OLD.END)) },
});

/** Only a segment with FIN carries the FIN's number again. */
export const noOctetAtFin = forbid({
  id: 'no-octet-at-fin',
  topic: 'close',
  cites: ['RFC9293-3.6-3'],
  when: [CTL.no.RST, CTL.no.SYN, CTL.no.FIN, OUT.OLD.LEN.gt(octets(0)), OUT.OLD.SEQ.ge(SND.UNA)],
  allow: { at: OUT.OLD.END, most: SND.FIN },
});

export const highestSent = track({
  id: 'highest-sent',
  cites: ['RFC9293-3.4-1'],
  on: 'segment sent',
  when: [CTL.no.RST],
  then: [SND.MAX.becomes(max(SND.MAX, OUT.END))],
});

export const recordTransmission = track({
  id: 'transmission-recorded',
  cites: ['RFC6298-5.1-1'],
  on: 'segment sent',
  when: [CTL.no.RST, OUT.LEN.gt(octets(0))],
  runs: transmissions,
});

export const retransmissionRules = [
  rtoRecomputed,
  firstBlockSampled,
  nextBlockSampled,
  retransmitOnTimeout,
  lossProbeAgain,
  continueResending,
  probeBelow,
  sameOctets,
  noOctetAtFin,
  highestSent,
  recordTransmission,
] as const;
