import { describe, expect, test } from 'vitest';
import { readText } from '../trace/text/read.ts';
import type { Trace } from '../trace/trace.ts';
import { check, PROFILES, trustOf } from './check.ts';
import { established, ruleTrace } from './testing/rule-trace.ts';

const options = { profile: 'current-practice', recorder: 'inferred' } as const;
const input = (trace: Trace, file = 'a') => ({ file, sha256: 'f', traces: [trace], problems: [] });
const GOOD = ruleTrace(
  established(),
  '0 < P. 1:101(100) ack 1\n+.001 > P. 1:51(50) ack 101\n+.1 < . 101:101(0) ack 51',
);
const BAD = ruleTrace(established(), '0 < P. 1:101(100) ack 1\n+.001 > . 1:1(0) ack 102');
const endpointOf = (trace: Trace, more = {}) =>
  check([input(trace)], { ...options, ...more }).traces[0]?.connections[0]?.endpoints[0];

describe('a verdict', () => {
  test('names what judged, and counts', () => {
    const verdict = check([input(GOOD), input(BAD, 'b')], options);
    expect(verdict).toMatchObject({
      schema: 1,
      profile: 'current-practice',
      recorder: 'inferred',
      totals: {
        traces: 2,
        connections: 2,
        segments: 11,
        endpoints: { conformant: 1, violations: 1, deviations: 0, undecided: 0 },
        findings: { violation: 1, deviation: 0, note: 0 },
        known: 0,
      },
    });
    expect(verdict.spec).not.toBe('');
    expect(verdict.traces.map((t) => [t.file, t.sha256])).toEqual([
      ['a', 'f'],
      ['b', 'f'],
    ]);
    expect(verdict.traces[0]?.connections[0]?.id).toBe('192.0.2.1:80-192.0.2.2:2000');
  });
  test('is the same compiled and interpreted', () => {
    expect(check([input(BAD)], { ...options, interpreted: true })).toEqual(check([input(BAD)], options));
  });
  test('is plain JSON', () => {
    const verdict = check([input(BAD)], options);
    expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict);
  });
  test('is refused for a profile that there is not', () => {
    expect(() => check([], { ...options, profile: 'nobody' })).toThrow(RangeError);
    expect(() => check([], { ...options, profile: 'nobody' })).toThrow(PROFILES.join(', '));
  });
  test('is by a profile of the user’s too, which it names', () => {
    const [finding] = endpointOf(BAD)?.findings ?? [];
    const trait = { id: 'ours', rule: finding?.rule ?? '', scenario: '', reason: 'why', witness: 'where' };
    const profile = { id: 'mine', text: '', values: {}, traits: [trait] };
    const verdict = check([input(BAD)], { ...options, profile });
    expect(verdict).toMatchObject({ profile: 'mine', totals: { known: 1 } });
    expect(endpointOf(BAD, { profile })?.findings[0]?.known).toEqual({ trait: 'ours', reason: 'why' });
  });
  test('of nothing is empty', () => {
    expect(check([], options).totals).toMatchObject({ traces: 0, connections: 0, segments: 0 });
  });
});

describe('an input that cannot be read', () => {
  test('keeps its place, with its problems', () => {
    const { traces, problems } = readText('tcpassay 1\n0 nonsense', 'bad.trace');
    const verdict = check([{ file: 'bad.trace', sha256: '', traces: [], problems }], options);
    expect(traces[0]?.events).toEqual([]);
    expect(verdict.traces).toHaveLength(1);
    expect(verdict.traces[0]?.problems[0]?.at).toMatch(/^bad\.trace:2:\d+$/);
    expect(verdict.totals).toMatchObject({ traces: 1, connections: 0 });
  });
});

describe('how far a recorder is trusted', () => {
  test.each([
    ['lossless', true],
    ['inferred', true],
    ['unknown', false],
  ] as const)('%s', (recorder, lossless) => {
    expect(trustOf(GOOD, recorder).lossless).toBe(lossless);
  });
  test('a recorder that vouches for nothing is trusted only where the setting says so', () => {
    const silent = { ...GOOD, header: { ...GOOD.header, lossless: false } };
    expect(trustOf(silent, 'inferred').lossless).toBe(false);
    expect(trustOf(silent, 'lossless').lossless).toBe(true);
  });
  test('the vantage is that of the recorder', () => {
    const far = { ...GOOD, header: { ...GOOD.header, position: 'far' as const } };
    expect(endpointOf(far)?.vantage).toBe('far');
    expect(trustOf(far, 'inferred').near).toBe(false);
  });
});

describe('what was not seen from its beginning', () => {
  const middle = (api: boolean): Trace => ({
    header: { ...GOOD.header, api },
    events: GOOD.events.filter((e) => e.kind !== 'call' && e.kind !== 'return').slice(3),
  });
  test('is undecided where no log of calls says what came before', () => {
    const endpoint = endpointOf(middle(false));
    expect(endpoint?.verdict).toBe('undecided');
    expect(endpoint?.reasons).toContain('mid-stream');
    expect(endpoint?.wouldDecide.sequence).toBe('a recording that begins before the handshake');
  });
});
