/** Random boxes and events for the properties of the cells: small numbers that meet, infinities, full and empty masks. */
import { BIT, CALL_BIT, E, HIGH } from '../spec/event.ts';
import type { On } from '../spec/rule.ts';
import { ALL_STATES } from '../spec/state.ts';
import { allSlots, recordWidth } from '../spec/tcb.ts';
import type { Unit } from '../spec/term.ts';

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
const TIMES = [0, 1e6, 5e6, 9e6, 10e6, 40e6, 500e6, 1e9, 2e9, 5e9, 10e9, 10e9 + 1, 60e9];
const COUNTS = [0, 0, 1, 1, 2, 3, 4];

function some(unit: Unit | 'states' | 'owned', random: Random): number {
  if (unit === 'span' || unit === 'instant') return random.pick(TIMES);
  return random.pick(unit === 'count' ? COUNTS : POSITIONS);
}

/** Fills one record with a random belief. Blocks are left as they are: computeds fill them. */
export function randomBox(random: Random, box: Float64Array, at: number): void {
  box.fill(0, at, at + recordWidth());
  for (const slot of allSlots()) {
    if (slot.kind === 'block') continue;
    if (slot.kind === 'mask') {
      const which = random.below(10);
      box[at + slot.lo] = which === 0 ? ALL_STATES : which === 1 ? 0 : which < 6 ? 1 << random.below(11) : random.below(ALL_STATES + 1);
      continue;
    }
    const a = some(slot.unit, random);
    const b = random.chance(0.4) ? a : some(slot.unit, random);
    const none = random.chance(0.08);
    if (slot.kind === 'fact') box[at + slot.lo] = none ? random.pick([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]) : a;
    else {
      box[at + slot.lo] = random.chance(0.1) ? Number.NEGATIVE_INFINITY : Math.min(a, b);
      box[at + slot.hi] = random.chance(0.1) ? Number.POSITIVE_INFINITY : Math.max(a, b);
      if (random.chance(0.03)) box[at + slot.hi] = box[at + slot.lo] ?? 0;
      if (random.chance(0.03)) box[at + slot.lo] = box[at + slot.hi] ?? 0;
    }
  }
}

const SENT_FLAGS = [BIT.ACK, BIT.ACK, BIT.ACK, BIT.ACK | BIT.FIN, BIT.SYN, BIT.SYN | BIT.ACK, BIT.RST, BIT.RST | BIT.ACK, BIT.RST | BIT.ACK | BIT.SEQ_ZERO, 0, BIT.FIN];
const ARRIVED_FLAGS = [BIT.ACK, BIT.ACK, BIT.ACK, BIT.ACK | BIT.FIN, BIT.SYN, BIT.SYN | BIT.ACK, BIT.RST, BIT.RST | BIT.ACK, 0, BIT.FIN];
const CALLS = Object.values(CALL_BIT);

export const flagsFor = (on: On): readonly number[] =>
  on === 'segment sent' ? SENT_FLAGS : on === 'segment arrives' ? ARRIVED_FLAGS : on === 'call' ? CALLS : [0];

/** Fills an event of the class with numbers that meet those of the boxes; the pieces of a sent segment are random too. */
export function randomEvent(random: Random, on: On, e: Float64Array): void {
  e.fill(0);
  e[E.T0] = random.pick(TIMES);
  e[E.T1] = (e[E.T0] ?? 0) + random.pick([0, 0, 5e6, 1e9]);
  e[E.STAMP] = e[E.T1] ?? 0;
  e[E.FLAGS] = random.pick(flagsFor(on));
  for (const i of [E.SEQ, E.ACK, E.WND, E.NEW_SEQ, E.OLD_SEQ]) e[i] = random.pick(POSITIONS);
  for (const i of [E.LEN, E.TEXT, E.NEW_LEN, E.OLD_LEN]) e[i] = random.chance(0.4) ? 0 : random.pick(POSITIONS);
  e[E.MSS] = random.pick([536, 1000, 1460]);
  e[E.GRAIN] = random.pick([0, 0, 127]);
  e[E.OPTIONS] = random.pick([0, 0, 12]);
  e[E.NEW_DIGEST] = random.pick([-1, 0, 7]);
  e[E.OLD_DIGEST] = random.pick([-1, 0, 7]);
  for (let i = E.SEQ; i <= E.AMOUNT; i++) e[i + HIGH] = e[i] ?? 0;
}
