/**
 * Random boxes and events for the properties of the cells: small numbers that meet, infinities, full and
 * empty masks.
 */
import { BIT, CALL_BIT, E, HIGH } from '../spec/event.ts';
import type { On, Spec } from '../spec/rule.ts';
import { ALL_STATES } from '../spec/state.ts';
import { allSlots, recordWidth } from '../spec/tcb.ts';
import type { Computed, Slot, Unit } from '../spec/term.ts';

/** A small fast generator (xorshift32); the same seed gives the same run on every machine. */
export class Random {
  private state: number;
  constructor(seed: number) {
    this.state = (Math.imul(seed, 2654435761) ^ 0x9e3779b9) | 1;
    for (let i = 0; i < 8; i++) this.next();
  }
  /** 0 … 2^32−1. */
  next(): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return this.state >>> 0;
  }
  /** 0 ≤ x < 1. */
  unit(): number {
    return this.next() / 4294967296;
  }
  /** 0 … n−1. */
  below(n: number): number {
    return this.next() % n;
  }
  /** Whole, both ends included. */
  between(lo: number, hi: number): number {
    return lo + Math.floor(this.unit() * (hi - lo + 1));
  }
  pick<T>(from: readonly T[]): T {
    const item = from[this.below(from.length)];
    if (item === undefined) throw new Error('unreachable: pick from nothing');
    return item;
  }
  chance(p: number): boolean {
    return this.unit() < p;
  }
}

const POSITIONS = [0, 1, 2, 999, 1000, 1001, 2000, 2001, 3000, 4000, 5000, 20000];
const LENGTHS = [1, 1, 2, 999, 1000, 1000, 1001, 2000, 5000];
const TIMES = [0, 1e6, 5e6, 9e6, 10e6, 40e6, 500e6, 1e9, 2e9, 5e9, 10e9, 10e9 + 1, 60e9];
const COUNTS = [0, 0, 1, 1, 2, 3, 4];
const ENDLESS = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/** A number of the unit from a short list, so that two of them often meet. */
export function someOf(unit: Unit | 'states' | 'owned', random: Random): number {
  if (unit === 'span' || unit === 'instant') return random.pick(TIMES);
  return random.pick(unit === 'count' ? COUNTS : POSITIONS);
}

function someStates(random: Random): number {
  const which = random.below(10);
  if (which === 0) return ALL_STATES;
  if (which === 1) return 0;
  return which < 6 ? 1 << random.below(11) : random.below(ALL_STATES + 1);
}

/** Fills one slot, which is no block: points, ranges, half-open ranges, points at infinity, everything. */
export function randomSlot(random: Random, slot: Slot, box: Float64Array, at: number): void {
  if (slot.kind === 'mask') {
    box[at + slot.lo] = someStates(random);
    return;
  }
  const a = random.chance(0.06) ? random.pick(ENDLESS) : someOf(slot.unit, random);
  box[at + slot.lo] = a;
  if (slot.kind === 'fact') return;
  const b = random.chance(0.4) ? a : someOf(slot.unit, random);
  box[at + slot.lo] = random.chance(0.08) ? Number.NEGATIVE_INFINITY : Math.min(a, b);
  box[at + slot.hi] = random.chance(0.08) ? Number.POSITIVE_INFINITY : Math.max(a, b);
}

/** Fills one record with a random belief. Blocks are left empty: see {@link Blocks}. */
export function randomBox(random: Random, box: Float64Array, at: number): void {
  for (const slot of allSlots())
    if (slot.kind !== 'block') randomSlot(random, slot, box, at);
    else box.fill(slot.initial[0], at + slot.lo, at + slot.lo + slot.width);
}

const flagSets = (bits: readonly number[]): readonly number[] =>
  Array.from({ length: 1 << bits.length }, (_, set) =>
    bits.reduce((mask, bit, i) => ((set & (1 << i)) === 0 ? mask : mask | bit), 0),
  );
const USUAL = [BIT.ACK, BIT.ACK, BIT.ACK | BIT.FIN, BIT.SYN, BIT.SYN | BIT.ACK, BIT.RST, BIT.RST | BIT.ACK];
const SENT_FLAGS = flagSets([BIT.FIN, BIT.SYN, BIT.RST, BIT.ACK, BIT.SEQ_ZERO]);
const ARRIVED_FLAGS = flagSets([BIT.FIN, BIT.SYN, BIT.RST, BIT.ACK]);
const CALLS = [0, ...Object.values(CALL_BIT)];

/**
 * Every pattern of control bits that the rules tell apart; a call is one of its bits, or none that we know.
 */
export const flagsFor = (on: On): readonly number[] =>
  on === 'segment sent' ? SENT_FLAGS : on === 'segment arrives' ? ARRIVED_FLAGS : on === 'call' ? CALLS : [0];

const isSegment = (on: On): boolean => on === 'segment sent' || on === 'segment arrives';

const SIZES = [0, 0, 0, 0, 0, ...LENGTHS];
/** What stands in each field of an event; positions where nothing else is said. */
const FIELDS: readonly (readonly number[])[] = Array.from({ length: E.SHIFT + 1 }, (_, at) => {
  if (at === E.LEN || at === E.TEXT || at === E.NEW_LEN || at === E.OLD_LEN) return SIZES;
  if (at === E.MSS) return [536, 1000, 1460];
  if (at === E.GRAIN) return [0, 0, 127];
  if (at === E.OPTIONS) return [0, 0, 12];
  if (at === E.SACKS) return COUNTS;
  if (at === E.UP) return [...SIZES, 65_535, 65_535];
  if (at === E.SHIFT) return [-1, -1, 0, 7, 14, 15];
  return at === E.NEW_DIGEST || at === E.OLD_DIGEST ? [-1, 0, 7] : POSITIONS;
});
const LATER = [0, 0, 5e6, 1e9];
const { T0, T1, FLAGS, SEQ, AMOUNT, STAMP, TSVAL, TS_LEAST, TS_MOST } = E;
/** Options that segments commonly have together. */
const OPTION_SETS: readonly number[] = [
  BIT.TIMESTAMPS,
  BIT.TIMESTAMPS | BIT.SACK,
  BIT.TIMESTAMPS | BIT.ECHO_ZERO | BIT.MSS | BIT.WINDOW_SCALE | BIT.SACK_PERMITTED,
];
/** Bits that say little beside any others. */
const LONE_BITS: readonly number[] = [
  BIT.RESERVED,
  BIT.MALFORMED_OPTIONS,
  BIT.OPTIONS_CUT,
  BIT.URG,
  BIT.ECE | BIT.CWR,
  BIT.ECE,
  BIT.ECE | BIT.AE,
];
export const LONE = LONE_BITS.reduce((mask, bit) => mask | bit, 0);
/** What a segment may have beside its control bits, nothing to begin with. */
export const OPTION_PATTERNS: readonly number[] = [0, ...OPTION_SETS, ...LONE_BITS];

/** Few patterns, or each would be a cell of its own. */
function someOptions(random: Random): number {
  if (random.chance(0.5)) return 0;
  return random.chance(0.7) ? random.pick(OPTION_SETS) : random.pick(LONE_BITS);
}

/** Draws when the event happened. */
export function randomTime(random: Random, e: Float64Array): void {
  const from = random.pick(TIMES);
  e[T0] = from;
  e[T1] = from + random.pick(LATER);
  e[STAMP] = e[T1] ?? 0;
}

/** A TSval, none, or one that may be any. */
function randomStamp(random: Random, e: Float64Array): void {
  const value = random.chance(0.6) ? random.pick(POSITIONS) : Number.NEGATIVE_INFINITY;
  e[TS_LEAST] = value;
  e[TS_MOST] = random.chance(0.8) ? value : Number.POSITIVE_INFINITY;
}

/** Fills one field with a number that meets those of the boxes. */
export function randomField(random: Random, at: number, e: Float64Array): void {
  if (at === TS_LEAST) {
    randomStamp(random, e);
    return;
  }
  const value = random.pick(FIELDS[at] ?? POSITIONS);
  e[at] = value;
  e[at + HIGH] = value;
}

/** Fills an event of the class; the pieces of a sent segment are random too. */
export function randomEvent(random: Random, on: On, e: Float64Array): void {
  e.fill(0);
  randomTime(random, e);
  for (let at: number = SEQ; at <= AMOUNT; at++) randomField(random, at, e);
  for (let at: number = TSVAL; at <= TS_LEAST; at++) randomField(random, at, e);
  const usual = isSegment(on) && random.chance(0.6);
  e[FLAGS] = usual ? random.pick(USUAL) | someOptions(random) : random.pick(flagsFor(on));
}

/** How many boxes age side by side, and for how many events. */
const KEPT = 64;
const OLDEST = 40;

/** What computeds own, as they leave it: boxes that have lived through random events. */
export class Blocks {
  private readonly random: Random;
  private readonly runs: readonly { readonly computed: Computed; readonly on: On }[];
  private readonly boxes: readonly Float64Array[];
  private readonly ages: number[];
  private readonly event = new Float64Array(E.SIZE);

  constructor(spec: Spec, random: Random) {
    this.random = random;
    this.runs = spec.rules.flatMap((r) =>
      r.verb === 'track' && r.runs ? [{ computed: r.runs, on: r.on }] : [],
    );
    this.boxes = Array.from({ length: KEPT }, () => new Float64Array(recordWidth()));
    this.ages = this.boxes.map(() => 0);
  }

  /** Copies what one of the boxes holds into the blocks of another, after one more event. */
  fill(box: Float64Array, at: number): void {
    const { random } = this;
    const which = random.below(KEPT);
    const kept = this.boxes[which];
    if (!kept || this.runs.length === 0) return;
    if ((this.ages[which] ?? 0) === 0) randomBox(random, kept, 0);
    this.ages[which] = random.below(OLDEST) === 0 ? 0 : (this.ages[which] ?? 0) + 1;
    const { computed, on } = random.pick(this.runs);
    // What it stands on wanders with it, or nothing new would ever be kept.
    for (const slot of [...computed.slots, ...computed.reads])
      if (slot.kind !== 'block' && random.chance(0.3)) randomSlot(random, slot, kept, 0);
    randomEvent(random, on, this.event);
    computed.apply(kept, 0, this.event, random.chance(0.5));
    for (const slot of allSlots())
      if (slot.kind === 'block') box.set(kept.subarray(slot.lo, slot.lo + slot.width), at + slot.lo);
  }
}
