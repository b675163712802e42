import { describe, expect, test } from 'vitest';
import { check } from './check.ts';
import { established, ruleTrace } from './testing/rule-trace.ts';

const judged = (text: string) => {
  const traces = [ruleTrace(established(), text)];
  const verdict = check([{ file: 'a', sha256: '', traces, problems: [] }], {
    profile: 'current-practice',
    recorder: 'inferred',
  });
  const [trace] = verdict.traces;
  const endpoint = trace?.connections[0]?.endpoints[0];
  return { ...endpoint, health: trace?.health, rules: endpoint?.findings.map((f) => f.rule) };
};
const WRONG = '0 < P. 1:101(100) ack 1\n+.001 > . 1:1(0) ack 102';

describe('a gap that the recorder declares', () => {
  test('within a second after a finding excuses it: what explained the segment may be lost', () => {
    const { verdict, rules, reasons, health } = judged(`${WRONG}\n+.5 gap 3`);
    expect(rules).toEqual([]);
    expect(verdict).toBe('undecided');
    expect(reasons).toContain('capture-loss');
    expect(health).toEqual([{ class: 'capture-loss', count: 1, frames: [12] }]);
  });
  test('later than that leaves it', () => {
    expect(judged(`${WRONG}\n+1.5 gap 3`)).toMatchObject({
      verdict: 'violations',
      rules: ['acknowledgment'],
    });
  });
  test('ends the judging: nothing behind it is a finding', () => {
    const { verdict, rules } = judged('0 gap 1\n+.1 > . 5000:5000(0) ack 777\n+.1 > F. 9:9(0) ack 3');
    expect(rules).toEqual([]);
    expect(verdict).toBe('undecided');
  });
  test('excuses only what is near it', () => {
    const text = `${WRONG}\n+2 > . 9:9(0) ack 101\n+.1 gap 1`;
    expect(judged(text).rules).toEqual(['acknowledgment']);
  });
});

describe('the end of the recording', () => {
  test('before a debt is due leaves it open', () => {
    const { coverage, rules } = judged('0 < P. 1:101(100) ack 1\n+.2 end');
    expect(rules).toEqual([]);
    expect(coverage?.['ack-within-half-a-second']).toMatchObject({ pass: 0, open: 1, fail: 0 });
  });
  test('after it makes it late', () => {
    expect(judged('0 < P. 1:101(100) ack 1\n+.6 end').rules).toEqual(['ack-within-half-a-second']);
  });
});

describe('after a finding', () => {
  test('the judging goes on, and finds the next one', () => {
    const text = '0 > . 1:1(0) ack 2\n+.1 > P. 1:101(100) ack 1\n+.1 > . 201:301(100) ack 1';
    expect(judged(text).rules).toContain('new octets');
  });
});
