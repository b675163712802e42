import { expect, test } from 'vitest';
import { IMPAIRMENTS } from './impairments.ts';
import { sessionPlan } from './plan.ts';
import { PROGRAMS } from './programs.ts';

const order = {
  seed: 3,
  congestionControls: ['reno', 'cubic', 'bbr'],
  impairments: Object.keys(IMPAIRMENTS),
  octets: { least: 1000, most: 2000 },
};
const plans = (count: number) => Array.from({ length: count }, (_, number) => sessionPlan(order, number));
const all = order.impairments.length * order.congestionControls.length;

test('one turn has every congestion control with every path, and every program', () => {
  const turn = plans(all);
  expect(new Set(turn.map((p) => `${p.congestionControl} ${p.impairment}`)).size).toBe(all);
  expect(new Set(turn.map(({ program }) => program.id)).size).toBe(PROGRAMS.length);
});

test('in as many turns as there are programs every path has every program with every control', () => {
  const cells = plans(all * PROGRAMS.length);
  const ids = cells.map((p) => `${p.congestionControl} ${p.impairment} ${p.program.id}`);
  expect(new Set(ids).size).toBe(all * PROGRAMS.length);
});

test('a plan is the same every time and keeps to the sizes', () => {
  expect(plans(50)).toEqual(plans(50));
  for (const { octets } of plans(50)) {
    expect(octets).toBeGreaterThanOrEqual(1000);
    expect(octets).toBeLessThanOrEqual(2000);
  }
  expect(() => sessionPlan({ ...order, impairments: ['no-such'] }, 0)).toThrow(RangeError);
});
