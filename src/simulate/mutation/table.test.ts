import { expect, it } from 'vitest';
import type { Score } from './measure.ts';
import { mutantMatrix, mutantTable } from './table.ts';

const score = (id: string, observable: number, killed: number, allowed = 0): Score => ({
  id,
  requirement: 'MUST-40',
  level: 'MUST',
  family: 'acknowledgment',
  observable,
  killed,
  wrongly: 0,
  allowed,
  elsewhere: {},
  missed: {},
  seeds: {},
});
const seen = {
  from: 'near with calls',
  walks: 8,
  scores: [score('ack-ahead', 4, 4), score('ack-delayed-for-seconds', 4, 1, 2), score('ecn-unasked', 0, 0)],
};

it('shows the worst first, what was put aside and why, and those that never showed last', () => {
  const text = mutantTable(seen);
  expect(
    text
      .split('\n')
      .slice(1, 4)
      .map((line) => line.split(' ')[0]),
  ).toEqual(['ack-delayed-for-seconds', 'ack-ahead', 'ecn-unasked']);
  expect(text).toContain('5 of 8 observable walks killed (63 %)');
  expect(text).toContain('2 of 10 differing walks put aside as allowed (20 %)');
  expect(text).toMatch(/2 of ack-delayed-for-seconds: An ACK/);
  expect(text).toContain('congestion window: no slow start after a timeout');
});

it('stands vantages side by side', () => {
  const text = mutantMatrix([
    seen,
    { ...seen, from: 'far', scores: seen.scores.map((s) => ({ ...s, killed: 0 })) },
  ]);
  expect(text).toMatch(/^mutant +family +entry +near with calls +far$/m);
  expect(text).toMatch(/^ack-ahead +acknowledgment +MUST-40 +4\/4 100 % +0\/4 +0 %$/m);
});
