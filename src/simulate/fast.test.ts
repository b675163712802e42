import { describe, expect, it } from 'vitest';
import { Cells } from '../checker/cells.ts';
import { currentPractice, type Profile, rfc793Era } from '../spec/profile.ts';
import { SPEC } from '../spec/rules/index.ts';
import { Plans } from './host.ts';
import { type Walk, walk } from './walk.ts';

const LAGS = [0, 1e5, 1e6, 5e6];
/** Each walk is short, so that there are many: every permit and every limit has its turn. */
const EVENTS = 200;

interface Told extends Walk {
  readonly log: readonly string[];
}

describe('stacks in compiled code and stacks that read the terms', () => {
  const slow = new Plans(SPEC, true);
  const fast = new Plans(SPEC);
  const told = (plans: Plans, profile: Profile, seed: number): Told => {
    const log: string[] = [];
    const w = walk(SPEC, plans, cells.get(profile) ?? new Cells(SPEC, profile, 0), {
      seed,
      lag: LAGS[seed % LAGS.length] ?? 0,
      closure: true,
      events: EVENTS,
      log: (actor, kind, event) => log.push(`${actor} ${kind} ${event.join()}`),
    });
    return { ...w, log };
  };
  const cells = new Map([currentPractice, rfc793Era].map((p) => [p, new Cells(SPEC, p, 0)] as const));

  it.each([
    ['current-practice', currentPractice, 70],
    ['rfc793-era', rfc793Era, 20],
  ] as const)('walk the same way and end in the same state: %s', (_, profile, walks) => {
    let records = 0;
    for (let seed = 1; seed <= walks; seed++) {
      const a = told(slow, profile, seed);
      const b = told(fast, profile, seed);
      expect(b.log, `seed ${seed}`).toEqual(a.log);
      expect(b.points, `seed ${seed}`).toEqual(a.points);
      expect([...b.fired], `seed ${seed}`).toEqual([...a.fired]);
      expect([...b.bugs, ...b.alarms, ...b.breaches]).toEqual([]);
      records += a.log.length;
    }
    expect(records).toBeGreaterThan(20 * walks);
  });
});
