/**
 * The same trace told otherwise: other initial sequence numbers, the other IP version, another hour. No
 * verdict may change.
 */
import { addressBytes } from '../../trace/capture/address.ts';
import {
  ACK,
  type Endpoint,
  type Nanos,
  RST,
  type Segment,
  type TcpOption,
  type Trace,
  type TraceEvent,
} from '../../trace/trace.ts';

const SACK = 5;

const withSegments = (trace: Trace, change: (segment: Segment, sent: boolean) => Segment): Trace => ({
  ...trace,
  events: trace.events.map((event) =>
    event.kind === 'sent' || event.kind === 'arrived'
      ? { ...event, segment: change(event.segment, event.kind === 'sent') }
      : event,
  ),
});

function shiftedSack(option: TcpOption, by: number): TcpOption {
  if (option.kind !== SACK || option.data.length % 4 !== 0) return option;
  const data = option.data.slice();
  const view = new DataView(data.buffer);
  for (let at = 0; at < data.length; at += 4) view.setUint32(at, (view.getUint32(at) + by) >>> 0);
  return { ...option, data };
}

/** The numbers of the stack and of the peer, each moved by so much modulo 2^32. */
export function withNumbersMoved(trace: Trace, stack: number, peer: number): Trace {
  return withSegments(trace, (segment, sent) => {
    const [own, other] = sent ? [stack, peer] : [peer, stack];
    // A reset of a segment for nobody stands at 0, which is no number of the connection.
    const atZero = (segment.flags & RST) !== 0 && segment.seq === 0;
    return {
      ...segment,
      seq: atZero ? 0 : (segment.seq + own) >>> 0,
      ack: (segment.flags & ACK) === 0 ? segment.ack : (segment.ack + other) >>> 0,
      options: segment.options.map((option) => shiftedSack(option, other)),
    };
  });
}

/** Both initial numbers so close below 2^32 that the first `within` octets of each side cross it. */
export function withNumbersWrapping(trace: Trace, within: number): Trace {
  const first = (kind: 'sent' | 'arrived'): number => {
    const event = trace.events.find((e) => e.kind === kind);
    return event?.kind === kind && !(event.segment.flags & RST && event.segment.seq === 0)
      ? event.segment.seq
      : 0;
  };
  return withNumbersMoved(trace, -within - first('sent'), -within - first('arrived'));
}

const otherAddress = (address: string): string => {
  if (!address.includes(':')) return `2001:db8::${(addressBytes(address)?.at(-1) ?? 0).toString(16)}`;
  const octets = addressBytes(address);
  return `192.0.2.${octets?.at(-1) ?? 0}`;
};
const otherEnd = ({ address, port }: Endpoint): Endpoint => ({ address: otherAddress(address), port });

/** Endpoints in arguments and results of calls. */
function otherText(value: string | number): string | number {
  if (typeof value === 'number') return value;
  const v4 = /^(\d+\.\d+\.\d+\.\d+):(\d+)$/.exec(value);
  if (v4) return `[${otherAddress(v4[1] ?? '')}]:${v4[2] ?? ''}`;
  const v6 = /^\[([0-9a-f:]+)\]:(\d+)$/.exec(value);
  return v6 ? `${otherAddress(v6[1] ?? '')}:${v6[2] ?? ''}` : value;
}
const otherTexts = (entries: Readonly<Record<string, string | number>>): Record<string, string | number> =>
  Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, otherText(value)]));

function otherCall(event: TraceEvent): TraceEvent {
  if (event.kind === 'call') return { ...event, args: otherTexts(event.args) };
  if (event.kind === 'return' && event.result) return { ...event, result: otherTexts(event.result) };
  return event;
}

/** IPv4 addresses become IPv6 ones and the other way round, by their last octet. */
export function withOtherFamily(trace: Trace): Trace {
  const moved = withSegments(trace, ({ ipId: _ipId, ...segment }) => ({
    ...segment,
    source: otherEnd(segment.source),
    destination: otherEnd(segment.destination),
    ...(segment.source.address.includes(':') ? { ipId: 0 } : {}),
  }));
  return { ...moved, events: moved.events.map(otherCall) };
}

/** Everything happens later. */
export const later = (trace: Trace, by: Nanos): Trace => ({
  ...trace,
  events: trace.events.map((event) => ({ ...event, t0: event.t0 + by, t1: event.t1 + by })),
});

/** A recorder that knows the times less well. */
export const withLag = (trace: Trace, lag: Trace['header']['lag']): Trace => ({
  ...trace,
  header: { ...trace.header, lag },
});

/** A recorder that sat elsewhere. */
export const seenFrom = (trace: Trace, position: Trace['header']['position']): Trace => ({
  ...trace,
  header: { ...trace.header, position },
});

/** A recorder that saw no calls. */
export const withoutCalls = (trace: Trace): Trace => ({
  header: { ...trace.header, api: false },
  events: trace.events.filter(({ kind }) => kind !== 'call' && kind !== 'return'),
});

/** A recorder that kept headers only. */
export const withoutOctets = (trace: Trace): Trace =>
  withSegments(trace, ({ payload: _payload, ...segment }) => segment);
