/**
 * Leads random boxes to the answers that chance alone would give too seldom: which answers a clause can have
 * at all, and how to draw what it reads again until it has the wanted one.
 */
import { E, HIGH } from '../spec/event.ts';
import { holds, type View } from '../spec/read.ts';
import type { Rule } from '../spec/rule.ts';
import { corner, solve } from '../spec/solve.ts';
import { leaves, type Node, type Side, type Slot, sidesOf, type Test } from '../spec/term.ts';
import { type Random, randomField, randomSlot, randomTime } from './random-boxes.ts';

/** The three answers to a clause, as places of a counter. */
export const YES = 0;
export const NO = 1;
export const MAYBE = 2;
export type Answer = typeof YES | typeof NO | typeof MAYBE;

/** Which answers a clause can have, whatever the box, the event and the evidence. */
export type Possible = readonly [yes: boolean, no: boolean, open: boolean];

export const answerOf = (test: Test, view: View): Answer =>
  !holds(test, 'may', view) ? NO : holds(test, 'must', view) ? YES : MAYBE;

/** The tests that a cell asks for a rule, in the order in which people read them. */
export function clausesOf(rule: Rule): readonly Test[] {
  if (rule.verb === 'permit') return [...rule.of.applies, ...rule.when];
  return rule.verb === 'forbid' ? [...rule.when, rule.allow] : rule.when;
}

/** From where to where an end of a term can lie. */
type Span = readonly [least: number, most: number];
const ANYWHERE: Span = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
/** ∞ − ∞ is no number that an end can have: what lies next to it is. */
const or = (value: number, otherwise: number): number => (Number.isNaN(value) ? otherwise : value);
const sum = (a: Span, b: Span): Span => [
  or(a[0] + b[0], Math.max(a[0], b[0])),
  or(a[1] + b[1], Math.min(a[1], b[1])),
];

function spanOf(node: Node, side: Side): Span {
  switch (node.op) {
    case 'slot':
    case 'query':
      return ANYWHERE;
    case 'event':
      return [-Number.MAX_VALUE, Number.MAX_VALUE];
    case 'constant':
      // A setting is what the profile says: any number, but none below 0.
      return node.name === undefined ? [node.value, node.value] : [0, Number.MAX_VALUE];
    case '+':
      return sum(spanOf(node.a, side), spanOf(node.b, side));
    case '-': {
      const [least, most] = spanOf(node.b, side === 'lo' ? 'hi' : 'lo');
      return sum(spanOf(node.a, side), [-most, -least]);
    }
    case '*': {
      const [least, most] = spanOf(node.a, side);
      return [least * node.k, most * node.k];
    }
    case 'between':
      return spanOf(side === 'lo' ? node.a : node.b, side);
    default: {
      const [a, b] = [spanOf(node.a, side), spanOf(node.b, side)];
      return [Math[node.op](a[0], b[0]), Math[node.op](a[1], b[1])];
    }
  }
}

/** Every value of the term is one number: facts with the evidence they rest on, and points of the event. */
function isExact(node: Node, lacks: number): boolean {
  if (node.op === 'between') return false;
  return (
    leaves(node).every((leaf) => {
      if (leaf.op === 'event') return leaf.point;
      if (leaf.op !== 'slot' || leaf.slot.kind !== 'fact') return false;
      return (((leaf.slot.restsOn.lo ?? 0) | (leaf.slot.restsOn.hi ?? 0)) & lacks) === 0;
    }) && !hasChoice(node)
  );
}
const hasChoice = (node: Node): boolean =>
  node.op === 'between' ||
  (node.op === 'query' && (node.of.queries[node.name]?.exact !== true || node.args.some(hasChoice))) ||
  ('a' in node && hasChoice(node.a)) ||
  ('b' in node && hasChoice(node.b));

const canReach = (least: number, most: number): boolean => least <= most;

/** Computed from the test alone; `lacks` is all the evidence that may be missing. */
export function possible(test: Test, lacks: number): Possible {
  if (test.op === 'flags') return [true, true, false];
  if (test.op === 'in') return [true, true, true];
  const ends = {
    al: spanOf(test.a, 'lo'),
    ah: spanOf(test.a, 'hi'),
    bl: spanOf(test.b, 'lo'),
    bh: spanOf(test.b, 'hi'),
  };
  const equal = test.op === '=';
  const yes = canReach(ends.ah[0], ends.bl[1]) && (!equal || canReach(ends.bh[0], ends.al[1]));
  const no = ends.al[1] > ends.bh[0] || (equal && ends.bl[1] > ends.ah[0]);
  return [yes, no, !(isExact(test.a, lacks) && isExact(test.b, lacks))];
}

/** Draws a leaf again: half the time near where the test turns. */
function redraw(leaf: Node, test: Test, view: View, random: Random): void {
  if (leaf.op === 'slot') {
    randomSlot(random, leaf.slot, view.box, view.at);
    if (leaf.slot.kind !== 'mask' && random.chance(0.5)) toTheTurn(leaf, leaf.slot, test, view, random);
  } else if (leaf.op === 'event') {
    const bound = turningPoint(leaf, test, view, random);
    const isTime = leaf.at === E.T0;
    if (bound === undefined || !Number.isFinite(bound) || random.chance(0.3)) {
      if (isTime) randomTime(random, view.event);
      else randomField(random, leaf.at, view.event);
    } else if (isTime) {
      view.event[E.T0] = bound - random.pick([0, 0, 5e6]);
      view.event[E.T1] = bound + random.pick([0, 0, 5e6]);
    } else {
      view.event[leaf.at] = bound;
      view.event[leaf.high ?? leaf.at + HIGH] = bound + (leaf.point ? 0 : random.pick([0, 0, 1, 1000]));
    }
  }
}

function turningPoint(leaf: Node, test: Test, view: View, random: Random): number | undefined {
  const solved = solve(test, leaf);
  if (solved.length === 0) return undefined;
  // Slots and fields hold whole numbers.
  const bound = Math.round(corner(random.pick(solved).bound, view)) + random.pick([-1, 0, 0, 0, 1]);
  return Number.isNaN(bound) ? undefined : bound;
}

function toTheTurn(leaf: Node, slot: Slot, test: Test, view: View, random: Random): void {
  const bound = turningPoint(leaf, test, view, random);
  if (bound === undefined) return;
  const wide = slot.kind === 'range' && Number.isFinite(bound) ? random.pick([0, 0, 1, 1000]) : 0;
  view.box[view.at + slot.lo] = bound - wide;
  view.box[view.at + slot.hi] = bound + wide;
}

/**
 * Draws what the test reads again, `tries` times at most, until the answer is the wanted one. Flags are left.
 */
export function steer(test: Test, want: Answer, tries: number, view: View, random: Random): boolean {
  if (answerOf(test, view) === want) return true;
  const all = sidesOf(test).flatMap((node) => leaves(node));
  if (test.op === 'flags' || (test.op !== 'in' && all.length === 0)) return false;
  for (let n = 0; n < tries; n++) {
    if (test.op === 'in') view.box[view.at + test.slot.lo] = statesFor(test.states, want, random);
    else redraw(random.pick(all), test, view, random);
    if (answerOf(test, view) === want) return true;
  }
  return false;
}

const ALL = 0x7ff;
function statesFor(states: number, want: Answer, random: Random): number {
  const inside = (random.below(ALL + 1) & states) | (states & -states);
  const outside = ALL & ~states;
  const beyond = (random.below(ALL + 1) & outside) | (outside & -outside);
  return want === YES ? inside : want === NO ? beyond : inside | beyond;
}

/** Tries to make all tests hold at once, some for certain, some perhaps. */
export function steerAll(tests: readonly Test[], view: View, random: Random): void {
  for (let round = 0; round < 3; round++) {
    let missed = 0;
    for (const test of tests) {
      const now = answerOf(test, view);
      if (now === NO && !steer(test, random.chance(0.7) ? YES : MAYBE, 6, view, random)) missed++;
    }
    if (missed === 0) return;
  }
}
