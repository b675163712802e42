import { describe, expect, it } from 'vitest';
import { renderRule } from '../../spec/render.ts';
import { requirement } from '../../spec/requirements/all.ts';
import type { Spec } from '../../spec/rule.ts';
import { SPEC } from '../../spec/rules/index.ts';
import { MUTANTS } from '../mutants/all.ts';
import { Measure } from './measure.ts';
import { MUTANT_FAMILIES, type Mutant, mutated, overridden } from './mutant.ts';
import { unbroken } from './unbroken.ts';

const text = (spec: Spec): string =>
  spec.rules.map((r) => renderRule(r) + (r.verb === 'permit' ? ` often ${r.often}` : '')).join('\n');
const named = (...ids: readonly string[]): readonly Mutant[] => MUTANTS.filter((m) => ids.includes(m.id));

describe('the mutants', () => {
  it('are at least sixty, of every family, each with a name of its own', () => {
    expect(MUTANTS.length).toBeGreaterThanOrEqual(60);
    expect(new Set(MUTANTS.map((m) => m.id)).size).toBe(MUTANTS.length);
    for (const family of MUTANT_FAMILIES) expect(MUTANTS.filter((m) => m.family === family)).not.toEqual([]);
  });

  it.each(MUTANTS.map((m) => [m.id, m] as const))('%s fits the spec and differs from it', (_id, mutant) => {
    expect(text(mutated(SPEC, mutant))).not.toBe(text(SPEC));
  });

  it('break entries that the catalogue has', () => {
    const ids = MUTANTS.flatMap((m) => [m.requirement, ...(m.alike ?? [])]);
    expect(ids.filter((id) => requirement(id as string) === undefined)).toEqual([]);
  });

  it('override every limit, every obligation and a permit of every closed family', () => {
    expect(unbroken(SPEC, MUTANTS, ['forbid', 'oblige'])).toEqual([]);
    const changed = new Set(MUTANTS.flatMap(overridden));
    for (const family of SPEC.families) {
      const permits = SPEC.rules.filter((r) => r.verb === 'permit' && r.of === family);
      expect(
        permits.some((r) => changed.has(r.id)),
        family.id,
      ).toBe(true);
    }
  });
});

describe('a measurement', () => {
  it('kills strong mutants with a log of calls', () => {
    const measure = new Measure({
      mutants: named('ack-ahead', 'mss-on-data', 'empty-segment-ahead', 'window-shrinks'),
      vantage: 'trace',
      seed: 1,
    });
    for (let i = 0; i < 4; i++) measure.step();
    for (const score of measure.scores()) {
      expect(score.observable, score.id).toBeGreaterThan(0);
      expect(score.killed, score.id).toBeGreaterThan(0);
      expect(score.killed, score.id).toBeLessThanOrEqual(score.observable);
    }
  });

  it.each(['trace', 'stream-near', 'stream-far'] as const)(
    'sees nothing in a stack that is not changed, %s',
    (vantage) => {
      const unchanged: Mutant = {
        id: 'unchanged',
        text: 'is right',
        requirement: 'MUST-40',
        family: 'acknowledgment',
        evidence: 'near',
        edits: [{ of: [], apply: (spec) => ({ ...spec, rules: [...spec.rules] }) }],
      };
      const measure = new Measure({ mutants: [unchanged], vantage, seed: 1 });
      for (let i = 0; i < 4; i++) measure.step();
      expect(measure.scores()).toMatchObject([{ observable: 0, killed: 0, wrongly: 0, allowed: 0 }]);
    },
  );
});
