/**
 * From a trace to connections: which events belong to which 4-tuple, and each as a record of doubles with unwrapped
 * numbers and scaled windows (engine.md §3.4). Judged is the recorder's own end, the stack under test.
 */
import { BIT, CALL_BIT, E } from '../spec/event.ts';
import { endpointText } from '../trace/segment-text.ts';
import {
  ACK,
  type Endpoint,
  RST,
  type Segment,
  type SegmentEvent,
  SYN,
  type Trace,
  type TraceEvent,
} from '../trace/trace.ts';
import { asPoint } from './split.ts';

/** One connection of a trace: its events in order, the calls that concern it included. */
export interface Connection {
  readonly id: string;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly steps: readonly Step[];
  readonly segments: number;
  /** The first segment is a SYN that the stack sent, that it received, or something else. */
  readonly begins: 'SYN sent' | 'SYN arrived' | 'otherwise';
}

export type Step =
  | {
      readonly kind: 'sent' | 'arrived';
      readonly event: Float64Array;
      readonly payload: Uint8Array | undefined;
    }
  | { readonly kind: 'call'; readonly event: Float64Array; readonly call: number }
  | { readonly kind: 'return'; readonly event: Float64Array; readonly call: number }
  | { readonly kind: 'gap' | 'end'; readonly event: Float64Array };

/** Δout, Δin and the clock's error widen a stamp into the time at the stack. */
export interface Widening {
  readonly in: number;
  readonly out: number;
  readonly error: number;
}

const pairId = (local: Endpoint, remote: Endpoint): string =>
  `${endpointText(local)}-${endpointText(remote)}`;
const localOf = (e: SegmentEvent): Endpoint => (e.kind === 'sent' ? e.segment.source : e.segment.destination);
const remoteOf = (e: SegmentEvent): Endpoint =>
  e.kind === 'sent' ? e.segment.destination : e.segment.source;

/** Numbers of one direction, unwrapped beside the last one seen. */
class Space {
  private last: number | undefined;
  /** Exact for steps below 2^31. Begins at the number + 2^32, so that what lies before stays positive. */
  unwrap(wire: number): number {
    if (this.last === undefined) this.last = wire + 4294967296;
    else this.last += (wire - (this.last % 4294967296)) | 0;
    return this.last;
  }
  peek(wire: number): number {
    return this.last === undefined ? wire + 4294967296 : this.last + ((wire - (this.last % 4294967296)) | 0);
  }
}

const MSS = 2;
const WINDOW_SCALE = 3;
const DEFAULT_MSS = { v4: 536, v6: 1220 } as const;

function optionsLength(segment: Segment): number {
  const octets = segment.options.reduce((sum, o) => sum + (o.kind <= 1 ? 1 : 2) + o.data.length, 0);
  return Math.ceil(octets / 4) * 4;
}
function mssOf(segment: Segment): number {
  const option = segment.options.find((o) => o.kind === MSS && o.data.length === 2);
  if (option) return ((option.data[0] ?? 0) << 8) | (option.data[1] ?? 0);
  return segment.source.address.includes(':') ? DEFAULT_MSS.v6 : DEFAULT_MSS.v4;
}
const shiftOf = (segment: Segment): number | undefined => {
  const option = segment.options.find((o) => o.kind === WINDOW_SCALE && o.data.length === 1);
  // RFC 7323 2.3: a shift above 14 is taken as 14.
  return option && Math.min(option.data[0] ?? 0, 14);
};

/** Turns segments of one connection into records. */
class Lowering {
  private readonly own = new Space();
  private readonly peer = new Space();
  private readonly shift: { sent: number | undefined; arrived: number | undefined } = {
    sent: undefined,
    arrived: undefined,
  };
  private readonly synAt: { sent: number | undefined; arrived: number | undefined } = {
    sent: undefined,
    arrived: undefined,
  };
  /** What ends a connection has been seen: the next SYN begins another. */
  private readonly finSeen = { sent: false, arrived: false };
  private reset = false;
  private readonly widening: Widening;
  constructor(widening: Widening) {
    this.widening = widening;
  }

  record(event: TraceEvent): Float64Array {
    const e = new Float64Array(E.SIZE);
    const { error, out } = this.widening;
    e[E.T0] = event.t0 - error - (event.kind === 'sent' ? out : 0);
    e[E.T1] = event.t1 + error + (event.kind === 'arrived' ? this.widening.in : 0);
    e[E.STAMP] = event.t0 - error;
    e[E.FRAME] = event.frame;
    return e;
  }

  segment(event: SegmentEvent): Float64Array {
    const e = this.record(event);
    const { segment, kind } = event;
    const [mine, theirs] = kind === 'sent' ? [this.own, this.peer] : [this.peer, this.own];
    const syn = (segment.flags & SYN) !== 0;
    const fin = (segment.flags & BIT.FIN) !== 0;
    const zero = segment.seq === 0 && (segment.flags & RST) !== 0;
    e[E.FLAGS] = (segment.flags & 0x1ff) | (segment.seq === 0 ? BIT.SEQ_ZERO : 0);
    // A reset of a segment for nobody stands at 0, which says nothing of own sequence space.
    e[E.SEQ] = zero ? mine.peek(segment.seq) : mine.unwrap(segment.seq);
    e[E.ACK] = (segment.flags & ACK) === 0 ? 0 : theirs.unwrap(segment.ack);
    e[E.LEN] = segment.length + (syn ? 1 : 0) + (fin ? 1 : 0);
    e[E.TEXT] = segment.length;
    e[E.MSS] = mssOf(segment);
    e[E.OPTIONS] = optionsLength(segment);
    if (fin) this.finSeen[kind] = true;
    if ((segment.flags & RST) !== 0) this.reset = true;
    if (syn) this.learnShift(event);
    const shift = syn ? 0 : this.negotiated(kind);
    e[E.WND] = segment.wnd * 2 ** shift;
    e[E.GRAIN] = 2 ** shift - 1;
    asPoint(e);
    return e;
  }

  /** A SYN in the midst of a connection, somebody else's perhaps, does not change what was negotiated. */
  private learnShift({ kind, segment }: SegmentEvent): void {
    const known = this.synAt[kind];
    if (known !== undefined && known !== segment.seq) {
      if (!this.reset && !(this.finSeen.sent && this.finSeen.arrived)) return;
      this.reset = false;
      for (const side of ['sent', 'arrived'] as const) {
        this.finSeen[side] = false;
        this.synAt[side] = undefined;
        this.shift[side] = undefined;
      }
    }
    this.shift[kind] = shiftOf(segment);
    this.synAt[kind] = segment.seq;
  }
  /** RFC 7323 2.2: scaled only where both SYNs offered it. */
  private negotiated(kind: 'sent' | 'arrived'): number {
    const { sent, arrived } = this.shift;
    return sent === undefined || arrived === undefined ? 0 : kind === 'sent' ? sent : arrived;
  }
}

/** Which connections each socket number stands for, found before the events are dealt out. */
function socketsOf(
  trace: Trace,
  ids: readonly { id: string; local: Endpoint; remote: Endpoint }[],
): Map<number, string[]> {
  const out = new Map<number, string[]>();
  const bound = new Map<number, string>();
  for (const [i, event] of trace.events.entries()) {
    if (event.kind !== 'call') continue;
    const result = trace.events.slice(i).find((e) => e.kind === 'return' && e.call === event.call);
    const local = event.args.local;
    if (event.name === 'bind' && typeof local === 'string') bound.set(event.socket, local);
    if (event.name === 'listen') {
      const port = (bound.get(event.socket) ?? '').split(':').at(-1);
      const mine = ids.filter((c) => String(c.local.port) === port).map((c) => c.id);
      out.set(event.socket, mine);
    }
    const shown = result?.kind === 'return' ? result : undefined;
    if (event.name === 'accept' && shown && shown.value >= 0) {
      const remote = shown.result?.remote;
      const mine = ids.filter((c) => endpointText(c.remote) === remote).map((c) => c.id);
      out.set(shown.value, mine);
    }
    if (event.name === 'connect') {
      const remote = event.args.remote;
      const known = shown?.result?.local;
      const mine = ids.filter(
        (c) =>
          endpointText(c.remote) === remote && (typeof known !== 'string' || endpointText(c.local) === known),
      );
      out.set(
        event.socket,
        mine.map((c) => c.id),
      );
    }
  }
  return out;
}

const CALLS: Readonly<Record<string, number>> = {
  listen: CALL_BIT.PASSIVE_OPEN,
  connect: CALL_BIT.ACTIVE_OPEN,
  shutdown: CALL_BIT.SHUTDOWN,
  close: CALL_BIT.CLOSE,
  abort: CALL_BIT.ABORT,
};

/** Deals the events of a trace out to its connections. */
export function connectionsOf(trace: Trace, widening: Widening): readonly Connection[] {
  const ids: { id: string; local: Endpoint; remote: Endpoint; first: SegmentEvent }[] = [];
  for (const event of trace.events) {
    if (event.kind !== 'sent' && event.kind !== 'arrived') continue;
    const local = localOf(event);
    const remote = remoteOf(event);
    const id = pairId(local, remote);
    if (!ids.some((c) => c.id === id)) ids.push({ id, local, remote, first: event });
  }
  const sockets = socketsOf(trace, ids);
  return ids.map((c) => deal(trace, c, sockets, widening));
}

function deal(
  trace: Trace,
  c: { id: string; local: Endpoint; remote: Endpoint; first: SegmentEvent },
  sockets: ReadonlyMap<number, readonly string[]>,
  widening: Widening,
): Connection {
  const lowering = new Lowering(widening);
  const steps: Step[] = [];
  const listeners = new Set<number>();
  const calls = new Set<number>();
  let segments = 0;
  for (const event of trace.events) {
    switch (event.kind) {
      case 'sent':
      case 'arrived':
        if (pairId(localOf(event), remoteOf(event)) !== c.id) break;
        segments++;
        steps.push({ kind: event.kind, event: lowering.segment(event), payload: event.segment.payload });
        break;
      case 'call': {
        if (event.name === 'listen') listeners.add(event.socket);
        let bits = CALLS[event.name];
        if (bits === undefined || !sockets.get(event.socket)?.includes(c.id)) break;
        if (event.name === 'close' && listeners.has(event.socket)) bits = CALL_BIT.UNLISTEN;
        if (event.name === 'shutdown' && event.args.how === 'read') break;
        const e = lowering.record(event);
        e[E.FLAGS] = bits;
        calls.add(event.call);
        steps.push({ kind: 'call', event: e, call: event.call });
        break;
      }
      case 'return':
        if (calls.has(event.call))
          steps.push({ kind: 'return', event: lowering.record(event), call: event.call });
        break;
      case 'gap':
      case 'end':
        steps.push({ kind: event.kind, event: lowering.record(event) });
        break;
      case 'snapshot':
        break;
    }
  }
  const syn = (c.first.segment.flags & (SYN | ACK)) === SYN;
  const begins = !syn ? 'otherwise' : c.first.kind === 'sent' ? 'SYN sent' : 'SYN arrived';
  return { id: c.id, local: c.local, remote: c.remote, steps, segments, begins };
}
