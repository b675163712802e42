/** The hand-made traces are judged as it stands beside them, whatever their numbers, addresses and hour. */
import { describe, expect, test } from 'vitest';
import {
  expectationOf,
  expectations,
  hasExpectation,
  keptTrace,
  keptTraces,
} from '../../trace/fixtures/kept-traces.ts';
import { readText } from '../../trace/text/read.ts';
import { writeText } from '../../trace/text/write.ts';
import type { Trace } from '../../trace/trace.ts';
import type { CheckOptions } from '../check.ts';
import { judgedEndpoints } from './judged-endpoints.ts';
import {
  later,
  seenFrom,
  withLag,
  withNumbersMoved,
  withNumbersWrapping,
  withOtherFamily,
  withoutCalls,
  withoutOctets,
} from './transform.ts';

const MS = 1e6;
const HOUR = 3600e9;

const ACCEPT = keptTraces('accept');
const REJECT = keptTraces('reject');

function judge(trace: Trace, options: Partial<CheckOptions> = {}) {
  const endpoints = judgedEndpoints(trace, {
    profile: 'current-practice',
    recorder: 'inferred',
    ...options,
  });
  expect(endpoints).toHaveLength(1);
  return {
    verdict: endpoints[0]?.verdict,
    findings: (endpoints[0]?.findings ?? []).map(({ id, rule, clause, severity, requirements, frames }) => ({
      id,
      rule,
      clause,
      severity,
      requirements,
      frames,
    })),
  };
}

test('each has its expectation beside it, and no expectation stands alone', () => {
  expect(ACCEPT.length).toBeGreaterThanOrEqual(12);
  expect(REJECT.length).toBeGreaterThanOrEqual(20);
  expect([...ACCEPT, ...REJECT].filter((file) => !hasExpectation(file))).toEqual([]);
  expect(expectations('accept')).toHaveLength(ACCEPT.length);
  expect(expectations('reject')).toHaveLength(REJECT.length);
});

describe.each([...ACCEPT, ...REJECT])('%s', (file) => {
  test('as expected', async () => {
    // `npm test -- -u` writes it anew, and a person looks at the difference.
    const judged = judge(keptTrace(file));
    await expect(`${JSON.stringify(judged, null, 2)}\n`).toMatchFileSnapshot(expectationOf(file));
  });

  test('also interpreted, and as its text is written anew', () => {
    const trace = keptTrace(file);
    const before = judge(trace);
    expect(judge(trace, { interpreted: true })).toEqual(before);
    expect(judge(readText(writeText(trace), file).traces[0] ?? trace)).toEqual(before);
  });

  test('with other numbers, addresses, hour', () => {
    const trace = keptTrace(file);
    const before = judge(trace);
    for (const within of [1, 50, 500, 1500])
      expect(judge(withNumbersWrapping(trace, within))).toEqual(before);
    expect(judge(withNumbersMoved(trace, 0x80000000, 0x7fffffff))).toEqual(before);
    expect(judge(withOtherFamily(trace))).toEqual(before);
    expect(withOtherFamily(withOtherFamily(trace))).toEqual(trace);
    expect(judge(later(trace, HOUR))).toEqual(before);
  });
});

test.each(ACCEPT)('%s has no finding, however little the recorder can prove', (file) => {
  const trace = keptTrace(file);
  const found = (less: Trace, options: Partial<CheckOptions> = {}) => judge(less, options).findings;
  expect(found(trace)).toEqual([]);
  for (const late of [5 * MS, 50 * MS, 500 * MS])
    expect(found(withLag(trace, { in: late, out: late, error: 5 * MS }))).toEqual([]);
  for (const position of ['far', 'between'] as const) expect(found(seenFrom(trace, position))).toEqual([]);
  expect(found(withoutCalls(trace))).toEqual([]);
  expect(found(withoutOctets(trace))).toEqual([]);
  expect(found(trace, { recorder: 'unknown' })).toEqual([]);
});

test.each(REJECT)('%s has a finding at the departure', (file) => {
  const { verdict, findings } = judge(keptTrace(file));
  expect(['violations', 'deviations']).toContain(verdict);
  expect(findings.length).toBeGreaterThan(0);
});
