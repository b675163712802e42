/** Captures made by hand, judged as `tcpassay check` does it, without a file. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readText } from '../../trace/text/read.ts';
import { ACK, FIN, PSH, SYN, type Trace } from '../../trace/trace.ts';
import { check } from '../check.ts';
import { CaptureWriter, captureOf, checkOf } from '../testing/capture-writer.ts';
import { withoutCalls } from '../testing/transform.ts';
import type { EndpointVerdict, TraceVerdict } from '../verdict.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../../traces');
const files = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.trace'))
    .map((file) => `${folder}/${file}`)
    .toSorted();
const ACCEPT = files('accept');
const REJECT = files('reject');

function read(file: string): Trace {
  const [trace] = readText(readFileSync(join(root, file), 'utf8'), file).traces;
  if (!trace) throw new Error(`${file} has no trace`);
  return trace;
}

const endpointsOf = (verdict: TraceVerdict): readonly EndpointVerdict[] =>
  verdict.connections.flatMap((c) => c.endpoints);

/** What the trace's stack is found to do wrong, rule by rule, where its recording is a capture. */
function capturedFindings(trace: Trace): readonly string[] {
  const verdict = checkOf(captureOf(trace), { recorder: 'lossless', lag: trace.header.lag });
  const first = trace.events.find((e) => e.kind === 'sent' || e.kind === 'arrived');
  if (first?.kind !== 'sent' && first?.kind !== 'arrived') throw new Error('a trace without segments');
  const { address, port } = first.kind === 'sent' ? first.segment.source : first.segment.destination;
  const own = endpointsOf(verdict).filter((e) => e.address === address && e.port === port);
  expect(own.every((e) => e.vantage === 'near')).toBe(true);
  return own.flatMap((e) => e.findings.map((f) => f.rule)).toSorted();
}

/** The same by the exact frontier, which gets the trace without its calls. */
function tracedFindings(trace: Trace): readonly string[] {
  const input = { file: 'test', sha256: '', traces: [withoutCalls(trace)], problems: [] };
  const verdict = check([input], { profile: 'current-practice', recorder: 'lossless' });
  return verdict.traces
    .flatMap((t) => endpointsOf(t).flatMap((e) => e.findings.map((f) => f.rule)))
    .toSorted();
}

/**
 * What the frontier of captures misses of what the exact one finds: it knows less of what has been read. And
 * what an adapter sums up it may have to cut too.
 */
const MISSED: ReadonlySet<string> = new Set([
  'reject/acknowledgment/beyond-window.trace',
  'reject/acknowledgment/probe-of-closed-window.trace',
  'reject/acknowledgment/unsent-data.trace',
  'reject/open/ack-of-nothing-ignored.trace',
  'reject/open/syn-ack-unanswered.trace',
  'reject/options/echo-above-gap.trace',
  'reject/options/echo-of-last-of-two.trace',
  'reject/options/timestamps-missing-active.trace',
  'reject/reset/syn-no-challenge.trace',
  'reject/size/beyond-mss.trace',
  'reject/sack/latest-missing.trace',
  'reject/sack/latest-second.trace',
]);

describe('a trace as the capture of a lossless recorder beside the stack', () => {
  test.each(ACCEPT)('%s is silent', (file) => {
    expect(capturedFindings(read(file))).toEqual([]);
  });

  test.each(REJECT.filter((file) => !MISSED.has(file)))(
    '%s has the findings that it has without calls',
    (file) => {
      const trace = read(file);
      expect(capturedFindings(trace)).toEqual(tracedFindings(trace));
    },
  );

  test('what is missed is known, and most is not', () => {
    const found = REJECT.filter((file) => capturedFindings(read(file)).length > 0);
    expect(found.filter((file) => MISSED.has(file))).toEqual([]);
    expect(found.length).toBeGreaterThanOrEqual(65);
  });
});

const MS = 1e6;
const mss = [{ kind: 2, data: Uint8Array.of(5, 180) }];

/** A connection with data both ways and its close; the recorder beside the server. */
function whole(): CaptureWriter {
  return new CaptureWriter()
    .a(SYN, 1000, { options: mss })
    .b(SYN | ACK, 5000, { ack: 1001, options: mss, after: 0.1 * MS })
    .a(ACK, 1001, { ack: 5001, after: 20 * MS })
    .a(PSH | ACK, 1001, { ack: 5001, text: 100 })
    .b(ACK, 5001, { ack: 1101, after: 0.1 * MS })
    .b(PSH | ACK, 5001, { ack: 1101, text: 200 })
    .a(ACK, 1101, { ack: 5201, after: 20 * MS });
}
const closed = (writer: CaptureWriter): CaptureWriter =>
  writer
    .a(FIN | ACK, 1101, { ack: 5201 })
    .b(FIN | ACK, 5201, { ack: 1102, after: 0.1 * MS })
    .a(ACK, 1102, { ack: 5202, after: 20 * MS });
const beyond = (writer: CaptureWriter): CaptureWriter =>
  // 65,535 is what the client offers; the server sends far above it.
  writer.b(PSH | ACK, 105_201, { ack: 1101, text: 100, after: 0.1 * MS });

describe('a connection', () => {
  test('has two ends, the near one conformant, the far one undecided and told why', () => {
    const { connections, statistics, omitted, health } = closed(whole()).check();
    expect(connections.map((c) => c.id)).toEqual(['192.0.2.1:40000-192.0.2.9:80']);
    const [client, server] = connections[0]?.endpoints ?? [];
    expect(client).toMatchObject({ address: '192.0.2.1', vantage: 'far', findings: [] });
    expect(server).toMatchObject({
      port: 80,
      vantage: 'near',
      verdict: 'conformant',
      reasons: [],
      findings: [],
    });
    expect(Object.keys(server?.wouldDecide ?? {}).length).toBeGreaterThan(0);
    expect(statistics).toMatchObject({ segments: 10, connections: 1, mostOpen: 1 });
    expect(statistics?.decided).toBeGreaterThan(20);
    expect(statistics?.evaluated).toBeLessThanOrEqual(statistics?.instances ?? 0);
    expect([omitted, health]).toEqual([undefined, []]);
  });

  test('that breaks a rule is found with record, numbers and what would have been allowed', () => {
    const [, server] = beyond(whole()).check({ recorder: 'lossless' }).connections[0]?.endpoints ?? [];
    expect(server?.verdict).toBe('violations');
    const [finding] = server?.findings ?? [];
    expect(finding).toMatchObject({ rule: 'new octets', severity: 'violation', frames: [8] });
    expect(finding?.message).toContain('100301');
    expect(finding?.clauses.length).toBeGreaterThan(0);
    expect(finding?.provenance.length).toBeGreaterThan(0);
    expect(finding?.alternatives.length).toBeGreaterThan(0);
  });

  test('of an end away from the recorder is not blamed for the same', () => {
    const far = whole().a(PSH | ACK, 101_101, { ack: 5201, text: 100 });
    const [client] = far.check().connections[0]?.endpoints ?? [];
    expect(client).toMatchObject({ vantage: 'far', findings: [] });
  });

  test('that began before the capture is not judged, and its ends say so', () => {
    const midst = new CaptureWriter().a(PSH | ACK, 1, { ack: 9, text: 10 }).b(ACK, 9, { ack: 11 });
    const verdict = midst.check();
    expect(endpointsOf(verdict).map((e) => [e.verdict, e.reasons.includes('mid-stream')])).toEqual([
      ['undecided', true],
      ['undecided', true],
    ]);
    expect(verdict.health).toEqual([{ class: 'mid-stream', count: 1, frames: [1] }]);
    expect(new Set(Object.values(endpointsOf(verdict)[0]?.wouldDecide ?? {}))).toContain(
      'a capture that begins before the handshake',
    );
  });

  test('that follows another on the same sockets is one of its own, named after its record', () => {
    const again = closed(whole())
      .a(SYN, 900_000, { options: mss })
      .b(SYN | ACK, 77_000, {
        ack: 900_001,
        options: mss,
        after: 0.1 * MS,
      });
    expect(again.check().connections.map((c) => c.id)).toEqual([
      '192.0.2.1:40000-192.0.2.9:80',
      '192.0.2.1:40000-192.0.2.9:80 from record 11',
    ]);
  });
});

describe('what is listed', () => {
  test('is bounded; the rest is counted by verdict', () => {
    const { connections, omitted } = closed(whole()).check({ most: 1 });
    expect(connections.flatMap((c) => c.endpoints)).toHaveLength(1);
    expect(Object.values(omitted ?? {}).reduce((a, b) => a + b, 0)).toBe(1);
  });
  test('has ends with findings first', () => {
    const { connections } = beyond(whole()).check({ most: 1, recorder: 'lossless' });
    expect(connections[0]?.endpoints.map((e) => e.findings.length > 0)).toEqual([true]);
  });
});

test('one direction only is reported, a SYN alone is not', () => {
  const one = new CaptureWriter()
    .a(SYN, 1000)
    .a(ACK, 1001, { ack: 5001 })
    .a(PSH | ACK, 1001, { text: 9, ack: 5001 });
  expect(one.check().health).toEqual([{ class: 'one-sided', count: 1, frames: [1] }]);
  expect(new CaptureWriter().a(SYN, 1000).check().health).toEqual([]);
});

test('a copy of a packet changes no verdict but what it makes uncertain', () => {
  const copied = whole().again(0.01 * MS);
  expect(endpointsOf(copied.check()).flatMap((e) => e.findings)).toEqual([]);
  expect(copied.check().health).toEqual([{ class: 'recorded-twice', count: 1, frames: [8] }]);
});
