/** From a trace to connections: numbers across 2^32, windows, sockets, both IP versions. */
import { describe, expect, test } from 'vitest';
import { BIT, CALL_BIT, E, HIGH } from '../spec/event.ts';
import {
  ACK,
  type CallName,
  FIN,
  RST,
  type Segment,
  SYN,
  type TcpOption,
  type Trace,
  type TraceEvent,
} from '../trace/trace.ts';
import { type Connection, connectionsOf, type Step } from './connections.ts';
import type { Widening } from './lowering.ts';

const V4 = ['192.0.2.1:80', '192.0.2.9:40000'] as const;
const V6 = ['[2001:db8::1]:80', '[2001:db8::9]:40000'] as const;
type Pair = readonly [local: string, remote: string];
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
class Writer {
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
    returns: { value?: number; result?: Readonly<Record<string, string>> } | 'never' = {},
  ): this {
    const call = ++this.calls;
    this.events.push({ kind: 'call', ...this.place, call, name, socket, args });
    if (returns === 'never') return this;
    const { value = 0, result } = returns;
    this.events.push({ kind: 'return', ...this.place, call, value, ...(result && { result }) });
    return this;
  }
  end(): this {
    this.events.push({ kind: 'end', ...this.place });
    return this;
  }
  connections(widening: Widening = { in: 0, out: 0, error: 0 }): readonly Connection[] {
    const header = {} as Trace['header'];
    return connectionsOf({ header, events: this.events }, widening);
  }
  only(widening?: Widening): Connection {
    const all = this.connections(widening);
    expect(all).toHaveLength(1);
    return all[0] as Connection;
  }
}
const field = (c: Connection, at: number): readonly number[] => c.steps.map((s) => s.event[at] ?? Number.NaN);
const calls = (c: Connection): readonly number[] =>
  c.steps.flatMap((s: Step) => (s.kind === 'call' ? [s.event[E.FLAGS] ?? 0] : []));
const mss = (n: number): TcpOption => ({ kind: 2, data: Uint8Array.of(n >> 8, n & 255) });
const scale = (n: number): TcpOption => ({ kind: 3, data: Uint8Array.of(n) });

describe('sequence numbers', () => {
  const near = 0xffff_fff0;
  test('go on rising across 2^32, and back, in both directions', () => {
    const c = new Writer()
      .sent(SYN, near)
      .arrived(SYN | ACK, 0xffff_ffff, { ack: near + 1 })
      .sent(ACK, near + 1, { ack: 0, text: 100 })
      .sent(ACK, near + 101, { ack: 0, text: 100 })
      .arrived(ACK, 0, { ack: near + 201 })
      .sent(ACK, near + 1, { ack: 0, text: 100 })
      .only();
    const base = near + 4294967296;
    expect(field(c, E.SEQ).filter((_, i) => [0, 2, 3, 5].includes(i))).toEqual([
      base,
      base + 1,
      base + 101,
      base + 1,
    ]);
    expect(field(c, E.ACK)[1]).toBe(base + 1);
    expect(field(c, E.ACK)[4]).toBe(base + 201);
    // The peer's space: SYN at 2^32 − 1, so the next octet is 0 on the wire and one further here.
    const peer = field(c, E.SEQ)[1] ?? 0;
    expect(field(c, E.ACK).filter((_, i) => [2, 3, 5].includes(i))).toEqual([peer + 1, peer + 1, peer + 1]);
    expect(field(c, E.SEQ)[4]).toBe(peer + 1);
  });
  test('stay positive and exact before and beyond several turns', () => {
    const w = new Writer();
    const wire: number[] = [];
    for (let i = 0; i < 12; i++) wire.push(5 + i * 0x4000_0000);
    for (const seq of [...wire, ...wire.toReversed()]) w.sent(ACK, seq);
    const seen = field(w.only(), E.SEQ);
    expect(seen).toEqual([...wire, ...wire.toReversed()].map((x) => x + 4294967296));
  });
  test('SYN and FIN take a number each; text and flags stand beside', () => {
    const c = new Writer()
      .sent(SYN, 9)
      .sent(ACK | FIN, 10, { text: 5 })
      .sent(ACK, 16)
      .only();
    expect(field(c, E.LEN)).toEqual([1, 6, 0]);
    expect(field(c, E.TEXT)).toEqual([0, 5, 0]);
    expect(field(c, E.FLAGS)).toEqual([BIT.SYN, BIT.ACK | BIT.FIN, BIT.ACK]);
  });
  test('without the ACK bit the field says nothing', () => {
    const c = new Writer()
      .arrived(SYN, 7, { ack: 0xdead_beef })
      .sent(SYN | ACK, 1, { ack: 8 })
      .only();
    expect(field(c, E.ACK)).toEqual([0, 7 + 4294967296 + 1]);
  });
  test('an RST at 0 says so and leaves the space where it is', () => {
    const far = 0x9000_0000;
    const c = new Writer()
      .sent(SYN, far)
      .sent(RST | ACK, 0, { ack: 5 })
      .sent(ACK, far + 1)
      .only();
    expect(field(c, E.FLAGS)[1]).toBe(BIT.RST | BIT.ACK | BIT.SEQ_ZERO);
    expect(field(c, E.SEQ)[2]).toBe(far + 1 + 4294967296);
    expect(field(c, E.FLAGS)[0]).toBe(BIT.SYN);
  });
  test('an RST at 0 as the first segment of all', () => {
    const c = new Writer()
      .arrived(SYN, 70)
      .sent(RST | ACK, 0, { ack: 71 })
      .only();
    expect(field(c, E.SEQ)[1]).toBe(4294967296);
    expect(field(c, E.ACK)[1]).toBe(71 + 4294967296);
    expect(c.begins).toBe('SYN arrived');
  });
});

describe('windows', () => {
  const handshake = (own: readonly TcpOption[], peer: readonly TcpOption[]): Writer =>
    new Writer()
      .sent(SYN, 1, { wnd: 60000, options: own })
      .arrived(SYN | ACK, 5, { ack: 2, wnd: 50000, options: peer });

  test('are scaled where both SYNs offered it, each direction by its own shift; a SYN’s never is', () => {
    const c = handshake([scale(7)], [scale(2)])
      .sent(ACK, 2, { ack: 6, wnd: 502 })
      .arrived(ACK, 6, { ack: 2, wnd: 229 })
      .only();
    expect(field(c, E.WND)).toEqual([60000, 50000, 502 * 128, 229 * 4]);
    expect(field(c, E.GRAIN)).toEqual([0, 0, 127, 3]);
  });
  test.each([
    ['only the stack offered it', [scale(7)], []],
    ['only the peer offered it', [], [scale(2)]],
    ['nobody did', [], []],
  ])('are as they stand where %s', (_, own, peer) => {
    const c = handshake(own, peer)
      .sent(ACK, 2, { ack: 6, wnd: 502 })
      .arrived(ACK, 6, { ack: 2, wnd: 229 })
      .only();
    expect(field(c, E.WND).slice(2)).toEqual([502, 229]);
    expect(field(c, E.GRAIN).slice(2)).toEqual([0, 0]);
  });
  test('a shift above 14 is taken as 14', () => {
    const c = handshake([scale(200)], [scale(0)])
      .sent(ACK, 2, { ack: 6, wnd: 1 })
      .only();
    expect(field(c, E.WND)[2]).toBe(2 ** 14);
  });
  test('a SYN that comes again says the same; another SYN in between, as an attacker’s, changes nothing', () => {
    const c = handshake([scale(7)], [scale(2)])
      .arrived(SYN | ACK, 5, { ack: 2, options: [scale(2)] })
      .sent(ACK, 2, { ack: 6, wnd: 502 })
      .arrived(SYN, 700, { wnd: 1000 })
      .sent(ACK, 2, { ack: 6, wnd: 502 })
      .arrived(ACK, 6, { ack: 2, wnd: 229 })
      .only();
    expect(field(c, E.WND).filter((_, i) => [3, 5, 6].includes(i))).toEqual([502 * 128, 502 * 128, 229 * 4]);
  });
  test('after a reset the stack’s next SYN begins another connection, negotiated anew', () => {
    const [old, c] = handshake([scale(7)], [scale(2)])
      .sent(RST, 2)
      .arrived(SYN, 900)
      .sent(SYN | ACK, 300, { ack: 901, options: [scale(7)] })
      .sent(ACK, 301, { ack: 901, wnd: 502 })
      .connections();
    expect(old?.segments).toBe(3);
    expect(c && field(c, E.WND)).toEqual([1000, 1000, 502]);
  });
});

describe('options', () => {
  test('the peer’s MSS, or the default of its IP version', () => {
    const sizes = (pair: Pair, options: readonly TcpOption[]) =>
      field(new Writer().arrived(SYN, 1, { pair, options }).only(), E.MSS);
    expect(sizes(V4, [mss(1400)])).toEqual([1400]);
    expect(sizes(V4, [])).toEqual([536]);
    expect(sizes(V6, [])).toEqual([1220]);
  });
  test('their octets, padded to whole words', () => {
    const nop = { kind: 1, data: new Uint8Array(0) };
    const timestamps = { kind: 8, data: new Uint8Array(8) };
    const c = new Writer()
      .sent(ACK, 1, { options: [nop, nop, timestamps] })
      .sent(SYN, 1, { options: [mss(1460), scale(7)] })
      .only();
    expect(field(c, E.OPTIONS)).toEqual([12, 8]);
  });
});

describe('times', () => {
  test('the lag of the recorder and the clock’s error widen a stamp, an output back, an input on', () => {
    const c = new Writer()
      .arrived(SYN, 1)
      .sent(SYN | ACK, 5, { ack: 2 })
      .only({ in: 5e6, out: 3e6, error: 1e6 });
    expect(field(c, E.T0)).toEqual([-1e6, 1e6 - 1e6 - 3e6]);
    expect(field(c, E.T1)).toEqual([100 + 1e6 + 5e6, 1e6 + 100 + 1e6]);
    expect(field(c, E.STAMP)).toEqual([-1e6, 0]);
    expect(field(c, E.FRAME)).toEqual([1, 2]);
  });
});

describe('which events belong to which connection', () => {
  test('both IP versions, whoever began', () => {
    const all = new Writer()
      .arrived(SYN, 1)
      .sent(SYN, 1, { pair: V6 })
      .sent(SYN | ACK, 9, { ack: 2 })
      .arrived(ACK, 2, { ack: 10 })
      .arrived(SYN | ACK, 4, { ack: 2, pair: V6 })
      .sent(ACK, 3, { pair: ['192.0.2.1:81', '192.0.2.9:40000'] })
      .connections();
    expect(all.map((c) => [c.id, c.begins, c.segments])).toEqual([
      ['192.0.2.1:80-192.0.2.9:40000', 'SYN arrived', 3],
      ['[2001:db8::1]:80-[2001:db8::9]:40000', 'SYN sent', 2],
      ['192.0.2.1:81-192.0.2.9:40000', 'otherwise', 1],
    ]);
    expect(all[1]?.local).toEqual({ address: '2001:db8::1', port: 80 });
  });
  test('payload goes with its segment', () => {
    const c = new Writer().sent(ACK, 1, { text: 3 }).only();
    expect(c.steps[0]).toMatchObject({ kind: 'sent', payload: new Uint8Array(3) });
    for (let i: number = E.SEQ; i <= E.AMOUNT; i++)
      expect(c.steps[0]?.event[i + HIGH]).toBe(c.steps[0]?.event[i]);
  });
  test('the end of the recording comes to all', () => {
    const all = new Writer().sent(SYN, 1).sent(SYN, 1, { pair: V6 }).end().connections();
    expect(all.map((c) => c.steps.at(-1)?.kind)).toEqual(['end', 'end']);
  });
});

describe('calls', () => {
  const { PASSIVE_OPEN, ACTIVE_OPEN, SHUTDOWN, CLOSE, ABORT, UNLISTEN } = CALL_BIT;
  test.each([V4, V6])('of a listener and of the socket that it accepted (%s)', (local, remote) => {
    const c = new Writer()
      .call('bind', 3, { local })
      .call('listen', 3)
      .arrived(SYN, 1, { pair: [local, remote] })
      .call('accept', 3, {}, { value: 4, result: { remote } })
      .call('send', 4, { octets: 10 })
      .call('shutdown', 4, { how: 'write' })
      .call('close', 3)
      .call('close', 4)
      .only();
    // The listener's own end is none of the connection's once that has been accepted.
    expect(calls(c)).toEqual([PASSIVE_OPEN, SHUTDOWN, CLOSE]);
    expect(c.steps.filter((s) => s.kind === 'return')).toHaveLength(3);
  });
  test('a listener that is closed before it has accepted', () => {
    const c = new Writer()
      .call('bind', 3, { local: V4[0] })
      .call('listen', 3)
      .arrived(SYN, 1)
      .call('close', 3)
      .only();
    expect(calls(c)).toEqual([PASSIVE_OPEN, UNLISTEN]);
  });
  test('go to the connection of their socket only', () => {
    const other: Pair = [V4[0], '192.0.2.9:40001'];
    const all = new Writer()
      .call('bind', 3, { local: V4[0] })
      .call('listen', 3)
      .arrived(SYN, 1)
      .arrived(SYN, 1, { pair: other })
      .call('accept', 3, {}, { value: 4, result: { remote: V4[1] } })
      .call('accept', 3, {}, { value: 5, result: { remote: other[1] } })
      .call('abort', 5)
      .call('close', 4)
      .connections();
    expect(all.map(calls)).toEqual([
      [PASSIVE_OPEN, CLOSE],
      [PASSIVE_OPEN, ABORT],
    ]);
  });
  test.each([V4, V6])('of a socket that connects (%s)', (local, remote) => {
    const c = new Writer()
      .call('connect', 3, { remote }, { result: { local } })
      .sent(SYN, 1, { pair: [local, remote] })
      .call('close', 3)
      .only();
    expect(calls(c)).toEqual([ACTIVE_OPEN, CLOSE]);
  });
  test('of two sockets that connect to one place', () => {
    const second: Pair = ['192.0.2.1:81', V4[1]];
    const all = new Writer()
      .call('connect', 3, { remote: V4[1] }, { result: { local: V4[0] } })
      .call('connect', 4, { remote: V4[1] }, { result: { local: second[0] } })
      .sent(SYN, 1)
      .sent(SYN, 1, { pair: second })
      .call('close', 4)
      .connections();
    expect(all.map(calls)).toEqual([[ACTIVE_OPEN], [ACTIVE_OPEN, CLOSE]]);
  });
  test('a connect that has not returned when the recording ends', () => {
    const c = new Writer().call('connect', 3, { remote: V4[1] }, 'never').sent(SYN, 1).end().only();
    expect(calls(c)).toEqual([ACTIVE_OPEN]);
  });
  test('that concern reading only, or no connection, are left out', () => {
    const c = new Writer()
      .call('socket', -1, {}, { value: 3 })
      .call('connect', 3, { remote: V4[1] }, { result: { local: V4[0] } })
      .sent(SYN, 1)
      .call('shutdown', 3, { how: 'read' })
      .call('close', 77)
      .call('setsockopt', 3, { option: 'nodelay', value: 1 })
      .only();
    expect(calls(c)).toEqual([ACTIVE_OPEN]);
  });
});
