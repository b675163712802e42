/**
 * Segments of a walk as octets: an IP datagram with the numbers, options and text that the event tells, and
 * right checksums. A walk's numbers are unbounded; on the wire they are turned by an offset, often so that
 * they wrap soon (RFC 9293 §3.4).
 */
import type { Random } from '../../checker/random-boxes.ts';
import { BIT, E } from '../../spec/event.ts';
import { encodeDatagram } from '../../trace/capture/datagram.ts';
import type { Endpoint, TcpOption } from '../../trace/trace.ts';
import { Octets } from './octets.ts';

const TURN = 4294967296;
/** Numbers that begin at most this far below the wrap. */
const SOON = 20_000;
const CONTROL = 0x1ff;

/** One space of numbers on the wire. */
class Offset {
  private by: number | undefined;
  private readonly wraps: boolean;
  private readonly drawn: number;
  constructor(random: Random) {
    this.wraps = random.chance(0.4);
    this.drawn = this.wraps ? random.below(SOON) : random.next();
  }
  of(value: number): number {
    this.by ??= this.wraps ? -this.drawn - value : this.drawn;
    const turned = (value + this.by) % TURN;
    return turned < 0 ? turned + TURN : turned;
  }
}

/** What each side of a connection is on the wire. */
class Side {
  readonly numbers: Offset;
  readonly clock: Offset;
  readonly octets: Octets;
  readonly endpoint: Endpoint;
  /** The last IP identification; −1 where all are 0, as with Don’t Fragment they may be (RFC 6864). */
  private id: number;
  constructor(random: Random, endpoint: Endpoint) {
    this.numbers = new Offset(random);
    this.clock = new Offset(random);
    this.octets = new Octets(random.next());
    this.endpoint = endpoint;
    this.id = random.chance(0.8) ? random.below(65_536) : -1;
  }
  nextId(): number {
    if (this.id < 0) return 0;
    this.id = (this.id % 65_535) + 1;
    return this.id;
  }
}

const pair = (x: number): readonly number[] => [(x >>> 8) & 255, x & 255];
const word = (x: number): readonly number[] => [...pair(x >>> 16), ...pair(x)];
const NOP: TcpOption = { kind: 1, data: new Uint8Array(0) };
const option = (kind: number, ...data: readonly number[]): TcpOption => ({
  kind,
  data: Uint8Array.from(data),
});

/** The datagrams of one connection. Sides are 0 and 1; side 0 sits at the first address. */
export class Datagrams {
  readonly six: boolean;
  private readonly sides: readonly [Side, Side];
  private readonly reserved: number;

  constructor(random: Random) {
    this.six = random.chance(0.3);
    const [a, b] = this.six ? ['2001:db8::1', '2001:db8:0:7::9'] : ['192.0.2.1', '198.51.100.9'];
    const port = (): number => random.pick([80, 443, random.between(1, 65_535)]);
    const swap = random.chance(0.5);
    const first = new Side(random, { address: (swap ? b : a) ?? '', port: port() });
    this.sides = [first, new Side(random, { address: (swap ? a : b) ?? '', port: port() })];
    this.reserved = random.between(1, 7);
  }

  endpoint = (side: 0 | 1): Endpoint => this.sides[side].endpoint;

  /**
   * A segment of `side`; `before` is the state of that stack before it decided to send it, absent where
   * somebody else has sent it in its name.
   */
  of(side: 0 | 1, event: Float64Array, ttl: number, before: Float64Array | undefined): Uint8Array {
    const own = this.sides[side];
    const other = this.sides[side === 0 ? 1 : 0];
    const flags = event[E.FLAGS] ?? 0;
    const has = (bit: number): boolean => (flags & bit) !== 0;
    const length = event[E.TEXT] ?? 0;
    const first = (event[E.SEQ] ?? 0) + (has(BIT.SYN) ? 1 : 0);
    return encodeDatagram({
      source: own.endpoint,
      destination: other.endpoint,
      seq: has(BIT.SEQ_ZERO) ? 0 : own.numbers.of(event[E.SEQ] ?? 0),
      ack: has(BIT.ACK) ? other.numbers.of(event[E.ACK] ?? 0) : 0,
      flags: flags & CONTROL,
      wnd: Math.floor((event[E.WND] ?? 0) / ((event[E.GRAIN] ?? 0) + 1)),
      up: has(BIT.URG) ? (event[E.UP] ?? 0) : 0,
      reserved: has(BIT.RESERVED) ? this.reserved : 0,
      options: optionsOf(event, own, other),
      length,
      payload: before ? own.octets.of(event, first, length, before) : own.octets.strange(first, length),
      checksum: 'good',
      ttl,
      tos: 0,
      ...(this.six ? {} : { ipId: own.nextId() }),
    });
  }
}

/** Each padded to whole words, as the walked stacks count them. */
function optionsOf(event: Float64Array, own: Side, other: Side): readonly TcpOption[] {
  const flags = event[E.FLAGS] ?? 0;
  const has = (bit: number): boolean => (flags & bit) !== 0;
  const out: TcpOption[] = [];
  if (has(BIT.MSS)) out.push(option(2, ...pair(event[E.MSS] ?? 0)));
  if (has(BIT.WINDOW_SCALE)) out.push(NOP, option(3, event[E.SHIFT] ?? 0));
  if (has(BIT.SACK_PERMITTED)) out.push(NOP, NOP, option(4));
  if (has(BIT.TIMESTAMPS)) {
    const echo = has(BIT.ECHO_ZERO) ? 0 : other.clock.of(event[E.TSECR] ?? 0);
    out.push(NOP, NOP, option(8, ...word(own.clock.of(event[E.TSVAL] ?? 0)), ...word(echo)));
  }
  const blocks = has(BIT.SACK) ? (event[E.SACKS] ?? 0) : 0;
  if (blocks > 0) {
    const edges = Array.from({ length: 2 * blocks }, (_, i) => other.numbers.of(event[E.SACK + i] ?? 0));
    out.push(NOP, NOP, option(5, ...edges.flatMap(word)));
  }
  return out;
}
