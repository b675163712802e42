/** The recorded traces are judged by their stack's profile as it stands beside them, also with other numbers. */
import { describe, expect, test } from 'vitest';
import type { Trace } from '../../trace/trace.ts';
import {
  expectationOf,
  expectations,
  hasExpectation,
  judgedEndpoints,
  keptTrace,
  keptTraces,
} from './kept-traces.ts';
import { withNumbersMoved, withNumbersWrapping } from './transform.ts';

const RECORDED = keptTraces('recorded');

function judge(trace: Trace, interpreted = false) {
  const options = { profile: trace.header.profile, recorder: 'inferred', interpreted } as const;
  return judgedEndpoints(trace, options).map(({ port, verdict, findings }) => ({
    port,
    verdict,
    findings: findings.map(({ rule, clause, severity, requirements, frames, known }) => ({
      rule,
      clause,
      severity,
      requirements,
      frames,
      known: known?.trait,
    })),
  }));
}

test('each recording has its expectation beside it, and no expectation stands alone', () => {
  expect(RECORDED.filter((file) => !hasExpectation(file))).toEqual([]);
  expect(expectations('recorded')).toHaveLength(RECORDED.length);
});

describe.each(RECORDED)('%s', (file) => {
  const trace = keptTrace(file);

  test('as expected, and nothing in it is unknown', async () => {
    const judged = judge(trace);
    await expect(`${JSON.stringify(judged, null, 2)}\n`).toMatchFileSnapshot(expectationOf(file));
    expect(judged.length).toBeGreaterThan(0);
    expect(judged.flatMap(({ findings }) => findings).filter(({ known }) => known === undefined)).toEqual([]);
  });

  test('also interpreted, and with other numbers', () => {
    const before = judge(trace);
    expect(judge(trace, true)).toEqual(before);
    expect(judge(withNumbersWrapping(trace, 100))).toEqual(before);
    expect(judge(withNumbersMoved(trace, 0x80000000, 0x7fffffff))).toEqual(before);
  });
});
