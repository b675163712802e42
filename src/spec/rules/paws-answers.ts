/** The answer to a segment that PAWS refuses (RFC 7323 §5.3 R1). */
import { CTL, NOW, SEG } from '../event.ts';
import { halfASecond, TS_OUTDATED } from '../profile.ts';
import { oblige, track } from '../rule.ts';
import { SYN_RECEIVED, SYNCHRONIZED } from '../state.ts';
import { CHALLENGED, HEARD, RCV, SND } from '../tcb.ts';
import { count, octets } from '../term.ts';
import { GONE, rested } from './ack-generation.ts';
import { measure } from './paws.ts';

const old = [CTL.TIMESTAMPS, CTL.no.SYN, CTL.no.RST, SEG.TS.lt(measure)] as const;

/**
 * Refused or, without PAWS, taken: a segment that has a number is answered either way. Empty ones are not
 * asked for: deployed stacks drop old ACKs.
 */
export const ackOldStamp = oblige({
  id: 'ack-old-timestamp',
  topic: 'acknowledgment',
  cites: ['RFC7323-5.3-1', 'RFC7323-5.3-3'],
  in: SYNCHRONIZED,
  when: [
    ...old,
    CTL.ACK,
    SEG.LEN.gt(octets(0)),
    SEG.ACK.ge(SND.UNA),
    SEG.ACK.le(SND.MAX),
    RCV.SHUT.le(count(0)),
    NOW.lt(HEARD.plus(TS_OUTDATED)),
    rested,
  ],
  owes: { kind: 'ack of old timestamp', by: NOW.plus(halfASecond), paidBy: [CTL.ACK], voidBy: GONE },
});

/** It uses up the throttle, wherever it stands. */
export const askedByOldStamp = track({
  id: 'challenge-asked-by-old-timestamp',
  cites: ['RFC5961-7-1', 'RFC7323-5.3-1'],
  on: 'segment arrives',
  in: SYN_RECEIVED | SYNCHRONIZED,
  when: old,
  then: [CHALLENGED.becomes(NOW)],
  after: [
    'challenge-asked-by-old-segment',
    'challenge-asked-beyond-window',
    'challenge-asked-by-ack-of-unsent-data',
  ],
});

export const pawsRules = [ackOldStamp, askedByOldStamp] as const;
