/**
 * From a trace to connections: which events belong to which use of which 4-tuple. Judged is the recorder's
 * own end, the stack under test.
 */
import { CALL_BIT, E } from '../spec/event.ts';
import { endpointText } from '../trace/segment-text.ts';
import {
  ACK,
  type CallEvent,
  type Endpoint,
  type GapEvent,
  type ReturnEvent,
  RST,
  type SegmentEvent,
  type SnapshotEvent,
  SYN,
  type Trace,
  type TraceEvent,
} from '../trace/trace.ts';
import { heardOf } from './heard.ts';
import { incarnationsOf } from './incarnations.ts';
import { Lowering, type Widening } from './lowering.ts';

/** One connection of a trace: its events in order, the calls that concern it included. */
export interface Connection {
  readonly id: string;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly steps: readonly Step[];
  readonly segments: number;
  /** The first segment is a SYN that the stack sent, that it received, or something else. */
  readonly begins: 'SYN sent' | 'SYN arrived' | 'otherwise';
  /** It went on though a SYN of one end was not seen: the recorder has lost it, or it never was. */
  readonly lacksSyn: boolean;
}

export type Step =
  | {
      readonly kind: 'sent' | 'arrived';
      readonly event: Float64Array;
      readonly payload: Uint8Array | undefined;
    }
  | { readonly kind: 'call'; readonly event: Float64Array; readonly call: number }
  | { readonly kind: 'return'; readonly event: Float64Array; readonly call: number }
  | { readonly kind: 'gap' | 'end'; readonly event: Float64Array }
  | SnapshotStep;

/** State that the stack showed. No belief uses it; who compares it with one asks for it. */
export interface SnapshotStep {
  readonly kind: 'snapshot';
  readonly event: Float64Array;
  readonly shown: SnapshotEvent;
}

const pairId = (local: Endpoint, remote: Endpoint): string =>
  `${endpointText(local)}-${endpointText(remote)}`;
const localOf = (e: SegmentEvent): Endpoint => (e.kind === 'sent' ? e.segment.source : e.segment.destination);
const remoteOf = (e: SegmentEvent): Endpoint =>
  e.kind === 'sent' ? e.segment.destination : e.segment.source;

/** Whether a socket bound so hears what comes for `local`: for its own address, or for any. */
function isBoundTo(bound: string, local: Endpoint): boolean {
  const at = bound.lastIndexOf(':');
  const address = bound.slice(0, Math.max(at, 0));
  const any = address === '' || address === '0.0.0.0' || address === '[::]';
  return any ? bound.slice(at + 1) === String(local.port) : bound === endpointText(local);
}

/** Which connections each socket number stands for, found before the events are dealt out. */
function socketsOf(
  trace: Trace,
  ids: readonly { id: string; local: Endpoint; remote: Endpoint }[],
): Map<number, string[]> {
  const out = new Map<number, string[]>();
  const bound = new Map<number, string>();
  const returns = new Map<number, ReturnEvent>();
  for (const event of trace.events)
    if (event.kind === 'return' && !returns.has(event.call)) returns.set(event.call, event);
  for (const event of trace.events) {
    if (event.kind !== 'call') continue;
    const local = event.args.local;
    if (event.name === 'bind' && typeof local === 'string') bound.set(event.socket, local);
    if (event.name === 'listen') {
      const own = bound.get(event.socket) ?? '';
      const mine = ids.filter(({ local }) => isBoundTo(own, local)).map((c) => c.id);
      out.set(event.socket, mine);
    }
    const shown = returns.get(event.call);
    if (event.name === 'accept' && shown && shown.value >= 0) {
      const remote = shown.result?.remote;
      const mine = ids.filter((c) => endpointText(c.remote) === remote).map((c) => c.id);
      out.set(shown.value, mine);
    }
    // The 4-tuple was another socket's; this one has no part in it.
    const refused = shown?.error === 'EADDRNOTAVAIL' || shown?.error === 'EADDRINUSE';
    if (event.name === 'connect' && !refused) {
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

interface Tuple {
  readonly id: string;
  readonly local: Endpoint;
  readonly remote: Endpoint;
}
const portsOf = ({ local, remote }: Tuple): string => `${local.port} ${remote.port}`;

/** Deals the events of a trace out to its connections. */
export function connectionsOf(trace: Trace, widening: Widening): readonly Connection[] {
  const events = heardOf(trace);
  const tuples = new Map<string, Tuple>();
  const idOf = new Map<SegmentEvent, string>();
  for (const event of events) {
    if (event.kind !== 'sent' && event.kind !== 'arrived') continue;
    const local = localOf(event);
    const remote = remoteOf(event);
    const id = pairId(local, remote);
    idOf.set(event, id);
    if (!tuples.has(id)) tuples.set(id, { id, local, remote });
  }
  const ids = [...tuples.values()];
  const sockets = socketsOf(trace, ids);
  return ids.flatMap((tuple) => {
    const mine = (e: SegmentEvent): boolean => idOf.get(e) === tuple.id;
    const alike = ids.some((other) => other !== tuple && portsOf(other) === portsOf(tuple));
    const starts = [0, ...incarnationsOf(events, mine), events.length];
    let before: Dealer | undefined;
    return starts.slice(1).map((to, i) => {
      const dealer = new Dealer(tuple, mine, sockets, widening, before);
      dealer.alike = alike;
      for (const event of events.slice(starts[i], to)) dealer.take(event);
      const next = events[to];
      if (next) dealer.ends(next);
      before = dealer;
      return dealer.connection();
    });
  });
}

/** The listener's open was made before this incarnation and begins it; no call has this number. */
const LISTENER_CALL = 1_000_000_000;

/** Collects the steps of one incarnation of a 4-tuple. */
class Dealer {
  /** The listener's open, while it stands. */
  listens: CallEvent | undefined;
  /** Whether another connection of the trace has the same ports. */
  alike = false;
  /** Sockets of this incarnation's connection, and those of earlier ones, whose calls are none of its own. */
  private readonly own = new Set<number>();
  private readonly former: Set<number>;
  private readonly tuple: Tuple;
  private readonly mine: (event: SegmentEvent) => boolean;
  private readonly sockets: ReadonlyMap<number, readonly string[]>;
  private readonly lowering: Lowering;
  private readonly steps: Step[] = [];
  private readonly listeners = new Set<number>();
  private readonly calls = new Set<number>();
  private readonly accepts = new Set<number>();
  private readonly receives = new Set<number>();
  private accepted = false;
  private segments = 0;
  private first: SegmentEvent | undefined;
  /** The first gap so far: what was lost may have been a call, for this incarnation too. */
  private lost: GapEvent | undefined;
  private readonly opened = { sent: false, arrived: false };
  private lacksSyn = false;

  constructor(
    tuple: Tuple,
    mine: (event: SegmentEvent) => boolean,
    sockets: ReadonlyMap<number, readonly string[]>,
    widening: Widening,
    before: Dealer | undefined,
  ) {
    this.tuple = tuple;
    this.mine = mine;
    this.sockets = sockets;
    this.lowering = new Lowering(widening);
    this.former = new Set([...(before?.former ?? []), ...(before?.own ?? [])]);
    this.lost = before?.lost;
    if (this.lost) this.steps.push({ kind: 'gap', event: this.lowering.record(this.lost) });
    const listened = before?.listens;
    this.listens = listened;
    if (listened) {
      this.listeners.add(listened.socket);
      const event = this.lowering.record(listened);
      event[E.FLAGS] = CALL_BIT.PASSIVE_OPEN;
      this.steps.push({ kind: 'call', event, call: LISTENER_CALL });
      this.steps.push({ kind: 'return', event: event.slice(), call: LISTENER_CALL });
    }
  }

  take(event: TraceEvent): void {
    switch (event.kind) {
      case 'sent':
      case 'arrived':
        if (!this.mine(event)) break;
        this.segments++;
        this.first ??= event;
        if ((event.segment.flags & SYN) !== 0) this.opened[event.kind] = true;
        // A reset may answer what is for nobody: it needs no SYN before it.
        else if ((event.segment.flags & RST) === 0 && !(this.opened.sent && this.opened.arrived))
          this.lacksSyn = true;
        this.steps.push({
          kind: event.kind,
          event: this.lowering.segment(event),
          payload: event.segment.payload,
        });
        break;
      case 'call':
        this.call(event);
        break;
      case 'return':
        if (this.accepts.has(event.call) && event.result?.remote === endpointText(this.tuple.remote)) {
          this.accepted = true;
          this.owns(event.value);
        }
        this.received(event);
        if (this.calls.has(event.call))
          this.steps.push({ kind: 'return', event: this.lowering.record(event), call: event.call });
        break;
      case 'gap':
        this.lost ??= event;
        this.steps.push({ kind: 'gap', event: this.lowering.record(event) });
        break;
      case 'end':
        this.steps.push({ kind: event.kind, event: this.lowering.record(event) });
        break;
      case 'snapshot':
        if (this.shows(event))
          this.steps.push({ kind: 'snapshot', event: this.lowering.record(event), shown: event });
        break;
    }
  }

  /** The next incarnation begins here: what is still owed stays open. */
  ends(next: TraceEvent): void {
    this.steps.push({ kind: 'end', event: this.lowering.record(next) });
  }

  connection(): Connection {
    const { id, local, remote } = this.tuple;
    const syn = this.first !== undefined && (this.first.segment.flags & (SYN | ACK)) === SYN;
    const begins = !syn ? 'otherwise' : this.first?.kind === 'sent' ? 'SYN sent' : 'SYN arrived';
    const { steps, segments, lacksSyn } = this;
    return { id, local, remote, steps, segments, begins, lacksSyn };
  }

  /** A receive call is known by what it gave: it counts where it returns. */
  private received({ call, value, ...placed }: ReturnEvent): void {
    if (!this.receives.has(call) || value <= 0) return;
    const event = this.lowering.record({ ...placed, call, value });
    event[E.FLAGS] = CALL_BIT.RECEIVE;
    event[E.AMOUNT] = value;
    this.steps.push({ kind: 'call', event, call });
    this.steps.push({ kind: 'return', event: event.slice(), call });
  }

  /** Tracepoints know no sockets and name the ports; with two connections of the same it is neither's. */
  private shows({ socket, fields }: SnapshotEvent): boolean {
    if (socket >= 0) return this.own.has(socket);
    return `${fields['sport']} ${fields['dport']}` === portsOf(this.tuple) && !this.alike;
  }

  private owns(socket: number): void {
    this.own.add(socket);
    this.former.delete(socket);
  }

  private call(event: CallEvent): void {
    if (event.name === 'accept') this.accepts.add(event.call);
    if (event.name === 'listen') this.listeners.add(event.socket);
    const mine = this.sockets.get(event.socket)?.includes(this.tuple.id) && !this.former.has(event.socket);
    if (event.name === 'recv' && mine) this.receives.add(event.call);
    let bits = CALLS[event.name];
    if (bits === undefined || !this.sockets.get(event.socket)?.includes(this.tuple.id)) return;
    if (event.name === 'connect') this.owns(event.socket);
    if (this.former.has(event.socket)) return;
    if (event.name === 'listen') this.listens = event;
    if (event.name === 'close' && this.listeners.has(event.socket)) {
      this.listens = undefined;
      // A connection that has been accepted lives on without its listener.
      if (this.accepted) return;
      bits = CALL_BIT.UNLISTEN;
    }
    if (event.name === 'shutdown' && event.args.how === 'read') return;
    const e = this.lowering.record(event);
    e[E.FLAGS] = bits;
    this.calls.add(event.call);
    this.steps.push({ kind: 'call', event: e, call: event.call });
  }
}
