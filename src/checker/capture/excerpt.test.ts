import { expect, test } from 'vitest';
import { currentPractice } from '../../spec/profile.ts';
import { ACK, PSH, SYN, type Trace } from '../../trace/trace.ts';
import { CaptureWriter, eachSegment } from '../testing/capture-writer.ts';
import { CaptureCheck } from './capture-check.ts';

const MS = 1e6;

/** A near server that sends `many` segments, which are acknowledged, and then one without the ACK bit. */
function long(many: number, between?: CaptureWriter): CaptureWriter {
  const writer = (between ?? new CaptureWriter())
    .a(SYN, 1000)
    .b(SYN | ACK, 5000, { ack: 1001, after: 0.1 * MS })
    .a(ACK, 1001, { ack: 5001, after: 20 * MS });
  for (let i = 0; i < many; i++)
    writer
      .b(PSH | ACK, 5001 + 10 * i, { ack: 1001, text: 10 })
      .a(ACK, 1001, { ack: 5011 + 10 * i, after: 20 * MS });
  return writer.b(PSH, 5001 + 10 * many, { text: 10 });
}

function excerptOf(writer: CaptureWriter): Trace | undefined {
  const lag = { in: 5 * MS, out: 5 * MS, error: MS };
  const check = new CaptureCheck({ profile: currentPractice, recorder: 'inferred', lag });
  const file = writer.file();
  eachSegment(file, 'full', (bytes, wire, frame, time) => check.survey.take(bytes, wire, frame, time));
  check.surveyed({ drops: false, resolution: 1, started: '' });
  eachSegment(file, 'none', (bytes, wire, frame, time) => check.judge(bytes, wire, frame, time));
  if (check.judged())
    eachSegment(file, 'none', (bytes, wire, frame, time) => check.explain(bytes, wire, frame, time));
  check.explained();
  return check.trace();
}

test('a capture without findings has no excerpt', () => {
  expect(excerptOf(new CaptureWriter().a(SYN, 1).b(SYN | ACK, 9, { ack: 2 }))).toBeUndefined();
});

test('connections with findings are shown from the side of their opener, without payload', () => {
  const other = new CaptureWriter().a(SYN, 1, {
    between: [
      { address: '198.51.100.1', port: 9 },
      { address: '192.0.2.9', port: 80 },
    ],
  });
  const trace = excerptOf(long(1, other));
  expect(trace?.events.map((e) => `${e.kind} ${e.frame}`)).toEqual([
    'sent 2',
    'arrived 3',
    'sent 4',
    'arrived 5',
    'sent 6',
    'arrived 7',
    'end 8',
  ]);
  const fourth = trace?.events[3];
  expect(fourth).toMatchObject({
    t0: 22.1 * MS,
    segment: {
      source: { address: '192.0.2.9', port: 80 },
      destination: { address: '192.0.2.1', port: 40000 },
      seq: 5001,
      ack: 1001,
      flags: PSH | ACK,
      length: 10,
    },
  });
  expect(fourth && 'segment' in fourth && fourth.segment.payload).toBeUndefined();
});

test('of a long connection the beginning is kept, and what stands around findings', () => {
  const trace = excerptOf(long(1000));
  const frames = (trace?.events ?? []).filter((e) => e.kind !== 'end').map((e) => e.frame);
  expect(frames.slice(0, 1000)).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1));
  expect(frames.slice(1000)).toEqual(Array.from({ length: 101 }, (_, i) => 1904 + i));
});
