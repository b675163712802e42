import { describe, expect, test } from 'vitest';
import { SPEC } from '../spec/rules/index.ts';
import { DEFAULT_HEADER } from '../trace/text/read-header.ts';
import { coverageTable, type RunFacts, reasonsOf, topicsOf, verdictName, wouldDecide } from './coverage.ts';
import { established, ruleTrace } from './testing/rule-trace.ts';
import { judgeTrace } from './testing/test-rule.ts';
import type { Coverage, Finding } from './verdict.ts';

const facts: RunFacts = {
  midStream: false,
  blind: false,
  excused: 0,
  header: { ...DEFAULT_HEADER, api: true, lossless: true },
};
const decided: Coverage = { pass: 1, open: 0, fail: 0, na: 0 };
const failed: Coverage = { pass: 0, open: 0, fail: 1, na: 0 };
const open: Coverage = { pass: 0, open: 1, fail: 0, na: 0 };
const all = { 'new octets': decided, acknowledgment: decided, 'window-not-shrunk': decided };
const { findings } = judgeTrace(ruleTrace(established(), '0 > . 1:1(0) ack 2'));
const [violation] = findings as [Finding];
const deviation: Finding = { ...violation, severity: 'deviation' };
const note: Finding = { ...violation, severity: 'note' };
const known: Finding = { ...violation, known: { trait: 't', reason: 'r' } };

describe('the verdict', () => {
  test.each([
    ['conformant', [], all, facts],
    ['violations', [violation], all, facts],
    ['violations', [known, violation], all, facts],
    ['deviations', [deviation], all, facts],
    ['deviations', [known], all, facts],
    ['conformant', [note], all, facts],
    ['undecided', [], { ...all, acknowledgment: open }, facts],
    ['conformant', [], { ...all, acknowledgment: failed }, facts],
    ['undecided', [], {}, facts],
    ['undecided', [], all, { ...facts, midStream: true }],
    ['undecided', [], all, { ...facts, blind: true }],
    ['undecided', [], all, { ...facts, excused: 1 }],
    ['violations', [violation], all, { ...facts, blind: true }],
  ] as const)('%s', (name, found, coverage, run) => {
    expect(verdictName(SPEC, found, coverage, run)).toBe(name);
  });
});

describe('why undecided', () => {
  test.each([
    [['mid-stream'], all, { ...facts, midStream: true }],
    [['capture-loss'], all, { ...facts, blind: true }],
    [['capture-loss'], all, { ...facts, excused: 1 }],
    [['far-vantage'], all, { ...facts, header: { ...facts.header, position: 'far' } }],
    [['far-vantage'], all, { ...facts, header: { ...facts.header, position: 'far', api: false } }],
    [['nothing-exercised'], {}, facts],
    [['nothing-exercised'], { 'new octets': decided, acknowledgment: decided }, facts],
    [['trace-ended'], { ...all, acknowledgment: failed }, facts],
    [['far-vantage', 'nothing-exercised'], {}, { ...facts, header: { ...facts.header, position: 'far' } }],
    [['no-api-log'], all, { ...facts, header: { ...facts.header, api: false } }],
    [['trace-ended'], { ...all, acknowledgment: open }, facts],
  ] as const)('%j', (reasons, coverage, run) => {
    expect(reasonsOf(SPEC, coverage, run)).toEqual(reasons);
  });
});

describe('what would decide', () => {
  const told = (coverage: Readonly<Record<string, Coverage>>, run: RunFacts = facts) =>
    wouldDecide(SPEC, coverage, run);

  test('names the cheapest evidence of each topic left open', () => {
    const far = { ...facts, header: { ...facts.header, position: 'far' as const } };
    const mute = { ...facts, header: { ...facts.header, api: false } };
    const quiet = { ...facts, header: { ...facts.header, lag: { in: 0, out: 5e6, error: 0 } } };
    const open1 = { ...all, acknowledgment: open };
    expect(told(open1, far).acknowledgment).toBe('a tap at the judged end');
    expect(told(open1, mute).acknowledgment).toBe('a log of the calls');
    expect(told(open1).acknowledgment).toBe('a recording with less lag');
    expect(told(open1, quiet).acknowledgment).toBe('a segment that the stack acknowledges');
    expect(told({ ...all, 'window-not-shrunk': open }).window).toBe('a recording with less lag');
    expect(told({}, far).urgent).toBe('urgent octets that the stack sends');
    expect(told(open1).window).toBeUndefined();
    expect(told({}, { ...facts, midStream: true }).sequence).toContain('before the handshake');
    expect(told({}, { ...facts, blind: true }).sequence).toBe('a recording without gaps');
  });

  test('where nothing happened says what must happen, in words of the topic', () => {
    const texts = Object.entries(told({}, facts));
    expect(texts.map(([topic]) => topic).toSorted()).toEqual([...topicsOf(SPEC).keys()].toSorted());
    expect(new Set(texts.map(([, text]) => text)).size).toBe(texts.length);
    expect(told({}).urgent).toBe('urgent octets that the stack sends');
    expect(texts.slice(0, 3).map(([topic]) => topic)).toEqual(['sequence', 'acknowledgment', 'window']);
  });

  test('what was owed and not asked for wants an occasion, not less lag', () => {
    const owed = { ...all, 'retransmission-in-time': open };
    expect(told(owed).retransmission).toMatch('unacknowledged');
    expect(told({ ...owed, 'old octets': open }).retransmission).toMatch('less lag');
  });
});

describe('the table', () => {
  test('has each rule and family that was looked at', () => {
    const counters = new Uint32Array(4 * (SPEC.rules.length + SPEC.families.length));
    counters[1] = 3;
    counters[4] = 2;
    counters[8 + 3] = 1;
    counters[4 * SPEC.rules.length + 2] = 1;
    expect(coverageTable(SPEC, counters)).toEqual({
      [SPEC.rules[0]?.id ?? '']: { pass: 0, open: 3, fail: 0, na: 0 },
      [SPEC.rules[1]?.id ?? '']: { pass: 2, open: 0, fail: 0, na: 0 },
      [SPEC.rules[2]?.id ?? '']: { pass: 0, open: 0, fail: 0, na: 1 },
      [SPEC.families[0]?.id ?? '']: { pass: 0, open: 0, fail: 1, na: 0 },
    });
  });
  test('a topic is judged by closed families, limits and obligations, by nothing else', () => {
    const judging = [
      ...SPEC.families.filter(({ closed }) => closed),
      ...SPEC.rules.filter(({ verb }) => verb === 'forbid' || verb === 'oblige'),
    ].map(({ id }) => id);
    expect([...topicsOf(SPEC).values()].flat().toSorted()).toEqual(judging.toSorted());
  });
  test('every topic has what judges it', () => {
    for (const [, ids] of topicsOf(SPEC)) expect(ids.length).toBeGreaterThan(0);
    const judged = [...topicsOf(SPEC).values()].flat();
    expect(new Set(judged).size).toBe(judged.length);
  });
});
