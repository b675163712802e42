import { expect, test } from 'vitest';
import { Contexts } from './contexts.ts';

test('equal paths have equal numbers, others others', () => {
  const contexts = new Contexts();
  expect(contexts.ofInterface(0)).toBe(0);
  const numbers = [1, 2, 1_000_000_000].map((id) => contexts.ofInterface(id));
  const children = [0, ...numbers].flatMap((parent) =>
    [0, 1, 0xffffffff].map((w) => contexts.child(parent, w)),
  );
  expect(new Set([0, ...numbers, ...children]).size).toBe(16);
  expect([1, 2, 1_000_000_000].map((id) => contexts.ofInterface(id))).toEqual(numbers);
  expect(contexts.child(numbers[0] as number, 1)).toBe(children[4]);
});

test('beyond a million all new ones are one, and the old ones stay', () => {
  const contexts = new Contexts();
  const first = contexts.child(0, 0);
  for (let word = 1; word < 0x100000; word++) contexts.child(0, word);
  const last = contexts.child(0, 0x100005);
  expect(contexts.child(last, 7)).toBe(last);
  expect(contexts.child(0, 0x100006)).toBe(last);
  expect(contexts.child(0, 0)).toBe(first);
  expect(last).not.toBe(first);
});
