/** The frontier of captures: sound over walks, near and far; and what it makes of answers that are late. */
import { describe, expect, test } from 'vitest';
import { simulate } from '../../simulate/simulate.ts';
import { SPEC } from '../../spec/rules/index.ts';
import { ACK, PSH, SYN } from '../../trace/trace.ts';
import type { Recorder } from '../survey/evidence.ts';
import { CaptureWriter } from '../testing/capture-writer.ts';

const MS = 1e6;
const LONG = { timeout: 60_000 };

describe('walks', () => {
  test('near the recorder raise no alarm and never leave the belief', LONG, () => {
    const run = simulate({ walks: 80, seed: 101, judge: 'stream-near' });
    expect(run.failures).toEqual([]);
    expect([run.alarms, run.breaches]).toEqual([0, 0]);
    expect(run.segments).toBeGreaterThan(4000);
    expect(run.lossy).toBeGreaterThan(10);
    for (const family of ['acknowledgment', 'new octets']) expect(run.decided[family]).toBeGreaterThan(10);
  });

  test.each([0, 2e7])('near it where it lags %d ns too', LONG, (lag) => {
    expect(simulate({ walks: 12, seed: 500, judge: 'stream-near', lag }).failures).toEqual([]);
  });

  test('seen from the other end are silent', LONG, () => {
    const run = simulate({ walks: 120, seed: 1, judge: 'stream-far' });
    expect(run.failures).toEqual([]);
    expect(run.segments).toBeGreaterThan(8000);
  });

  test('near it contain the runs of reassembly in the walk of seed 19', LONG, () => {
    expect(simulate({ walks: 1, seed: 19, judge: 'stream-near' }).breaches).toBe(0);
  });
});

describe('stacks that are drawn from a spec without', () => {
  const alarms = (id: string, end: 'near' | 'far', walks: number): number => {
    const walked = { ...SPEC, rules: SPEC.rules.filter((r) => r.id !== id) };
    return simulate({ walks, seed: 1, judge: `stream-${end}`, walked }).alarms;
  };
  test('window-not-shrunk are found near; far, offers may have been lost', LONG, () => {
    expect(alarms('window-not-shrunk', 'near', 8)).toBeGreaterThan(4);
    expect(alarms('window-not-shrunk', 'far', 8)).toBe(0);
  });
  test('within-mss are found from anywhere', LONG, () => {
    expect(alarms('within-mss', 'near', 12)).toBeGreaterThan(0);
    expect(alarms('within-mss', 'far', 12)).toBeGreaterThan(0);
  });
});

/** A near server has sent data, which says that it is ESTABLISHED; later 100 octets at 1001 arrive at it. */
const asked = (): CaptureWriter =>
  new CaptureWriter()
    .a(SYN, 1000)
    .b(SYN | ACK, 5000, { ack: 1001, after: 0.1 * MS })
    .a(ACK, 1001, { ack: 5001, after: 20 * MS })
    .b(PSH | ACK, 5001, { ack: 1001, text: 10, after: 50 * MS })
    .a(ACK, 1001, { ack: 5011, after: 20 * MS })
    .a(PSH | ACK, 1001, { ack: 5011, text: 100, after: 100 * MS });
/** The recording goes on. */
const later = (writer: CaptureWriter): CaptureWriter =>
  writer.a(SYN, 1, {
    between: [
      { address: '198.51.100.1', port: 9 },
      { address: '192.0.2.9', port: 80 },
    ],
    after: 5000 * MS,
  });
const answer = { ack: 1101, after: 900 * MS };

describe('an answer that is due', () => {
  const found = (writer: CaptureWriter, recorder: Recorder): readonly string[] =>
    later(writer)
      .check({ recorder })
      .connections.flatMap((c) => c.endpoints.flatMap((e) => e.findings.map((f) => f.rule)));
  const LATE = ['ack-within-half-a-second'];

  test.each<readonly [string, () => CaptureWriter, readonly string[], readonly string[]]>([
    ['and comes in time', () => asked().b(ACK, 5011, { ack: 1101, after: 200 * MS }), [], []],
    ['and comes late: the stack had what it answers', () => asked().b(ACK, 5011, answer), LATE, LATE],
    ['and never comes: it may have been lost behind the recorder', asked, [], LATE],
    [
      'and comes only when the peer has sent again: the first copy may never have arrived',
      () =>
        asked()
          .a(PSH | ACK, 1001, { ack: 5011, text: 100, after: 900 * MS })
          .b(ACK, 5011, { ack: 1101 }),
      [],
      LATE,
    ],
    [
      'and comes late behind new data of the peer, which excuses nothing',
      () =>
        asked()
          .a(PSH | ACK, 1101, { ack: 5011, text: 100, after: 800 * MS })
          .b(ACK, 5011, { ack: 1201, after: 50 * MS }),
      LATE,
      LATE,
    ],
  ])('%s', (_, writer, inferred, vouched) => {
    expect(found(writer(), 'inferred')).toEqual(inferred);
    expect(found(writer(), 'unknown')).toEqual([]);
    expect(found(writer(), 'lossless')).toEqual(vouched);
  });

  test('by an end away from the recorder is never late', () => {
    const far = new CaptureWriter()
      .a(SYN, 1000)
      .b(SYN | ACK, 5000, { ack: 1001, after: 20 * MS })
      .a(ACK, 1001, { ack: 5001, after: 0.1 * MS })
      .a(PSH | ACK, 1001, { ack: 5001, text: 100 })
      .b(ACK, 5001, answer);
    expect(found(far, 'lossless')).toEqual([]);
  });
});
