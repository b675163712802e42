import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trace as anyTrace } from '../trace/fixtures/random-trace.ts';
import type { Trace } from '../trace/trace.ts';
import { check } from './check.ts';

const judge = (trace: Trace, interpreted: boolean) =>
  check([{ file: 'random.trace', sha256: '', traces: [trace], problems: [] }], {
    profile: 'current-practice',
    recorder: 'inferred',
    interpreted,
  });

describe('any trace that can be read can be judged', () => {
  it('without an exception, compiled and interpreted alike', () => {
    fc.assert(
      fc.property(anyTrace, (trace) => {
        expect(judge(trace, true)).toEqual(judge(trace, false));
      }),
      { numRuns: 300, seed: 20261124 },
    );
  });
});
