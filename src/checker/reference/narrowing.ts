/**
 * What follows for the slots of a path where a test holds, or where it fails: each interval is pushed back
 * through its term to the leaves. Another method than `solve.ts`: a leaf that occurs twice is narrowed at
 * each place by itself, and `min`, `max` give way where the other side cannot be the one.
 */
import { isWill, type Node, nodes, type Test } from '../../spec/term.ts';
import { type Ends, ends, endsOf, type Sight } from './ends.ts';

/** A test that is known to hold, or to fail. */
export interface Known {
  readonly test: Test;
  readonly holds: boolean;
}

const LEAST = Number.NEGATIVE_INFINITY;
const MOST = Number.POSITIVE_INFINITY;
const atMost = (hi: number): Ends => ends(LEAST, hi);
const atLeast = (lo: number): Ends => ends(lo, MOST);

/** Slots hold whole numbers. */
const up = (x: number): number => (Number.isFinite(x) ? Math.ceil(x) : x);
const down = (x: number): number => (Number.isFinite(x) ? Math.floor(x) : x);

function pushSlot(node: Extract<Node, { op: 'slot' }>, to: Ends, box: Float64Array): boolean {
  const { slot } = node;
  if (slot.kind !== 'range') return true;
  const lo = up(to.lo);
  const hi = down(to.hi);
  if (lo > (box[slot.lo] ?? LEAST)) box[slot.lo] = lo;
  if (hi < (box[slot.hi] ?? MOST)) box[slot.hi] = hi;
  return (box[slot.lo] ?? LEAST) <= (box[slot.hi] ?? MOST);
}

/** The value of `node` lies in `to`. False where nothing of the path is left. */
function push(node: Node, to: Ends, sight: Sight): boolean {
  if (to.lo === LEAST && to.hi === MOST) return true;
  switch (node.op) {
    case 'slot':
      return pushSlot(node, to, sight.box);
    case '*':
      return push(node.a, ends(to.lo / node.k, to.hi / node.k), sight);
    case '+': {
      const a = endsOf(node.a, sight);
      const b = endsOf(node.b, sight);
      return (
        push(node.a, ends(to.lo - b.hi, to.hi - b.lo), sight) &&
        push(node.b, ends(to.lo - a.hi, to.hi - a.lo), sight)
      );
    }
    case '-': {
      const a = endsOf(node.a, sight);
      const b = endsOf(node.b, sight);
      return (
        push(node.a, ends(to.lo + b.lo, to.hi + b.hi), sight) &&
        push(node.b, ends(a.lo - to.hi, a.hi - to.lo), sight)
      );
    }
    case 'between':
      return push(node.a, atMost(to.hi), sight) && push(node.b, atLeast(to.lo), sight);
    case 'min':
    case 'max':
      return pushExtreme(node, to, sight);
    default:
      return true;
  }
}

function pushExtreme(node: Extract<Node, { a: Node; b: Node }>, to: Ends, sight: Sight): boolean {
  const a = endsOf(node.a, sight);
  const b = endsOf(node.b, sight);
  const isMin = node.op === 'min';
  const both = isMin ? atLeast(to.lo) : atMost(to.hi);
  if (!push(node.a, both, sight) || !push(node.b, both, sight)) return false;
  const [onlyA, onlyB] = isMin ? [b.lo > to.hi, a.lo > to.hi] : [b.hi < to.lo, a.hi < to.lo];
  const one = isMin ? atMost(to.hi) : atLeast(to.lo);
  return (!onlyA || push(node.a, one, sight)) && (!onlyB || push(node.b, one, sight));
}

/** Whether both sides of a comparison are whole numbers: then what is not at most X is X + 1 at least. */
const whole = (node: Node): boolean =>
  [...nodes(node)].every((n) => n.op !== '*' || Number.isInteger(n.k)) && !hasWill(node);
const hasWill = (node: Node): boolean => [...nodes(node)].some((n) => n.op === 'between');
const steps = new WeakMap<Test, number>();
function stepOf(test: Extract<Test, { a: Node }>): number {
  let step = steps.get(test);
  if (step === undefined) {
    step = whole(test.a) && whole(test.b) ? 1 : 0;
    steps.set(test, step);
  }
  return step;
}

function pushEqual(test: Extract<Test, { a: Node }>, holds: boolean, sight: Sight): boolean {
  const a = endsOf(test.a, sight);
  const b = endsOf(test.b, sight);
  if (holds) return push(test.a, b, sight) && push(test.b, a, sight);
  if (stepOf(test) === 0) return true;
  return pushUnequal(test.a, a, b, sight) && pushUnequal(test.b, b, a, sight);
}

/** Not equal to a number at its edge: the edge moves. */
function pushUnequal(node: Node, of: Ends, other: Ends, sight: Sight): boolean {
  if (other.lo !== other.hi || !Number.isFinite(other.lo)) return true;
  if (of.lo === other.lo && of.hi === other.lo) return false;
  if (of.lo === other.lo) return push(node, atLeast(of.lo + 1), sight);
  if (of.hi === other.lo) return push(node, atMost(of.hi - 1), sight);
  return true;
}

/** Narrows the box of `sight` by one test. False where nothing is left; then the box is spoilt. */
export function narrow({ test, holds }: Known, sight: Sight): boolean {
  if (test.op === 'flags') return true;
  if (test.op === 'in') {
    const { box } = sight;
    const kept = (box[test.slot.lo] ?? 0) & (holds ? test.states : ~test.states);
    box[test.slot.lo] = kept;
    return kept !== 0;
  }
  if (isWill(test)) return true;
  if (test.op === '=') return pushEqual(test, holds, sight);
  if (holds) {
    if (!push(test.a, atMost(endsOf(test.b, sight).hi), sight)) return false;
    return push(test.b, atLeast(endsOf(test.a, sight).lo), sight);
  }
  const step = stepOf(test);
  if (!push(test.a, atLeast(endsOf(test.b, sight).lo + step), sight)) return false;
  return push(test.b, atMost(endsOf(test.a, sight).hi - step), sight);
}
