import { describe, expect, test } from 'vitest';
import { ACK, type Segment, type TraceHeader } from '../trace/trace.ts';
import { Recorder } from './recorder.ts';

const header: TraceHeader = {
  stack: 'idle',
  version: '1',
  scenario: 'test/recorder',
  seed: 0,
  profile: '',
  clock: 'virtual',
  position: 'near',
  api: true,
  lossless: true,
  lag: { in: 0, out: 0, error: 0 },
  started: '',
  settings: {},
  tool: 'test',
};
const segment: Segment = {
  source: { address: '192.0.2.1', port: 1 },
  destination: { address: '192.0.2.2', port: 2 },
  seq: 1,
  ack: 2,
  flags: ACK,
  wnd: 3,
  up: 0,
  reserved: 0,
  options: [],
  length: 0,
  checksum: 'good',
  ttl: 64,
  tos: 0,
};

describe('the recorder', () => {
  test('puts what a call sent between the call and its return, times from its own beginning', () => {
    const recorder = new Recorder(1000);
    const reply = { t0: 1100, t1: 1200, value: 5, outputs: [] };
    recorder.call('send', 1, { octets: 5 }, reply, { value: 5 }, () =>
      recorder.segment('sent', { t0: 1140, t1: 1150 }, segment),
    );
    const { events } = recorder.finish(header, 2000);
    expect(events.map(({ frame, kind, t0, t1 }) => [frame, kind, t0, t1])).toEqual([
      [1, 'call', 100, 150],
      [2, 'sent', 140, 150],
      [3, 'return', 140, 200],
      [4, 'end', 1000, 1000],
    ]);
  });

  test('puts a segment that was read late where the kernel sent it', () => {
    const recorder = new Recorder(0);
    recorder.segment('arrived', { t0: 50, t1: 60 }, segment);
    recorder.segment('sent', { t0: 40, t1: 45 }, segment);
    recorder.segment('sent', { t0: 45, t1: 55 }, segment);
    const { events } = recorder.finish(header, 100);
    expect(events.map(({ kind, t0, t1 }) => [kind, t0, t1])).toEqual([
      ['sent', 40, 45],
      ['arrived', 50, 55],
      ['sent', 50, 55],
      ['end', 100, 100],
    ]);
  });

  test('keeps the error of a call and what came with its return', () => {
    const recorder = new Recorder(0);
    const reply = { t0: 1, t1: 2, value: -1, error: 'EINPROGRESS', outputs: [] };
    const result = { local: '192.0.2.1:1', remote: '192.0.2.2:2' };
    recorder.call('connect', 1, {}, reply, { value: -1, result }, () => undefined);
    recorder.snapshot(1, { t0: 3, t1: 4 }, { tcpi_state: 2 });
    const { events } = recorder.finish(header, 5);
    expect(events[1]).toMatchObject({ kind: 'return', call: 1, value: -1, error: 'EINPROGRESS', result });
    expect(events[2]).toMatchObject({ kind: 'snapshot', withheld: true, fields: { tcpi_state: 2 } });
  });
});
