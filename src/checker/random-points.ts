/**
 * Random states of a stack, and beliefs that hold them: for the properties that speak of a box and a point in
 * it.
 */
import { E } from '../spec/event.ts';
import type { On, Spec } from '../spec/rule.ts';
import { STATE_NAMES } from '../spec/state.ts';
import { allSlots, CALLS_LOGGED, RCV, recordWidth, slotOf } from '../spec/tcb.ts';
import type { Computed, Node, Slot } from '../spec/term.ts';
import { type Random, randomBox, randomEvent, someOf } from './random-boxes.ts';

const BITS = [slotOf(RCV.HOLDS), slotOf(CALLS_LOGGED)];

interface Runs {
  readonly computed: Computed;
  readonly on: On;
}
export const computedsOf = (spec: Spec): readonly Runs[] => {
  const found = new Map<Computed, Runs>();
  for (const rule of spec.rules)
    if (rule.verb === 'track' && rule.runs) found.set(rule.runs, { computed: rule.runs, on: rule.on });
  return [...found.values()];
};

/**
 * A state: lo = hi in every range, one bit in every mask, blocks as the computeds leave them after a few
 * events.
 */
export function randomPoint(spec: Spec, random: Random, box: Float64Array): void {
  randomBox(random, box, 0);
  for (const slot of allSlots()) {
    if (slot.kind === 'block') continue;
    if (slot.kind === 'mask') box[slot.lo] = 1 << random.below(STATE_NAMES.length);
    else {
      if (slot.kind === 'range' && !random.chance(0.1)) box[slot.lo] = someOf(slot.unit, random);
      box[slot.hi] = box[slot.lo] ?? 0;
    }
    if (BITS.includes(slot)) {
      box[slot.lo] = random.below(2);
      box[slot.hi] = box[slot.lo] ?? 0;
    }
  }
  const event = new Float64Array(E.SIZE);
  for (const { computed, on } of computedsOf(spec))
    for (let n = random.below(6); n > 0; n--) {
      randomEvent(random, on, event);
      event[E.T1] = event[E.T0] ?? 0;
      computed.apply(box, 0, event, true);
    }
}

/**
 * A belief that holds the point: each range reaches some way to either side, masks have more states. Blocks
 * are its own.
 */
export function widen(random: Random, point: Float64Array, box: Float64Array): void {
  box.set(point);
  for (const slot of allSlots()) {
    const at = point[slot.lo] ?? 0;
    if (slot.kind === 'mask') box[slot.lo] = at | (random.chance(0.5) ? random.below(0x800) : 0);
    if (slot.kind !== 'range') continue;
    if (BITS.includes(slot) && (at === 0 || at === 1)) {
      if (random.chance(0.7)) box[slot.lo] = 0;
      if (box[slot.lo] === 0) box[slot.hi] = 1;
      continue;
    }
    const down = random.below(4);
    const up = random.below(4);
    if (down === 0) box[slot.lo] = Number.NEGATIVE_INFINITY;
    else if (down === 1) box[slot.lo] = Math.min(at, someOf(slot.unit, random));
    if (up === 0) box[slot.hi] = Number.POSITIVE_INFINITY;
    else if (up === 1) box[slot.hi] = Math.max(at, someOf(slot.unit, random));
  }
}

/** Where NOW lies is as uncertain for the belief as its recorder is late. */
export function widenTime(random: Random, event: Float64Array, wide: Float64Array): void {
  event[E.T1] = event[E.T0] ?? 0;
  wide.set(event);
  wide[E.T0] = (event[E.T0] ?? 0) - random.pick([0, 1e6, 5e6]);
  wide[E.T1] = (event[E.T0] ?? 0) + random.pick([0, 1e6, 5e6, 1e9]);
}

/** Draws each choice once: either end, or what lies between. */
export class Draws {
  private readonly drawn = new Map<Node, number>();
  private readonly random: Random;
  /**
   * A choice had nothing to choose from: no state that a stack reaches has one. It reads as NaN, which passes
   * no test.
   */
  empty = false;

  constructor(random: Random) {
    this.random = random;
  }
  readonly draw = (node: Node, lo: number, hi: number): number => {
    const value = this.drawn.get(node) ?? this.within(lo, hi);
    this.drawn.set(node, value);
    return value;
  };
  private within(lo: number, hi: number): number {
    const { random } = this;
    if (lo === hi) return lo;
    if (!(lo < hi)) {
      this.empty = true;
      return Number.NaN;
    }
    if (random.chance(0.4) && Number.isFinite(lo)) return lo;
    if (random.chance(0.6) && Number.isFinite(hi)) return hi;
    const from = Number.isFinite(lo) ? lo : Number.isFinite(hi) ? hi - 5000 : 0;
    const to = Number.isFinite(hi) ? hi : from + 5000;
    return random.between(from, to);
  }
}

/**
 * The first of these slots in which the box does not allow the point, or undefined. Ends of the point may
 * differ.
 */
export function outside(
  box: Float64Array,
  point: Float64Array,
  slots: readonly Slot[],
  computeds: readonly Runs[] = [],
): string | undefined {
  for (const slot of slots) {
    const lo = point[slot.lo] ?? 0;
    const hi = point[slot.hi] ?? 0;
    const held = [box[slot.lo] ?? 0, box[slot.hi] ?? 0] as const;
    const ok =
      slot.kind === 'mask'
        ? (lo & ~held[0]) === 0
        : slot.kind === 'fact'
          ? lo === held[0]
          : held[0] <= lo && hi <= held[1];
    if (!ok) return `${slot.name}: [${lo}, ${hi}] is not in [${held.join(', ')}]`;
  }
  const wrong = computeds.find(({ computed }) => !computed.contains(box, 0, point, 0));
  return wrong && `the blocks of ${wrong.computed.id}`;
}

export const newBox = (): Float64Array => new Float64Array(recordWidth());
