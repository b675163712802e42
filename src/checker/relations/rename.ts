/** A trace with other names: ports, addresses, clocks of timestamps, socket and call numbers. */
import { endpointText } from '../../trace/segment-text.ts';
import {
  ACK,
  type Endpoint,
  RST,
  type Segment,
  type TcpOption,
  type Trace,
  type TraceEvent,
} from '../../trace/trace.ts';

const TIMESTAMPS = 8;

const stampsOf = (segment: Segment): readonly TcpOption[] =>
  segment.options.filter((o) => o.kind === TIMESTAMPS && o.data.length === 8);
const wordAt = (data: Uint8Array, at: number): number =>
  new DataView(data.buffer, data.byteOffset, data.byteLength).getUint32(at);

const withSegments = (trace: Trace, change: (segment: Segment, sent: boolean) => Segment): Trace => ({
  ...trace,
  events: trace.events.map((event) =>
    event.kind === 'sent' || event.kind === 'arrived'
      ? { ...event, segment: change(event.segment, event.kind === 'sent') }
      : event,
  ),
});

/** Whether the trace has any Timestamps option. */
export const hasClocks = (trace: Trace): boolean =>
  trace.events.some((e) => (e.kind === 'sent' || e.kind === 'arrived') && stampsOf(e.segment).length > 0);

/**
 * TSval and TSecr of the stack's and of the peer's clock, each moved by so much modulo 2^32. An echo of 0 is
 * none (RFC 7323 §3.2) and stays. Undefined where a moved value would become that 0.
 */
export function withClocksMoved(trace: Trace, stack: number, peer: number): Trace | undefined {
  let met = false;
  const moved = (word: number, by: number, echo: boolean): number => {
    if (echo && word === 0) return 0;
    const value = (word + by) >>> 0;
    if (value === 0 || word === 0) met = true;
    return value;
  };
  const told = withSegments(trace, (segment, sent) => ({
    ...segment,
    options: segment.options.map((o): TcpOption => {
      if (o.kind !== TIMESTAMPS || o.data.length !== 8) return o;
      const data = new Uint8Array(8);
      const view = new DataView(data.buffer);
      view.setUint32(0, moved(wordAt(o.data, 0), sent ? stack : peer, false));
      view.setUint32(4, moved(wordAt(o.data, 4), sent ? peer : stack, true));
      return { ...o, data };
    }),
  }));
  return met ? undefined : told;
}

/**
 * Whether 0 means the same in both tellings. A reset for nobody stands at 0, which is no number of the
 * connection and does not move; so no other number may be 0, or become it, where that makes a difference.
 * One that arrives is a number all the same to who gets it: in the window or not, as the others move.
 */
export function keepsZero(trace: Trace, told: Trace): boolean {
  return trace.events.every((event, i) => {
    const other = told.events[i];
    if (event.kind !== 'sent' && event.kind !== 'arrived') return true;
    if (other?.kind !== event.kind) return false;
    const [a, b] = [event.segment, other.segment];
    const atZero = (a.flags & RST) !== 0 && a.seq === 0;
    if (atZero !== ((b.flags & RST) !== 0 && b.seq === 0)) return false;
    if (atZero && event.kind === 'arrived') return false;
    return (a.flags & ACK) === 0 || (a.ack !== 0 && b.ack !== 0);
  });
}

/** Every endpoint under another name, in segments and in the arguments and results of calls. */
export function withEndpoints(trace: Trace, rename: (end: Endpoint) => Endpoint): Trace {
  const names = new Map<string, string>();
  const other = (end: Endpoint): Endpoint => {
    const named = rename(end);
    names.set(endpointText(end), endpointText(named));
    return named;
  };
  const told = withSegments(trace, (segment) => ({
    ...segment,
    source: other(segment.source),
    destination: other(segment.destination),
  }));
  const renameText = (value: string | number): string | number =>
    typeof value === 'number' ? value : (names.get(value) ?? value);
  const entries = (record: Readonly<Record<string, string | number>>) =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key, renameText(value)]));
  const event = (e: TraceEvent): TraceEvent => {
    if (e.kind === 'call') return { ...e, args: entries(e.args) };
    return e.kind === 'return' && e.result ? { ...e, result: entries(e.result) } : e;
  };
  return { ...told, events: told.events.map(event) };
}

/** Sockets and calls counted from elsewhere. */
export const withSockets = (trace: Trace, by: number): Trace => {
  const making = new Set(
    trace.events.flatMap((e) =>
      e.kind === 'call' && (e.name === 'socket' || e.name === 'accept') ? [e.call] : [],
    ),
  );
  const event = (e: TraceEvent): TraceEvent => {
    if (e.kind === 'call')
      return { ...e, call: e.call + by, socket: e.socket < 0 ? e.socket : e.socket + by };
    if (e.kind !== 'return') return e;
    const value = making.has(e.call) && e.value >= 0 ? e.value + by : e.value;
    return { ...e, call: e.call + by, value };
  };
  return { ...trace, events: trace.events.map(event) };
};
