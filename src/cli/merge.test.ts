import { expect, test } from 'vitest';
import { fixtureVerdict } from '../report/fixture/verdict.ts';
import { mergeVerdicts } from './merge.ts';

test('one verdict is itself', () => {
  expect(mergeVerdicts([fixtureVerdict])).toEqual(fixtureVerdict);
});

test('traces are strung together and totals are summed', () => {
  const both = mergeVerdicts([fixtureVerdict, fixtureVerdict]);
  expect(both.traces).toEqual([...fixtureVerdict.traces, ...fixtureVerdict.traces]);
  expect(both.totals).toEqual({
    traces: 10,
    connections: 10,
    segments: 2178,
    endpoints: { conformant: 4, deviations: 2, violations: 4, undecided: 2 },
    findings: { violation: 4, deviation: 4, note: 2 },
    known: 2,
  });
});

test('nothing judged is a mistake of the caller', () => {
  expect(() => mergeVerdicts([])).toThrow('unreachable');
});
