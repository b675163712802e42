import { describe, expect, test } from 'vitest';
import { decodeDatagram } from '../trace/capture/datagram.ts';
import { ACK, AE, PSH, RST, type Segment, SYN, URG } from '../trace/trace.ts';
import { Bench } from './bench.ts';
import { MS } from './clock.ts';
import { type IdleStack, idleStack } from './idle-stack.ts';
import { mssOption, timestampsOf, timestampsOption, windowScaleOption } from './options.ts';
import { Peer, type PeerSettings, seqAdd, seqMinus } from './peer.ts';
import { Recorder } from './recorder.ts';
import { Unreached } from './unreached.ts';

const PEER = { address: '192.0.2.2', port: 40_000 };
const STACK = { address: '192.0.2.1', port: 80 };
const NOW = { t0: 0, t1: 0 };

function make(own: Partial<PeerSettings> = {}): {
  readonly peer: Peer;
  readonly bench: Bench;
  readonly stack: IdleStack;
} {
  const stack = idleStack();
  const bench = new Bench(stack);
  const settings = { options: [mssOption(1460)], iss: 100, window: 5000, ackDelay: 50 * MS, ttl: 64, tos: 0 };
  const peer = new Peer(bench, new Recorder(0), PEER, STACK, { ...settings, ...own });
  return { peer, bench, stack };
}

/** What the peer put on the wire, decoded. */
const wire = (stack: IdleStack): readonly Segment[] =>
  stack.taken.map((datagram) => {
    const segment = decodeDatagram(datagram);
    if (typeof segment === 'string') throw new Error(segment);
    return segment;
  });

/** A segment of the stack's. */
function from(fields: Partial<Segment>): Segment {
  const payload = fields.payload ?? new Uint8Array(0);
  const plain = { seq: 900, ack: 101, flags: ACK, wnd: 4000, up: 0, reserved: 0, options: [] };
  const rest = { checksum: 'good', ttl: 64, tos: 0 } as const;
  return { source: STACK, destination: PEER, ...plain, ...rest, payload, ...fields, length: payload.length };
}

describe('the peer', () => {
  test('can put anything into every field', async () => {
    const { peer, stack } = make();
    const odd = {
      seq: 0xffff_fff0,
      ack: 7,
      flags: SYN | RST | URG | AE,
      wnd: 1,
      up: 9,
      reserved: 5,
      options: [{ kind: 254, data: Uint8Array.of(1, 2) }],
      payload: Uint8Array.of(1, 2, 3),
      ttl: 3,
      tos: 0xb8,
      ipId: 77,
      source: { address: '192.0.2.9', port: 1 },
      destination: { address: '192.0.2.1', port: 2 },
    };
    await peer.inject({ ...odd, checksum: 'bad' });
    await peer.inject(odd);
    const [bad, good] = wire(stack);
    expect(good).toMatchObject({
      ...odd,
      options: expect.arrayContaining([odd.options[0]]),
      checksum: 'good',
    });
    expect(bad?.checksum).toBe('bad');
    expect(peer.sndNxt).toBe(100);
  });

  test('keeps its numbers in a normal conversation', async () => {
    const { peer, stack } = make();
    await peer.syn();
    peer.receive(from({ seq: 899, flags: SYN | ACK }), NOW);
    await peer.data(Uint8Array.of(1, 2, 3));
    await peer.fin();
    await peer.ack();
    expect(wire(stack).map(({ seq, ack, flags }) => [seq, ack, flags])).toEqual([
      [100, 0, SYN],
      [101, 900, ACK | PSH],
      [104, 900, ACK | 1],
      [105, 900, ACK],
    ]);
  });

  test('acknowledges after its delay, once for all that came, and not at all when silent', async () => {
    const { peer, stack, bench } = make();
    peer.receive(from({ seq: 899, flags: SYN | ACK }), NOW);
    const acks: [number, number][] = [];
    await bench.clock.run([
      async () => {
        peer.receive(from({ payload: Uint8Array.of(1, 2) }), NOW);
        await bench.clock.wait(20 * MS);
        peer.receive(from({ seq: 902, payload: Uint8Array.of(3) }), NOW);
        await bench.clock.wait(29 * MS);
        acks.push([stack.taken.length, peer.rcvNxt]);
        await bench.clock.wait(2 * MS);
        acks.push([stack.taken.length, wire(stack)[0]?.ack ?? 0]);
        peer.silence();
        peer.receive(from({ seq: 903, payload: Uint8Array.of(4) }), NOW);
        await bench.clock.wait(100 * MS);
        acks.push([stack.taken.length, peer.rcvNxt]);
      },
    ]);
    expect(acks).toEqual([
      [0, 903],
      [1, 903],
      [1, 904],
    ]);
  });

  test('puts the stream together from segments out of order, repeated and overlapping', () => {
    const { peer } = make();
    peer.receive(from({ seq: 0xffff_fffd, flags: SYN | ACK }), NOW);
    peer.receive(from({ seq: 1, payload: Uint8Array.of(4, 5) }), NOW);
    peer.receive(from({ seq: 0xffff_fffe, payload: Uint8Array.of(1, 2) }), NOW);
    expect(peer.rcvNxt).toBe(0);
    peer.receive(from({ seq: 0xffff_ffff, payload: Uint8Array.of(2, 3) }), NOW);
    expect(peer.stream).toEqual([1, 2, 3, 4, 5]);
    expect(peer.rcvNxt).toBe(3);
  });

  test('waits for a segment, and says what did not come', async () => {
    const { peer, bench } = make();
    const failures: unknown[] = [];
    await bench.clock.run([
      async () => {
        peer.receive(from({ seq: 1 }), NOW);
        expect((await peer.expect('one', () => true)).seq).toBe(1);
        expect(await peer.maybe(() => true, 10 * MS)).toBeUndefined();
        await peer.expect('the second', () => true).catch((error: unknown) => failures.push(error));
      },
    ]);
    expect(failures).toEqual([new Unreached('the second did not come')]);
  });

  test('takes what has come as read', async () => {
    const { peer, bench } = make();
    await bench.clock.run([
      async () => {
        peer.receive(from({ seq: 1 }), NOW);
        peer.overlook();
        expect(await peer.maybe(() => true, 10 * MS)).toBeUndefined();
        peer.receive(from({ seq: 2 }), NOW);
        expect((await peer.expect('the second', () => true)).seq).toBe(2);
      },
    ]);
  });

  test('knows how much the window takes, scaled only where both have offered it', async () => {
    const offered = [windowScaleOption(2)];
    const room = async (
      own: Partial<PeerSettings>,
      options: Segment['options'],
    ): Promise<readonly number[]> => {
      const { peer } = make(own);
      await peer.syn();
      peer.receive(from({ seq: 899, flags: SYN | ACK, wnd: 1000, options }), NOW);
      const first = peer.room();
      await peer.data(new Uint8Array(10));
      const second = peer.room();
      peer.receive(from({ ack: 111, wnd: 1000 }), NOW);
      return [first, second, peer.room()];
    };
    expect(await room({}, offered)).toEqual([1000, 990, 1000]);
    expect(await room({ options: offered }, [])).toEqual([1000, 990, 1000]);
    expect(await room({ options: [windowScaleOption(0)] }, offered)).toEqual([1000, 990, 4000]);
  });

  test('begins anew', async () => {
    const { peer, stack } = make();
    await peer.syn();
    peer.receive(from({ seq: 899, flags: SYN | ACK, payload: Uint8Array.of() }), NOW);
    peer.receive(from({ payload: Uint8Array.of(1) }), NOW);
    peer.renew(5000);
    await peer.syn();
    peer.receive(from({ seq: 70, ack: 5001, flags: SYN | ACK }), NOW);
    await peer.ack();
    expect(wire(stack).map(({ seq, ack }) => [seq, ack])).toEqual([
      [100, 0],
      [5000, 0],
      [5001, 71],
    ]);
    expect(peer.stream).toEqual([]);
  });

  test('counts in the circle of sequence numbers', () => {
    expect(seqAdd(0xffff_ffff, 2)).toBe(1);
    expect(seqAdd(0, -1)).toBe(0xffff_ffff);
    expect(seqMinus(1, 0xffff_ffff)).toBe(2);
    expect(seqMinus(0xffff_ffff, 1)).toBe(-2);
  });
});

describe('timestamps of the peer', () => {
  const stamps = (tsval: number) => [timestampsOption({ tsval, tsecr: 0 })];
  const last = (stack: IdleStack) => {
    const segment = wire(stack).at(-1);
    return segment && timestampsOf(segment);
  };

  test('echo what RFC 7323 §4.3 says, and nothing in a SYN', async () => {
    const { peer, stack, bench } = make({ timestamps: true });
    await bench.clock.run([
      async () => {
        await peer.syn();
        expect(last(stack)).toEqual({ tsval: 100, tsecr: 0 });
        peer.receive(from({ seq: 899, flags: SYN | ACK, options: stamps(50) }), NOW);
        await bench.clock.wait(3 * MS);
        await peer.ack();
        expect(last(stack)).toEqual({ tsval: 103, tsecr: 50 });
        // The first of two is what a delayed ACK echoes; what lies behind a gap is not echoed.
        peer.receive(from({ seq: 900, payload: Uint8Array.of(1), options: stamps(60) }), NOW);
        peer.receive(from({ seq: 901, payload: Uint8Array.of(2), options: stamps(61) }), NOW);
        peer.receive(from({ seq: 950, payload: Uint8Array.of(3), options: stamps(62) }), NOW);
        await peer.ack();
        expect(last(stack)?.tsecr).toBe(60);
        // An older one changes nothing.
        peer.receive(from({ seq: 902, options: stamps(55) }), NOW);
        await peer.ack();
        expect(last(stack)?.tsecr).toBe(60);
      },
    ]);
  });

  test('stop where the stack has none, and are never there unasked', async () => {
    const { peer, stack } = make({ timestamps: true });
    await peer.syn();
    peer.receive(from({ seq: 899, flags: SYN | ACK }), NOW);
    await peer.ack();
    expect(last(stack)).toBeUndefined();
    const plain = make();
    plain.peer.receive(from({ seq: 899, flags: SYN | ACK, options: stamps(50) }), NOW);
    await plain.peer.ack();
    expect(last(plain.stack)).toBeUndefined();
  });
});
