/**
 * Options and the urgent pointer of a proposed segment: which bits it has, which fields follow from them.
 * Bits are a stack's liking unless a clause asks for them; what a limit or a family refuses is turned round.
 */
import type { CellPlan } from '../checker/plan.ts';
import type { Random } from '../checker/random-boxes.ts';
import { BIT, E, HIGH, OUT } from '../spec/event.ts';
import { allHold, holds, type View } from '../spec/read.ts';
import { leaves, type Node, sidesOf, type Test } from '../spec/term.ts';

const ON_SYN = [BIT.MSS, BIT.WINDOW_SCALE, BIT.SACK_PERMITTED, BIT.TIMESTAMPS] as const;
/** Bits that a walked stack may turn: everything else of FLAGS belongs to the permits. */
export const TURNABLE =
  BIT.MSS |
  BIT.WINDOW_SCALE |
  BIT.SACK_PERMITTED |
  BIT.TIMESTAMPS |
  BIT.ECHO_ZERO |
  BIT.SACK |
  BIT.URG |
  BIT.RESERVED |
  BIT.ECE |
  BIT.CWR;

/** What one stack would like to have in its headers; a constant of the stack. */
export interface Likes {
  /** Options that it offers on its SYN, as bits. */
  readonly offers: number;
  /** How often it sets URG, and the bits of ECN on a SYN. */
  readonly urgent: number;
  readonly ecn: number;
}

export const likesOf = (random: Random): Likes => ({
  offers: ON_SYN.reduce((mask, bit) => (random.chance(0.85) ? mask | bit : mask), 0),
  urgent: random.pick([0, 0, 0.05]),
  ecn: random.pick([0, 0, 0.9]),
});

/** Option bits beside those of `fixed`, which the permit has settled. */
export function likedBits(flags: number, fixed: number, likes: Likes, random: Random): number {
  let bits = 0;
  const like = (bit: number, chance: number): void => {
    if ((fixed & bit) === 0 && random.chance(chance)) bits |= bit;
  };
  // Where there is no ACK there is nothing to echo.
  if ((flags & BIT.ACK) === 0) like(BIT.ECHO_ZERO, 0.97);
  if ((flags & BIT.SYN) !== 0 && (flags & BIT.RST) === 0) {
    for (const bit of ON_SYN) if ((likes.offers & bit) !== 0) like(bit, 0.97);
    if (random.chance(likes.ecn)) bits |= (flags & BIT.ACK) === 0 ? BIT.ECE | BIT.CWR : BIT.ECE;
    return bits;
  }
  if ((likes.offers & BIT.TIMESTAMPS) !== 0) like(BIT.TIMESTAMPS, (flags & BIT.RST) === 0 ? 0.98 : 0.5);
  if ((flags & BIT.RST) !== 0) return bits;
  if ((likes.offers & BIT.SACK_PERMITTED) !== 0) like(BIT.SACK, 0.8);
  like(BIT.URG, likes.urgent);
  return bits;
}

export const readsEvent = (test: Test): boolean =>
  sidesOf(test).some((side) => leaves(side).some((leaf) => leaf.op === 'event'));

export interface Turn {
  readonly mask: number;
  readonly want: number;
}
/** The first turnable bit that the tests ask for, off instead of on or the other way round. */
export function against(tests: readonly Test[]): Turn | undefined {
  for (const test of tests) {
    if (test.op !== 'flags' || (test.mask & TURNABLE) !== test.mask) continue;
    const bit = test.mask & -test.mask;
    return { mask: bit, want: (test.want & bit) === 0 ? bit : 0 };
  }
  return undefined;
}

/** Bits that some limit or closed family of the plan wants otherwise. */
function refused(plan: CellPlan, flags: number, view: View): Turn | undefined {
  for (const f of plan.forbids) {
    const { allow } = f.rule;
    if (allow.op === 'flags') {
      if ((flags & allow.mask) === allow.want || (allow.mask & TURNABLE) !== allow.mask) continue;
      if (allHold(f.when, 'must', view)) return allow;
    } else if (!readsEvent(allow) && !holds(allow, 'may', view) && allHold(f.when, 'must', view)) {
      const turn = against(f.rule.when);
      if (turn) return turn;
    }
  }
  for (const f of plan.families) {
    if (!f.family.closed || !allHold(f.applies, 'must', view)) continue;
    if (f.permits.some((p) => allHold(p.when, 'may', view))) continue;
    const turn = against(f.family.applies);
    if (turn) return turn;
  }
  return undefined;
}

/** What turns which bits of a pattern; undefined where nothing refuses it. */
export type Refusal = (flags: number) => Turn | undefined;
export const refusalOf =
  (planOf: (flags: number) => CellPlan, view: View): Refusal =>
  (flags) =>
    refused(planOf(flags), flags, view);

/** Flags that nothing refuses, or undefined where bits that the permit has settled would have to turn. */
export function agreedFlags(flags: number, fixed: number, refusal: Refusal): number | undefined {
  let now = flags;
  for (let n = 0; n < 8; n++) {
    const turn = refusal(now);
    if (!turn) return now;
    if ((turn.mask & fixed) !== 0) return undefined;
    now = (now & ~turn.mask) | turn.want;
  }
  return undefined;
}

const DEFAULT_MSS = 536;
const MOST_SHIFT = 14;
const PLACES = [0, 1, 2, 3, 4, 5, 6, 7];

/** Fields of absent options as lowering leaves them, ranges for those that are there. */
export function blankOptions(e: Float64Array, flags: number, mss: number): void {
  const has = (bit: number): boolean => (flags & bit) !== 0;
  const set = (at: number, lo: number, hi: number): void => {
    e[at] = lo;
    e[at + HIGH] = hi;
  };
  const far = Number.POSITIVE_INFINITY;
  const clock = has(BIT.TIMESTAMPS) ? far : 0;
  set(E.TSVAL, -clock, clock);
  const echo = has(BIT.ECHO_ZERO) ? 0 : clock;
  set(E.TSECR, -echo, echo);
  set(E.MSS, has(BIT.MSS) ? mss : DEFAULT_MSS, has(BIT.MSS) ? mss : DEFAULT_MSS);
  set(E.SHIFT, has(BIT.WINDOW_SCALE) ? 0 : -1, has(BIT.WINDOW_SCALE) ? MOST_SHIFT : -1);
  const blocks = has(BIT.SACK) ? (has(BIT.TIMESTAMPS) ? 3 : 4) : 0;
  set(E.SACKS, Math.min(blocks, 1), blocks);
  for (const i of PLACES) set(E.SACK + i, blocks > 0 ? -far : 0, blocks > 0 ? far : 0);
  set(E.UP, 0, has(BIT.URG) ? 65535 : 0);
  const octets = optionOctets(flags, 0);
  set(E.OPTIONS, octets, octets);
}

/** Octets of options, padded to words as stacks commonly do. */
function optionOctets(flags: number, blocks: number): number {
  const has = (bit: number, octets: number): number => ((flags & bit) === 0 ? 0 : octets);
  const sack = blocks > 0 ? 4 + 8 * blocks : 0;
  return (
    has(BIT.MSS, 4) + has(BIT.WINDOW_SCALE, 4) + has(BIT.SACK_PERMITTED, 4) + has(BIT.TIMESTAMPS, 12) + sack
  );
}

/** How many SACK blocks there are says how long the header is: drawn before the text. */
export function sacksDrawn(e: Float64Array): void {
  const octets = optionOctets(e[E.FLAGS] ?? 0, e[E.SACKS] ?? 0);
  e[E.OPTIONS] = octets;
  e[E.OPTIONS + HIGH] = octets;
  for (const i of PLACES.slice(2 * (e[E.SACKS] ?? 0))) {
    e[E.SACK + i] = 0;
    e[E.SACK + i + HIGH] = 0;
  }
}

/** Fields to draw once the segment has its numbers; `beyond` is how far an unbounded one may reach. */
export interface OptionField {
  readonly node: Node;
  /** The bit that brings the field. */
  readonly bit: number;
  readonly beyond: readonly number[];
  /** Drawn, where it can be, from the numbers at which something begins that the stack holds. */
  readonly marked?: boolean;
}
const TICKS = [0, 0, 1, 1, 10, 1000];
const NONE = [0];
const field = (
  { node }: { readonly node: Node },
  bit: number,
  beyond = NONE,
  marked = false,
): OptionField => ({
  node,
  bit,
  beyond,
  marked,
});
const STAMPS = [field(OUT.TSVAL, BIT.TIMESTAMPS, TICKS), field(OUT.TSECR, BIT.TIMESTAMPS, TICKS)];
const OTHERS = [field(OUT.SHIFT, BIT.WINDOW_SCALE), field(OUT.UP, BIT.URG)];
const BLOCKS = OUT.SACK.flatMap(({ LEFT, RIGHT }) => [
  field(LEFT, BIT.SACK, NONE, true),
  field(RIGHT, BIT.SACK),
]);
export function optionFields(e: Float64Array): readonly OptionField[] {
  const there = [...STAMPS, ...OTHERS].filter(({ bit }) => ((e[E.FLAGS] ?? 0) & bit) !== 0);
  return [...there, ...BLOCKS.slice(0, 2 * (e[E.SACKS] ?? 0))];
}

/** Of the marks within bounds: the last one below an upper bound, else one where no block begins yet. */
export function someMark(
  marks: readonly number[],
  e: Float64Array,
  lo: number,
  hi: number,
  random: Random,
): number | undefined {
  const within = marks.filter((mark) => mark >= lo && mark <= hi);
  const begins = (mark: number): boolean => PLACES.some((i) => i % 2 === 0 && e[E.SACK + i] === mark);
  const free = hi === Number.POSITIVE_INFINITY ? within.filter((mark) => !begins(mark)) : within;
  if (free.length === 0 || random.chance(0.1)) return undefined;
  return hi === Number.POSITIVE_INFINITY || random.chance(0.3) ? random.pick(free) : Math.max(...free);
}
