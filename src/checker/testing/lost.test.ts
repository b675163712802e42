/**
 * Segments that nobody saw, and a recorder that vouches for nothing: what they did is not held against a
 * stack.
 */
import { describe, expect, test } from 'vitest';
import { keptTrace } from '../../trace/fixtures/kept-traces.ts';
import type { Trace } from '../../trace/trace.ts';
import { judgedEndpoints } from './judged-endpoints.ts';

const judge = (trace: Trace, recorder: 'lossless' | 'unknown') => {
  const ends = judgedEndpoints(trace, { profile: 'current-practice', recorder });
  return {
    rules: ends.flatMap((e) => e.findings.map((f) => f.rule)),
    reasons: ends.flatMap((e) => e.reasons),
  };
};
const without = (trace: Trace, ...records: readonly number[]): Trace => ({
  ...trace,
  events: trace.events.filter((e) => !records.includes(e.frame)),
});

describe('a lost segment', () => {
  const opened = keptTrace('accept/open/bad-ack-refused.trace');

  test('may have moved the stack on: it is in any state', () => {
    const trace = without(keptTrace('accept/open/simultaneous.trace'), 6);
    expect(judge(trace, 'lossless').rules).toContain('acknowledgment');
    expect(judge(trace, 'unknown').rules).toEqual([]);
  });

  test('may have provoked an RST, which stands where that segment said', () => {
    expect(judge(without(opened, 6), 'lossless').rules).toContain('RST');
    expect(judge(without(opened, 6), 'unknown').rules).toEqual([]);
  });

  test('may have been the SYN that had the timestamps', () => {
    const trace = without(keptTrace('accept/options/crossing-syns.trace'), 6, 7);
    expect(judge(trace, 'lossless').rules).toContain('timestamps-only-if-agreed');
    expect(judge(trace, 'unknown').rules).toEqual([]);
  });

  test.each([
    ['of the peer', 5],
    ['of the stack', 6],
  ])('may have been the SYN %s: then nothing is judged', (_, record) => {
    const trace = without(keptTrace('accept/sack/duplicate-above.trace'), record);
    expect(judge(trace, 'unknown')).toMatchObject({
      rules: [],
      reasons: expect.arrayContaining(['mid-stream']),
    });
  });
});

test('a gap costs the next use of the same sockets too: a call that opened may lie in it', () => {
  const trace = keptTrace('recorded/linux-6.18.44/open-reset-in-syn-received-ipv4.trace');
  const gap = { kind: 'gap', frame: 4, t0: 0, t1: 0, lost: 3 } as const;
  const lossy = { ...trace, events: [gap, ...trace.events.slice(3)] };
  const judged = judge(lossy, 'lossless');
  expect(judged.rules).toEqual([]);
  expect(judged.reasons).toEqual(expect.arrayContaining(['capture-loss']));
  expect(judge({ ...trace, events: trace.events.slice(3) }, 'lossless').rules).toContain('SYN');
});

test('a handshake that was seen is judged, whoever vouches', () => {
  const reasons = judge(keptTrace('accept/sack/duplicate-above.trace'), 'unknown').reasons;
  expect(reasons).not.toContain('mid-stream');
});
