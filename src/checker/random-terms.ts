/**
 * Random terms and tests with every kind of node, for properties that must hold beyond the rules that there
 * are.
 */
import { allSlots } from '../spec/tcb.ts';
import type { Computed, Node, Side, Slot, Test } from '../spec/term.ts';
import type { Random } from './random-boxes.ts';

/** A computed without slots: its one query is the difference of its two arguments. */
export const difference: Computed = {
  id: 'difference',
  slots: [],
  reads: [],
  apply: () => undefined,
  queries: {
    of: {
      unit: 'size',
      whenFull: 'unknown',
      read: (side: Side, _box: Float64Array, _at: number, args: Float64Array): number => {
        const [aLo = 0, aHi = 0, bLo = 0, bHi = 0] = args;
        const value = side === 'lo' ? aLo - bHi : aHi - bLo;
        if (!Number.isNaN(value)) return value;
        return side === 'lo' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
      },
    },
  },
  contains: () => true,
};

const numbers = (): readonly Slot[] => allSlots().filter((s) => s.kind === 'range' || s.kind === 'fact');

/** A leaf: slot, field of the event, constant with a name or without. */
function randomLeaf(random: Random): Node {
  const which = random.below(8);
  if (which < 5) return { op: 'slot', slot: random.pick(numbers()) };
  if (which === 5) return { op: 'event', name: 'NOW', at: 0, high: 1, from: 'both', point: false };
  if (which === 6) return { op: 'event', name: 'SEG.SEQ', at: 3, from: 'in', point: true };
  return random.chance(0.5)
    ? { op: 'constant', value: random.pick([0, 1, -7, 1000, Number.POSITIVE_INFINITY]) }
    : { op: 'constant', value: 5, name: 'IMMEDIATE' };
}

export function randomNode(random: Random, depth: number): Node {
  if (depth === 0 || random.chance(0.15)) return randomLeaf(random);
  const op = random.pick(['+', '-', 'min', 'max', 'between', '*', 'query'] as const);
  const a = randomNode(random, depth - 1);
  if (op === '*') return { op, a, k: random.pick([2, 3, 10]) };
  const b = randomNode(random, depth - 1);
  return op === 'query' ? { op, of: difference, name: 'of', args: [a, b] } : { op, a, b };
}

export const randomTest = (random: Random, depth: number): Test => ({
  op: random.chance(0.3) ? '=' : '<=',
  a: randomNode(random, depth),
  b: randomNode(random, depth),
});
