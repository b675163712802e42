/** What the RFCs leave open, settled for one stack. Spans are nanoseconds. */
import type { Nanos } from '../../../trace/trace.ts';
import { MS } from '../../clock.ts';
import type { Dice } from './dice.ts';

const SECOND: Nanos = 1000 * MS;

export interface Choices {
  /** What its SYN announces, RFC 9293 §3.7.1; undefined leaves the option out. */
  readonly mss: number | undefined;
  /** Octets that it holds for a reader, and for a writer. */
  readonly receiveBuffer: number;
  readonly sendBuffer: number;
  /** Shift that it offers (RFC 7323 §2.2, 0 … 14); undefined leaves the option out. */
  readonly shift: number | undefined;
  readonly timestamps: boolean;
  /** One tick of TSval, RFC 7323 §5.4: 1 ms … 1 s. */
  readonly tick: Nanos;
  readonly sack: boolean;
  /** Whether it reports duplicates, RFC 2883. */
  readonly duplicateSack: boolean;
  /** Whether segments that come too soon are kept, RFC 9293 §3.10.7.4 (SHLD-31). */
  readonly keepsEarly: boolean;
  /** Longest delay of an ACK, 0 … 0.5 s (RFC 9293 §3.8.6.3). */
  readonly ackDelay: Nanos;
  /** Whether a FIN is answered at once, or like other text. */
  readonly finAckedAtOnce: boolean;
  /** Whether a FIN goes with the last octets, if it is known by then. */
  readonly finWithData: boolean;
  readonly nagle: boolean;
  /** Which initial window: RFC 5681 §3.1 or RFC 6928. */
  readonly initialWindow: 'rfc5681' | 'rfc6928' | 'one';
  /** Whether the first two duplicate ACKs let new octets go, RFC 3042. */
  readonly limitedTransmit: boolean;
  /** Whether three duplicate ACKs make it retransmit, RFC 5681 §3.2. */
  readonly fastRetransmit: boolean;
  /** RTO before anything was measured: 1 s or more (RFC 6298 §2.1). */
  readonly rtoFirst: Nanos;
  /** Least and most of RTO: RFC 6298 §2.4 and §2.5. */
  readonly rtoLeast: Nanos;
  readonly rtoMost: Nanos;
  /** Whether timestamps measure the round trip, RFC 7323 §4.1; else one segment at a time is timed. */
  readonly timedByStamps: boolean;
  /**
   * How long it retransmits before it gives up: data (100 s or more), SYN (180 s or more), RFC 9293
   * §3.8.3.
   */
  readonly patience: Nanos;
  readonly synPatience: Nanos;
  /** What it does when it gives up: say so by a RST, or nothing. */
  readonly resetsAtTheEnd: boolean;
  /** Whether the RST of an abort has the ACK bit. */
  readonly abortAcknowledges: boolean;
  /** Override of the sender's silly-window avoidance, 0.1 … 1 s (RFC 9293 §3.8.6.2.1). */
  readonly override: Nanos;
  /** How many full-sized segments the window has to grow by before it says so. */
  readonly updateSegments: 1 | 2;
  /** Challenge ACKs of one connection in each `challengeSpan`, RFC 5961 §7; Infinity is no limit. */
  readonly challengeMost: number;
  readonly challengeSpan: Nanos;
  /** Twice the maximum segment lifetime, RFC 9293 §3.4.2. */
  readonly timeWait: Nanos;
  /** Whether a SYN may end TIME-WAIT, RFC 9293 §3.6.1 (MAY-2). */
  readonly reopens: boolean;
  /** Octets beyond the last in a keep-alive: none or one, RFC 9293 §3.8.4. */
  readonly keepAliveOctets: 0 | 1;
}

/** Plain and usual choices: what a test of the contract plays with. */
export const USUAL: Choices = {
  mss: 1460,
  receiveBuffer: 65_535,
  sendBuffer: 262_144,
  shift: 3,
  timestamps: true,
  tick: MS,
  sack: true,
  duplicateSack: true,
  keepsEarly: true,
  ackDelay: 100 * MS,
  finAckedAtOnce: true,
  finWithData: true,
  nagle: true,
  initialWindow: 'rfc6928',
  limitedTransmit: true,
  fastRetransmit: true,
  rtoFirst: SECOND,
  rtoLeast: SECOND,
  rtoMost: 60 * SECOND,
  timedByStamps: false,
  patience: 120 * SECOND,
  synPatience: 190 * SECOND,
  resetsAtTheEnd: false,
  abortAcknowledges: false,
  override: 300 * MS,
  updateSegments: 2,
  challengeMost: Number.POSITIVE_INFINITY,
  challengeSpan: SECOND,
  timeWait: 240 * SECOND,
  reopens: true,
  keepAliveOctets: 0,
};

/** Choices of a seed's stack. */
export function drawChoices(dice: Dice): Choices {
  const most = dice.pick([2_000, 5_840, 16_384, 65_535, 200_000]);
  const throttled = dice.chance(0.3);
  return {
    mss: dice.chance(0.08) ? undefined : dice.pick([536, 1000, 1220, 1440, 1460]),
    receiveBuffer: most,
    sendBuffer: dice.pick([4_096, 16_384, 262_144]),
    shift: dice.chance(0.25) ? undefined : most > 65_535 ? dice.between(2, 8) : dice.between(0, 7),
    timestamps: dice.chance(0.6),
    tick: dice.pick([MS, MS, 4 * MS, 10 * MS, 100 * MS]),
    sack: dice.chance(0.6),
    duplicateSack: dice.chance(0.6),
    keepsEarly: dice.chance(0.85),
    ackDelay: dice.pick([0, 40 * MS, 100 * MS, 200 * MS, 400 * MS, 495 * MS]),
    finAckedAtOnce: dice.chance(0.8),
    finWithData: dice.chance(0.6),
    nagle: dice.chance(0.7),
    initialWindow: dice.pick(['rfc5681', 'rfc6928', 'one']),
    limitedTransmit: dice.chance(0.5),
    fastRetransmit: dice.chance(0.85),
    rtoFirst: dice.pick([SECOND, SECOND, 1500 * MS, 3 * SECOND]),
    // Below the second that RFC 6298 §2.4 advises, as deployed stacks have it.
    rtoLeast: dice.pick([200 * MS, 400 * MS, SECOND, SECOND, 1500 * MS]),
    rtoMost: dice.pick([60 * SECOND, 64 * SECOND, 120 * SECOND]),
    timedByStamps: dice.chance(0.5),
    patience: dice.between(100, 200) * SECOND,
    synPatience: dice.between(180, 250) * SECOND,
    resetsAtTheEnd: dice.chance(0.3),
    abortAcknowledges: dice.chance(0.4),
    override: dice.between(100, 1000) * MS,
    updateSegments: dice.pick([1, 2]),
    challengeMost: throttled ? dice.pick([1, 10]) : Number.POSITIVE_INFINITY,
    challengeSpan: throttled ? dice.pick([500 * MS, 5 * SECOND]) : SECOND,
    timeWait: dice.pick([240 * SECOND, 240 * SECOND, 60 * SECOND]),
    reopens: dice.chance(0.5),
    keepAliveOctets: dice.pick([0, 1]),
  };
}
