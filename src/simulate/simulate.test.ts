import { describe, expect, it } from 'vitest';
import { SPEC } from '../spec/rules/index.ts';
import { simulate } from './simulate.ts';

describe('walks of two stacks from the spec, each judged at its own recorder', () => {
  const run = simulate({ walks: 700, seed: 1 });

  it('raise no alarm and never leave the belief', () => {
    expect(run.failures).toEqual([]);
    expect(run.alarms).toBe(0);
    expect(run.breaches).toBe(0);
    expect(run.segments).toBeGreaterThan(50_000);
  });

  it('lose segments and lag behind the recorder in many walks', () => {
    expect(run.lossy).toBeGreaterThan(120);
    expect(run.lagging).toBe(351);
  });

  it('fire every permit and reach every state', () => {
    for (const rule of SPEC.rules)
      if (rule.verb === 'permit') expect(run.fired[rule.id], rule.id).toBeGreaterThan(0);
    for (const [state, walks] of Object.entries(run.states)) expect(walks, state).toBeGreaterThan(0);
  });

  it('decide every rule', () => {
    const never = SPEC.rules.filter((r) => (run.decided[r.id] ?? 0) === 0).map((r) => r.id);
    expect(never).toEqual([]);
  });

  it('stay silent where the lag is longer than the round trip', () => {
    // Seed 40000208: a SYN begins RCV.NXT anew while an older ACK shows a larger one.
    expect(simulate({ walks: 60, seed: 40_000_170, lag: 6e7 }).failures).toEqual([]);
  });

  it('are the same again with the same seeds', () => {
    const again = simulate({ walks: 20, seed: 1 });
    const first = simulate({ walks: 20, seed: 1 });
    expect(again).toEqual(first);
  });
});

describe('the oracle bites', () => {
  it('sees breaches when the closure over waiting inputs is off', () => {
    const run = simulate({ walks: 60, seed: 1, lag: 5e6, closure: false });
    expect(run.breaches).toBeGreaterThan(5);
    expect(run.alarms).toBeGreaterThan(0);
  });

  it.each(['window-not-shrunk', 'within-mss', 'no-octet-at-fin'])(
    'sees stacks that are drawn from a spec without %s',
    (id) => {
      const walked = { ...SPEC, rules: SPEC.rules.filter((r) => r.id !== id) };
      const run = simulate({ walks: 60, seed: 1, walked });
      expect(run.alarms).toBeGreaterThan(0);
      expect(run.failures.some((f) => f.includes(id))).toBe(true);
    },
  );
});
