/** From a trace to connections: which events belong to which, sockets, both IP versions. */
import { describe, expect, test } from 'vitest';
import { CALL_BIT, E } from '../spec/event.ts';
import { ACK, RST, SYN } from '../trace/trace.ts';
import type { Connection, Step } from './connections.ts';
import { type Pair, scale, V4, V6, Writer } from './testing/trace-writer.ts';

const field = (c: Connection, at: number): readonly number[] => c.steps.map((s) => s.event[at] ?? Number.NaN);
const calls = (c: Connection): readonly number[] =>
  c.steps.flatMap((s: Step) => (s.kind === 'call' ? [s.event[E.FLAGS] ?? 0] : []));

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
  test.each([
    ['its own address', '192.0.2.1:80', 1],
    ['every address', '0.0.0.0:80', 1],
    ['every address of both versions', '[::]:80', 1],
    ['another address', '192.0.2.77:80', 0],
    ['another port', '0.0.0.0:81', 0],
  ])('a listener hears what comes for %s', (_, local, heard) => {
    const c = new Writer().call('bind', 3, { local }).call('listen', 3).arrived(SYN, 1).only();
    expect(calls(c)).toHaveLength(heard);
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
  test('not of a socket whose connect found the 4-tuple in use', () => {
    const c = new Writer()
      .call('connect', 3, { remote: V4[1] }, { error: 'EINPROGRESS', result: { local: V4[0] } })
      .sent(SYN, 1)
      .call('connect', 4, { remote: V4[1] }, { error: 'EADDRNOTAVAIL' })
      .call('close', 4)
      .only();
    expect(calls(c)).toEqual([ACTIVE_OPEN]);
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

describe('snapshots', () => {
  const shown = (all: readonly Connection[]): readonly number[][] =>
    all.map((c) => c.steps.flatMap((s) => (s.kind === 'snapshot' ? [s.shown.frame] : [])));
  const snapshot = (
    writer: Writer,
    socket: number,
    fields: Readonly<Record<string, number>> = {},
  ): Writer => {
    const frame = writer.events.length + 1;
    const source = socket < 0 ? 'tcp_probe' : 'tcp-info';
    const place = { frame, t0: frame * 1e6, t1: frame * 1e6 };
    writer.events.push({ kind: 'snapshot', ...place, source, socket, withheld: true, fields });
    return writer;
  };

  test('of a socket go to its connection, those of a listener to none', () => {
    const writer = new Writer()
      .call('bind', 3, { local: V4[0] })
      .call('listen', 3)
      .arrived(SYN, 1)
      .call('accept', 3, {}, { value: 4, result: { remote: V4[1] } });
    expect(shown(snapshot(snapshot(writer, 4), 3).connections())).toEqual([[8]]);
  });

  test('of tracepoints go where the ports are, unless two connections have them', () => {
    const ports = { sport: 80, dport: 40_000 };
    const one = new Writer().arrived(SYN, 1).arrived(SYN, 1, { pair: ['192.0.2.1:80', '192.0.2.9:40001'] });
    expect(shown(snapshot(one, -1, ports).connections())).toEqual([[3], []]);
    const alike = new Writer().arrived(SYN, 1).arrived(SYN, 1, { pair: V6 });
    expect(shown(snapshot(alike, -1, ports).connections())).toEqual([[], []]);
  });
});

describe('incarnations of one 4-tuple', () => {
  test('each has its own numbers and windows; the first ends where the second begins', () => {
    const [old, again] = new Writer()
      .sent(SYN, 1, { options: [scale(7)] })
      .arrived(SYN | ACK, 5, { ack: 2, options: [scale(2)] })
      .sent(RST, 2)
      .arrived(SYN, 900)
      .sent(SYN | ACK, 300, { ack: 901, options: [scale(7)] })
      .sent(ACK, 301, { ack: 901, wnd: 502 })
      .end()
      .connections();
    expect([old?.id, old?.begins, old?.segments]).toEqual([again?.id, 'SYN sent', 3]);
    expect([again?.begins, again?.segments]).toEqual(['SYN arrived', 3]);
    expect(old?.steps.map((s) => s.kind)).toEqual(['sent', 'arrived', 'sent', 'end']);
    expect(again && field(again, E.WND).slice(0, 3)).toEqual([1000, 1000, 502]);
    expect(again && field(again, E.SEQ)[1]).toBe(300 + 4294967296);
  });
  const { PASSIVE_OPEN, ACTIVE_OPEN, CLOSE, UNLISTEN } = CALL_BIT;
  const listened = (): Writer =>
    new Writer()
      .call('bind', 3, { local: V4[0] })
      .call('listen', 3)
      .arrived(SYN, 1)
      .sent(SYN | ACK, 9, { ack: 2 })
      .arrived(RST, 2);
  test('the listener still listens in the next one', () => {
    const all = listened()
      .arrived(SYN, 700)
      .sent(SYN | ACK, 300, { ack: 701 })
      .connections();
    expect(all.map(calls)).toEqual([[PASSIVE_OPEN], [PASSIVE_OPEN]]);
    // Its open has returned before anything arrives.
    expect(all[1]?.steps.map((s) => s.kind)).toEqual(['call', 'return', 'arrived', 'sent']);
  });
  test('until it is closed', () => {
    const all = listened()
      .call('close', 3)
      .call('connect', 4, { remote: V4[1] }, { result: { local: V4[0] } })
      .sent(SYN, 300)
      .connections();
    expect(all.map(calls)).toEqual([[PASSIVE_OPEN], [PASSIVE_OPEN, UNLISTEN, ACTIVE_OPEN]]);
  });
  test('a connect belongs to the SYN that follows it', () => {
    const all = new Writer()
      .call('connect', 4, { remote: V4[1] }, { result: { local: V4[0] } })
      .sent(SYN, 1)
      .arrived(RST | ACK, 0, { ack: 2 })
      .call('connect', 5, { remote: V4[1] }, { result: { local: V4[0] } })
      .sent(SYN, 300)
      .call('close', 5)
      .connections();
    expect(all.map(calls)).toEqual([[ACTIVE_OPEN], [ACTIVE_OPEN, CLOSE]]);
  });
  test('a socket that had the old connection has nothing to say of the new one', () => {
    const all = listened()
      .call('accept', 3, {}, { value: 4, result: { remote: V4[1] } })
      .arrived(SYN, 700)
      .sent(SYN | ACK, 300, { ack: 701 })
      .call('close', 4)
      .call('accept', 3, {}, { value: 5, result: { remote: V4[1] } })
      .call('shutdown', 5)
      .connections();
    expect(all.map(calls)).toEqual([[PASSIVE_OPEN], [PASSIVE_OPEN, CALL_BIT.SHUTDOWN]]);
  });
  test('but one number may stand for both', () => {
    const all = listened()
      .call('accept', 3, {}, { value: 4, result: { remote: V4[1] } })
      .call('close', 4)
      .arrived(SYN, 700)
      .sent(SYN | ACK, 300, { ack: 701 })
      .call('accept', 3, {}, { value: 4, result: { remote: V4[1] } })
      .call('close', 4)
      .connections();
    expect(all.map(calls)).toEqual([
      [PASSIVE_OPEN, CLOSE],
      [PASSIVE_OPEN, CLOSE],
    ]);
  });
});
