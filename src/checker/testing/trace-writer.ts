/** Traces for tests of what comes before the judging: one event a millisecond, numbers as on the wire. */
import type { CallName, Segment, TcpOption, Trace, TraceEvent } from '../../trace/trace.ts';
import { type Connection, connectionsOf } from '../connections.ts';
import { Lowering, type Widening } from '../lowering.ts';

/** A recorder that knows each time exactly. */
const EXACT: Widening = { in: 0, out: 0, error: 0 };
export const V4 = ['192.0.2.1:80', '192.0.2.9:40000'] as const;
export const V6 = ['[2001:db8::1]:80', '[2001:db8::9]:40000'] as const;
export type Pair = readonly [local: string, remote: string];
const endpoint = (text: string) => {
  const at = text.lastIndexOf(':');
  return { address: text.slice(0, at).replace(/[[\]]/g, ''), port: Number(text.slice(at + 1)) };
};

interface More {
  readonly ack?: number;
  readonly wnd?: number;
  readonly text?: number;
  readonly options?: readonly TcpOption[];
  readonly pair?: Pair;
}
/** A trace being written: one event a call, a millisecond apart. */
export class Writer {
  readonly events: TraceEvent[] = [];
  private calls = 0;
  private get place() {
    const n = this.events.length;
    return { frame: n + 1, t0: n * 1e6, t1: n * 1e6 + 100 };
  }
  private segment(kind: 'sent' | 'arrived', flags: number, seq: number, more: More): this {
    const [local, remote] = (more.pair ?? V4).map(endpoint) as [Segment['source'], Segment['source']];
    const length = more.text ?? 0;
    const segment: Segment = {
      source: kind === 'sent' ? local : remote,
      destination: kind === 'sent' ? remote : local,
      seq: seq >>> 0,
      ack: (more.ack ?? 0) >>> 0,
      flags,
      wnd: more.wnd ?? 1000,
      up: 0,
      reserved: 0,
      options: more.options ?? [],
      length,
      payload: new Uint8Array(length),
      checksum: 'good',
      ttl: 64,
      tos: 0,
    };
    this.events.push({ kind, ...this.place, segment });
    return this;
  }
  sent = (flags: number, seq: number, more: More = {}): this => this.segment('sent', flags, seq, more);
  arrived = (flags: number, seq: number, more: More = {}): this => this.segment('arrived', flags, seq, more);
  /** A call and, unless told otherwise, its return. */
  call(
    name: CallName,
    socket: number,
    args: Readonly<Record<string, string | number>> = {},
    returns: { value?: number; error?: string; result?: Readonly<Record<string, string>> } | 'never' = {},
  ): this {
    const call = ++this.calls;
    this.events.push({ kind: 'call', ...this.place, call, name, socket, args });
    if (returns === 'never') return this;
    const { error, value = error === undefined ? 0 : -1, result } = returns;
    const more = { ...(error !== undefined && { error }), ...(result && { result }) };
    this.events.push({ kind: 'return', ...this.place, call, value, ...more });
    return this;
  }
  end(): this {
    this.events.push({ kind: 'end', ...this.place });
    return this;
  }
  connections(widening: Widening = EXACT): readonly Connection[] {
    const header = {} as Trace['header'];
    return connectionsOf({ header, events: this.events }, widening);
  }
  only(): Connection {
    const [one, ...others] = this.connections();
    if (!one || others.length > 0) throw new Error(`${others.length + 1} connections`);
    return one;
  }
  /** The records of its segments, as those of one connection. */
  lowered(widening: Widening = EXACT): readonly Float64Array[] {
    const lowering = new Lowering(widening);
    return this.events.flatMap((e) =>
      e.kind === 'sent' || e.kind === 'arrived' ? [lowering.segment(e)] : [],
    );
  }
}

export const mss = (n: number): TcpOption => ({ kind: 2, data: Uint8Array.of(n >> 8, n & 255) });
export const scale = (n: number): TcpOption => ({ kind: 3, data: Uint8Array.of(n) });
