import { expect, test } from 'vitest';
import { E, OUT } from './event.ts';
import { read } from './read.ts';
import { BLOCKS } from './sack-blocks.ts';
import { recordWidth } from './tcb.ts';
import { count, type Term, type Unit } from './term.ts';

const HIGH_END = 40;
/** A term's reading where the stack sends `ack` and these blocks. */
function reading(term: Term<Unit>, ack: number, ...edges: readonly number[]): readonly [number, number] {
  const event = new Float64Array(E.SIZE);
  const set = (at: number, value: number): void => {
    event[at] = value;
    event[at + HIGH_END] = value;
  };
  set(E.ACK, ack);
  set(E.SACKS, edges.length / 2);
  edges.forEach((edge, i) => set(E.SACK + i, edge));
  const view = { box: new Float64Array(recordWidth()), at: 0, event, values: {}, lacks: 0 };
  return [read(term.node, 'lo', view), read(term.node, 'hi', view)];
}
const value = (term: Term<Unit>, ack: number, ...edges: readonly number[]): number => {
  const [lo, hi] = reading(term, ack, ...edges);
  expect(lo).toBe(hi);
  return lo;
};

test('a first block below the ACK or inside another one reports a duplicate', () => {
  expect(value(BLOCKS.DUPLICATES, 100, 50, 60)).toBe(1);
  expect(value(BLOCKS.DUPLICATES, 100, 200, 300)).toBe(0);
  expect(value(BLOCKS.DUPLICATES, 100, 200, 300, 200, 300)).toBe(1);
  expect(value(BLOCKS.DUPLICATES, 100, 200, 300, 400, 500, 150, 300)).toBe(1);
  expect(value(BLOCKS.DUPLICATES, 100, 200, 300, 250, 300)).toBe(0);
  expect(value(BLOCKS.DUPLICATES, 100)).toBe(0);
});
test('whether the second block holds the first', () => {
  expect(value(BLOCKS.INSIDE, 100, 200, 300, 150, 300)).toBe(1);
  expect(value(BLOCKS.INSIDE, 100, 200, 300, 400, 500, 150, 300)).toBe(0);
  expect(value(BLOCKS.INSIDE, 100, 200, 300)).toBe(0);
});
test('pairs that meet or overlap, a D-SACK left out', () => {
  expect(value(BLOCKS.TOUCHING, 100, 200, 300, 301, 400)).toBe(0);
  expect(value(BLOCKS.TOUCHING, 100, 200, 300, 300, 400)).toBe(1);
  expect(value(BLOCKS.TOUCHING, 100, 300, 400, 200, 300)).toBe(1);
  expect(value(BLOCKS.TOUCHING, 100, 200, 300, 250, 400, 390, 500)).toBe(2);
  expect(value(BLOCKS.TOUCHING, 100, 200, 300, 200, 400)).toBe(0);
  expect(value(BLOCKS.TOUCHING, 100, 50, 100, 101, 200)).toBe(0);
  expect(value(BLOCKS.TOUCHING, 100)).toBe(0);
});
test('edges behind the last block are compared with 0', () => {
  expect(value(BLOCKS.edge(0, OUT.SACKS, OUT.ACK), 100, 200, 300)).toBe(100);
  expect(value(BLOCKS.edge(1, OUT.SACKS, OUT.ACK), 100, 200, 300)).toBe(0);
  expect(value(BLOCKS.edge(0, OUT.SACKS.less(count(1)), OUT.ACK), 100, 200, 300)).toBe(0);
});
test('of blocks that are not drawn yet everything is possible', () => {
  const event = new Float64Array(E.SIZE);
  event[E.SACKS + HIGH_END] = 4;
  event.fill(-Infinity, E.SACK, E.SACK + 8);
  event.fill(Infinity, E.SACK + HIGH_END, E.SACK + HIGH_END + 8);
  event[E.ACK + HIGH_END] = 100;
  const view = { box: new Float64Array(recordWidth()), at: 0, event, values: {}, lacks: 0 };
  const ends = (term: Term<Unit>): readonly number[] => [
    read(term.node, 'lo', view),
    read(term.node, 'hi', view),
  ];
  expect(ends(BLOCKS.TOUCHING)).toEqual([0, 6]);
  expect(ends(BLOCKS.INSIDE)).toEqual([0, 1]);
  expect(ends(BLOCKS.edge(0, OUT.SACKS, OUT.ACK))).toEqual([0, 100]);
});
