import { expect, test } from 'vitest';
import { OrderCheck } from '../trace/order.ts';
import { ACK, type Segment, type Trace, type TraceEvent, type TraceHeader } from '../trace/trace.ts';
import { mergeSnapshots, type Shown } from './snapshots.ts';

const local = { address: '192.0.2.1', port: 80 };
const remote = { address: '192.0.2.2', port: 2000 };
const header = { lag: { in: 0, out: 0, error: 0 } } as TraceHeader;
const bare = {
  seq: 1,
  ack: 1,
  flags: ACK,
  wnd: 1,
  up: 0,
  reserved: 0,
  options: [],
  ttl: 64,
  tos: 0,
} as const;
const arrived = (length: number): Segment => ({
  ...bare,
  source: remote,
  destination: local,
  length,
  checksum: 'good',
});
const sent: Segment = { ...arrived(0), source: local, destination: remote };

/** A segment is read and answered, then a call makes the stack send, then a timer does. Microseconds. */
const us = 1000;
const EVENTS: readonly TraceEvent[] = [
  { kind: 'arrived', frame: 1, t0: 100 * us, t1: 112 * us, segment: arrived(10) },
  { kind: 'sent', frame: 2, t0: 110 * us, t1: 112 * us, segment: sent },
  { kind: 'call', frame: 3, t0: 200 * us, t1: 210 * us, call: 1, name: 'shutdown', socket: 1, args: {} },
  { kind: 'sent', frame: 4, t0: 208 * us, t1: 210 * us, segment: sent },
  { kind: 'return', frame: 5, t0: 208 * us, t1: 220 * us, call: 1, value: 0 },
  { kind: 'sent', frame: 6, t0: 500 * us, t1: 501 * us, segment: sent },
  { kind: 'end', frame: 7, t0: 900 * us, t1: 900 * us },
];
const trace: Trace = { header, events: EVENTS };
/** t = 0 on the clock of what was shown. */
const START = 5e9;

const shown = (source: Shown['source'], at: number, more: Partial<Shown> = {}): Shown => ({
  source,
  at: START + at * us,
  local,
  remote,
  fields: source === 'tcp_probe' ? { data_len: 10 } : {},
  ...more,
});
const merged = (...all: Shown[]) => mergeSnapshots(trace, all, START);
/** Kinds of the events in their order, snapshots by their source. */
const order = (...all: Shown[]): string =>
  merged(...all)
    .trace.events.map((event) => (event.kind === 'snapshot' ? `[${event.source}]` : event.kind))
    .join(' ');

test('a probe stands before the segment that met it', () => {
  expect(order(shown('tcp_probe', 106))).toBe('[tcp_probe] arrived sent call sent return sent end');
});

test('a change of state stands behind what caused it and before what was sent because of it', () => {
  expect(order(shown('inet_sock_set_state', 108))).toMatch(/^arrived \[inet_sock_set_state\] sent call/);
  expect(order(shown('inet_sock_set_state', 205))).toMatch(/call \[inet_sock_set_state\] sent return/);
});

test('also where its stamp was rounded down to before the cause', () => {
  expect(order(shown('inet_sock_set_state', 199.6))).toMatch(/call \[inet_sock_set_state\] sent return/);
  expect(order(shown('inet_sock_set_state', 112))).toMatch(/^arrived \[inet_sock_set_state\] sent call/);
});

test('a retransmission stands behind the segment that it tells of', () => {
  expect(order(shown('tcp_retransmit_skb', 500.5))).toMatch(/return sent \[tcp_retransmit_skb\] end$/);
});

test('brackets stay possible, and events keep theirs', () => {
  const { events } = merged(shown('tcp_probe', 111), shown('inet_sock_set_state', 111)).trace;
  const check = new OrderCheck();
  expect(events.map((event) => check.fault(event))).toEqual(events.map(() => undefined));
  expect(events.map(({ frame }) => frame)).toEqual(events.map((_, i) => i + 1));
  const times = ({ t0, t1 }: TraceEvent) => [t0, t1];
  expect(events.filter(({ kind }) => kind !== 'snapshot').map(times)).toEqual(EVENTS.map(times));
});

test('a probe without its segment is given back, also where the length is another', () => {
  const late = shown('tcp_probe', 300);
  const other = shown('tcp_probe', 106, { fields: { data_len: 11 } });
  expect(merged(late, other)).toMatchObject({ placed: 0, unplaced: [other, late] });
});

test('one segment meets one probe', () => {
  expect(merged(shown('tcp_probe', 105), shown('tcp_probe', 106)).unplaced).toHaveLength(1);
});

test('what is of another connection or behind the end does not count', () => {
  const foreign = shown('inet_sock_set_state', 108, { remote: { ...remote, port: 1 } });
  expect(merged(foreign, shown('inet_sock_set_state', 1000))).toMatchObject({ placed: 0, unplaced: [] });
});
