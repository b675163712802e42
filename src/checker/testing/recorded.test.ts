/** The recorded traces are judged by their stack's profile as it stands beside them. */
import { describe, expect, test } from 'vitest';
import {
  expectationOf,
  expectations,
  hasExpectation,
  keptTrace,
  keptTraces,
} from '../../trace/fixtures/kept-traces.ts';
import type { Trace } from '../../trace/trace.ts';
import type { CheckOptions } from '../check.ts';
import { judgedEndpoints } from './judged-endpoints.ts';
import {
  seenFrom,
  withLag,
  withNumbersMoved,
  withNumbersWrapping,
  withoutCalls,
  withoutOctets,
} from './transform.ts';

const MS = 1e6;
const RECORDED = keptTraces('recorded');

function judge(trace: Trace, more: Partial<CheckOptions> = {}) {
  const options: CheckOptions = { profile: trace.header.profile, recorder: 'inferred', ...more };
  return judgedEndpoints(trace, options).map(({ verdict, findings }) => ({
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

/** What no trait of the profile names. */
const unknown = (trace: Trace, more: Partial<CheckOptions> = {}) =>
  judge(trace, more).flatMap(({ findings }) => findings.filter(({ known }) => known === undefined));

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
    expect(unknown(trace)).toEqual([]);
  });

  test('also interpreted, and with other numbers', () => {
    const before = judge(trace);
    expect(judge(trace, { interpreted: true })).toEqual(before);
    expect(judge(withNumbersWrapping(trace, 100))).toEqual(before);
    expect(judge(withNumbersMoved(trace, 0x80000000, 0x7fffffff))).toEqual(before);
  });
});

// A wrong checksum proves that the stack heard nothing only where the recorder itself made it.
const MADE_WRONG = 'bad-checksum';
const PLAIN = RECORDED.filter((file) => file.endsWith('-ipv4.trace') && !file.includes(MADE_WRONG));

test.each(PLAIN)('%s has nothing unknown either where the recorder can prove less', (file) => {
  const trace = keptTrace(file);
  expect(unknown(withLag(trace, { in: 20 * MS, out: 100 * MS, error: 5 * MS }))).toEqual([]);
  expect(unknown(withoutCalls(seenFrom(trace, 'far')))).toEqual([]);
  expect(unknown(withoutCalls(trace))).toEqual([]);
  expect(unknown(withoutOctets(trace))).toEqual([]);
  expect(unknown(trace, { recorder: 'unknown' })).toEqual([]);
});
