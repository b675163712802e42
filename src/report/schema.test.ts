import { describe, expect, expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import type { Verdict } from '../checker/verdict.ts';
import { fixtureVerdict } from './fixture/verdict.ts';
import { readVerdict, verdictSchema } from './schema.ts';

type Deep<T> = T extends object ? { readonly [K in keyof T]: Deep<T[K]> } : T;

function problems(value: unknown): readonly string[] {
  const result = readVerdict(value);
  return result.ok ? [] : result.problems;
}

const copy = (): Record<string, unknown> => structuredClone({ ...fixtureVerdict });

describe('verdictSchema', () => {
  test('has the same type as the checker’s Verdict, both ways', () => {
    expectTypeOf<z.infer<typeof verdictSchema>>().toExtend<Omit<Verdict, 'schema'> & { schema: 1 }>();
    expectTypeOf<Omit<Verdict, 'schema'> & { readonly schema: 1 }>().toExtend<
      Deep<z.infer<typeof verdictSchema>>
    >();
    expect(verdictSchema.shape.schema.value).toBe(1);
  });

  test('takes a verdict as it is, and as JSON brings it back', () => {
    expect(readVerdict(fixtureVerdict)).toEqual({ ok: true, verdict: fixtureVerdict });
    expect(readVerdict(JSON.parse(JSON.stringify(fixtureVerdict)))).toEqual({
      ok: true,
      verdict: fixtureVerdict,
    });
  });

  test('says another version in one line', () => {
    expect(problems({ ...copy(), schema: 2 })).toEqual([
      'schema: version 2, but this tcpassay reads version 1',
    ]);
  });

  test.each([[{}], [null], ['verdict'], [[1]]])('says of %j that it is no verdict', (value) => {
    expect(problems(value)).toEqual(['schema: missing; this is not a verdict of tcpassay']);
  });

  test('refuses unknown fields and names their place', () => {
    const traces = [{ ...structuredClone(fixtureVerdict.traces[0]), mood: 'good' }];
    expect(problems({ ...copy(), traces })).toEqual([expect.stringMatching(/^traces\[0\]: .*"mood"/)]);
  });

  test('names every wrong place', () => {
    const totals = { ...fixtureVerdict.totals, segments: -1, known: 'many' };
    expect(problems({ ...copy(), recorder: 'good', totals })).toEqual([
      expect.stringMatching(/^recorder: /),
      expect.stringMatching(/^totals\.segments: /),
      expect.stringMatching(/^totals\.known: /),
    ]);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 0.5])(
    'refuses %d as a time: JSON could not carry it',
    (time) => {
      const verdict = structuredClone(fixtureVerdict);
      const finding = verdict.traces[1]?.connections[0]?.endpoints[0]?.findings[0];
      if (finding === undefined) throw new Error('the fixture has a finding there');
      Object.assign(finding, { time });
      expect(problems(verdict)).toEqual([
        expect.stringMatching(/^traces\[1\]\.connections\[0\]\.endpoints\[0\]\.findings\[0\]\.time: /),
      ]);
    },
  );

  test('wants every verdict counted in the totals', () => {
    const totals = { ...fixtureVerdict.totals, endpoints: { conformant: 1 } };
    expect(problems({ ...copy(), totals }).length).toBeGreaterThan(0);
  });
});
