import { describe, expect, it } from 'vitest';
import { Cells } from '../checker/cells.ts';
import { currentPractice } from '../spec/profile.ts';
import { SPEC } from '../spec/rules/index.ts';
import { breachText } from './breach.ts';
import { Plans } from './host.ts';
import { walk } from './walk.ts';
import { HINDRANCES, type WalkOptions } from './walk-options.ts';

const cells = new Cells(SPEC, currentPractice, 0);
const plans = new Plans(SPEC);
const open = (seed: number, more: Partial<WalkOptions> = {}): WalkOptions => ({
  seed,
  lag: 5e6,
  closure: false,
  ...more,
});
/** Walks that breach, some of them. */
const breaching = Array.from({ length: 40 }, (_, i) => i + 1).filter(
  (seed) => walk(SPEC, plans, cells, open(seed)).breached !== undefined,
);
const some = breaching.slice(0, 5);

describe('a breach of containment, provoked by leaving out the closure', () => {
  it('comes in some walks', () => {
    expect(breaching.length).toBeGreaterThan(5);
  });

  it('is told with its seed, event, slot, range, true value and last writers', () => {
    for (const seed of some) {
      const [event, ...more] = breachText(SPEC, plans, cells, open(seed)).split('\n');
      expect(event).toMatch(/^seed \d+ [AB] frame \d+ t [\d.]+ ms, (sent|arrival|call|return|end): /);
      expect(event).toMatch(/: true .+, belief .+|the true runs are not in the belief/);
      expect(more.join('\n')).toMatch(/was last written by [a-z]|has been written by nobody/);
    }
  });

  it('is shrunk to what it needs: without the rest the same slot breaches, and lag it always needs', () => {
    for (const seed of some) {
      const last = breachText(SPEC, plans, cells, open(seed)).split('\n').at(-1) ?? '';
      const needed = HINDRANCES.filter((h) =>
        (last.match(/^ {2}still there with (.*) only: /)?.[1] ?? '').includes(h),
      );
      expect(needed).toContain('lag');
      const without = HINDRANCES.filter((h) => !needed.includes(h));
      const slot = walk(SPEC, plans, cells, open(seed)).breached?.slot;
      expect(walk(SPEC, plans, cells, open(seed, { without })).breached?.slot).toBe(slot);
      for (const one of needed) {
        const less = walk(SPEC, plans, cells, open(seed, { without: [...without, one] }));
        expect(less.breached?.slot, `${seed} without ${one}`).not.toBe(slot);
      }
    }
  });
});
