/** Selective acknowledgment by the receiver (RFC 2018, RFC 2883). */
import { CTL, OUT, SEG } from '../event.ts';
import { RECEIVED } from '../reassembly.ts';
import { forbid, permit, track } from '../rule.ts';
import { BLOCKS } from '../sack-blocks.ts';
import { RECEIVING } from '../state.ts';
import { RCV, SACK } from '../tcb.ts';
import { count, max, min, octets, per, type Test } from '../term.ts';
import { ACCEPTED } from './ack-generation.ts';
import { SACK_BLOCKS } from './families.ts';

const zero = count(0);
const one = count(1);
const two = count(2);
const { AGAIN, RUN } = SACK;
/** 1 where the segment brings an octet that has arrived before. */
const arrived = RECEIVED.met(SEG.SEQ, SEG.END, RUN.LEFT, RUN.RIGHT);

export const sackPermitted = track({
  id: 'sack-permitted-by-syn',
  cites: ['RFC2018-4-1'],
  on: 'segment arrives',
  when: [CTL.SYN, CTL.SACK_PERMITTED, CTL.no.RST],
  then: [SACK.PERMITTED.becomes(one)],
});

/** From then on what may be outstanding is governed by what of it was not reported. */
export const sackArrives = track({
  id: 'sack-arrives',
  cites: ['RFC6675-5-4'],
  on: 'segment arrives',
  when: [CTL.SACK, CTL.no.RST],
  then: [SACK.HEARD.becomes(one)],
});

/**
 * Any segment since the last ACK may have triggered the next one: a stack that delays ACKs of what stands
 * above a gap may send one late, when another segment has arrived that it does not report yet. So an ACK is
 * held to its segment only where a single one waits for it.
 */
export const anotherArrives = track({
  id: 'another-segment-arrives',
  cites: ['RFC2018-4-6'],
  on: 'segment arrives',
  when: [],
  then: [SACK.FRESH.becomes(zero)],
});

const above = {
  cites: ['RFC2018-4-6'],
  on: 'segment arrives',
  in: RECEIVING,
  when: [...ACCEPTED, SEG.LEN.gt(octets(0)), SEG.SEQ.gt(RCV.NXT), SEG.END.le(RCV.ADV)],
} as const;
const newText = [SEG.TEXT.gt(octets(0)), arrived.le(zero)] as const;
/** Blocks are of data (RFC 2018 §3): whether a FIN alone is in one is the stack's affair. */
export const newAboveGap = track({
  ...above,
  id: 'new-octets-above-gap',
  when: [...above.when, ...newText],
  then: [SACK.LATEST.becomes(SEG.SEQ)],
});
export const aloneAboveGap = track({
  ...above,
  id: 'new-octets-above-gap-alone',
  when: [...above.when, ...newText, SACK.FRESH.ge(two)],
  then: [SACK.FRESH.becomes(one)],
  after: ['another-segment-arrives'],
});
/** New or not, these octets have arrived. */
export const runAboveGap = track({
  ...above,
  id: 'run-above-gap',
  then: [RUN.LEFT.becomes(SEG.SEQ), RUN.RIGHT.becomes(SEG.END)],
});
export const runGoesOn = track({
  ...above,
  id: 'run-above-gap-goes-on',
  when: [...above.when, SEG.END.ge(RUN.LEFT), SEG.SEQ.le(RUN.RIGHT)],
  then: [RUN.LEFT.becomes(min(RUN.LEFT, SEG.SEQ)), RUN.RIGHT.becomes(max(RUN.RIGHT, SEG.END))],
  after: ['run-above-gap'],
});

const answers = { cites: ['RFC2018-4-6'], on: 'segment sent' } as const;
/** Which segment an ACK answers that does not report the latest, or one with text, nobody can say. */
export const answered = track({
  ...answers,
  id: 'some-segment-answered',
  when: [CTL.ACK, CTL.no.RST],
  then: [SACK.FRESH.becomes(zero)],
});
export const latestAnswered = track({
  ...answers,
  id: 'latest-segment-answered',
  when: [CTL.ACK, CTL.no.RST, CTL.SACK, OUT.SACK[0].LEFT.le(SACK.LATEST), OUT.SACK[0].RIGHT.gt(SACK.LATEST)],
  then: [SACK.FRESH.becomes(two)],
  after: ['some-segment-answered'],
});
/** Nothing stands above a gap then. */
export const allAnswered = track({
  ...answers,
  id: 'every-segment-answered',
  when: [CTL.ACK, CTL.no.RST, CTL.no.SACK, OUT.LEN.le(octets(0))],
  then: [SACK.FRESH.becomes(two)],
  after: ['latest-segment-answered'],
});

/** Whatever a stack does with the segment, it may report it: a SYN or a FIN that comes again, too. */
export const octetsAgain = track({
  id: 'octets-arrive-again',
  cites: ['RFC2883-4-1'],
  on: 'segment arrives',
  when: [CTL.no.RST, SEG.LEN.gt(octets(0)), arrived.ge(one)],
  then: [
    AGAIN.COUNT.becomes(AGAIN.COUNT.plus(one)),
    AGAIN.LEFT.becomes(min(AGAIN.LEFT, SEG.SEQ)),
    AGAIN.RIGHT.becomes(max(AGAIN.RIGHT, SEG.END)),
  ],
});

const permitted = per('RFC2018-4-1', SACK.PERMITTED.ge(one));
const [first, second] = OUT.SACK;

/** What holds for the blocks from `from` on, each of which reports octets above the ACK. */
function blocksFrom(from: number): readonly Test[] {
  const blocks = from === 0 ? OUT.SACKS : OUT.SACKS.less(count(from));
  return OUT.SACK.slice(from).flatMap(({ LEFT, RIGHT }, k) => [
    LEFT.ge(BLOCKS.edge(k, blocks, OUT.ACK)),
    RIGHT.ge(BLOCKS.edge(k, blocks, LEFT.plus(octets(1)))),
    RIGHT.le(RECEIVED.reach(k, blocks, LEFT, RUN.LEFT, RUN.RIGHT)),
  ]);
}

export const sackHeld = permit({
  id: 'sack-of-octets-above-gap',
  cites: ['RFC2018-4-2', 'RFC2018-3-1'],
  of: SACK_BLOCKS,
  when: [permitted, BLOCKS.INSIDE.le(zero), ...blocksFrom(0)],
});

/** One D-SACK a duplicate, and of nothing but what came twice. */
const duplicate = [
  permitted,
  per('RFC2883-4-2', AGAIN.COUNT.ge(one)),
  per('RFC2883-4-3', first.LEFT.ge(AGAIN.LEFT)),
  per('RFC2883-4-3', first.LEFT.lt(AGAIN.RIGHT)),
  per('RFC2883-4-3', first.RIGHT.le(AGAIN.RIGHT)),
  per('RFC2018-3-1', first.RIGHT.gt(first.LEFT)),
] as const;
const reported = [AGAIN.COUNT.becomes(AGAIN.COUNT.less(one))];

export const sackAgainBelow = permit({
  id: 'sack-of-duplicate-below-ack',
  cites: ['RFC2883-4-1', 'RFC2883-3-1'],
  of: SACK_BLOCKS,
  when: [first.LEFT.lt(OUT.ACK), per('RFC2883-4-1', first.RIGHT.le(OUT.ACK)), ...duplicate, ...blocksFrom(1)],
  then: reported,
});

export const sackAgainAbove = permit({
  id: 'sack-of-duplicate-above-ack',
  cites: ['RFC2883-4-4', 'RFC2883-4-1'],
  of: SACK_BLOCKS,
  when: [
    OUT.SACKS.ge(count(2)),
    first.LEFT.ge(OUT.ACK),
    ...duplicate,
    ...blocksFrom(1),
    second.LEFT.le(first.LEFT),
    second.RIGHT.ge(first.RIGHT),
  ],
  then: reported,
});

export const sackBlocksApart = forbid({
  id: 'sack-blocks-apart',
  topic: 'selective acknowledgment',
  cites: ['RFC2018-3-1'],
  when: [CTL.SACK, CTL.ACK, CTL.no.RST],
  allow: { at: BLOCKS.TOUCHING, most: zero },
});

/** The block that holds the segment which the ACK answers stands first, unless a D-SACK does. */
export const firstBlockLatest = forbid({
  id: 'first-block-of-latest-segment',
  topic: 'selective acknowledgment',
  cites: ['RFC2018-4-6', 'RFC2018-8-2'],
  when: [
    CTL.SACK,
    CTL.ACK,
    CTL.no.SYN,
    CTL.no.RST,
    CTL.no.OPTIONS_CUT,
    // A segment with text may leave while the ACK field of what arrived is processed, before its text is.
    OUT.LEN.le(octets(0)),
    SACK.FRESH.ge(one),
    SACK.FRESH.le(one),
    BLOCKS.DUPLICATES.le(zero),
  ],
  allow: {
    at: max(first.LEFT.minus(SACK.LATEST), SACK.LATEST.plus(octets(1)).minus(first.RIGHT)),
    most: octets(0),
  },
});

export const sackWithAck = forbid({
  id: 'sack-with-ack-bit',
  topic: 'selective acknowledgment',
  cites: ['RFC2018-4-1', 'RFC2018-3-1'],
  when: [CTL.no.ACK],
  allow: { test: CTL.no.SACK },
});

export const sackPermittedOnSyn = forbid({
  id: 'sack-permitted-on-syn-only',
  topic: 'selective acknowledgment',
  cites: ['RFC2018-2-1'],
  when: [CTL.no.SYN],
  allow: { test: CTL.no.SACK_PERMITTED },
});

export const sackRules = [
  sackPermitted,
  sackArrives,
  anotherArrives,
  newAboveGap,
  aloneAboveGap,
  runAboveGap,
  runGoesOn,
  answered,
  latestAnswered,
  allAnswered,
  octetsAgain,
  sackHeld,
  sackAgainBelow,
  sackAgainAbove,
  sackBlocksApart,
  firstBlockLatest,
  sackWithAck,
  sackPermittedOnSyn,
] as const;
