/**
 * What a recorder writes down of a walk: the frames that pass its place, with their stamps and octets
 * (captures.md §1). One recorder sits next to a stack, or somewhere on the way between the two.
 */
import { Random } from '../../checker/random-boxes.ts';
import { keyOf } from '../keys.ts';
import { Datagrams } from './datagrams.ts';
import { withTtl } from './frames.ts';

/** Where the recorder sits: next to the stack of a side, or at this part (0 … 1) of the way from A to B. */
export type Place = { readonly near: 0 | 1 } | { readonly part: number };

export interface Frame {
  /** Nanoseconds since the walk's beginning, as the recorder's clock tells it. */
  readonly time: number;
  /** The side in whose name it was sent. */
  readonly side: 0 | 1;
  /** What the recorder kept of the IP datagram. */
  readonly datagram: Uint8Array;
  readonly checksumNotReady: boolean;
  readonly superSegment: boolean;
  /** Somebody else has sent it. */
  readonly strange: boolean;
  /** Frames that the recorder says it lost just before. */
  readonly dropped: number;
}

export interface Tape {
  readonly frames: readonly Frame[];
  /** When the recorder stopped. */
  readonly end: number;
}

/** A segment on its way. */
export interface Packet {
  readonly side: 0 | 1;
  readonly datagram: Uint8Array;
}

/** Routers on a whole way; none of the counts leaves a TTL that stacks begin with. */
const ROUTERS = [1, 2, 3, 5, 7, 11, 15];
const FIRST_TTL = [64, 64, 128, 255];
/** A stranger's datagrams come another way. */
const STRANGE_TTL = [43, 45, 47];

/** Writes a tape while the walk goes on. */
export class Recorder {
  readonly place: Place;
  private readonly random: Random;
  private readonly datagrams: Datagrams;
  private readonly frames: Frame[] = [];
  private readonly ttl: readonly [number, number];
  private readonly routers: number;
  private end = 0;

  /** The seed gives addresses, ports, where numbers begin, hop limits. */
  constructor(place: Place, seed: number) {
    this.place = place;
    this.random = new Random(keyOf(`tape ${seed}`));
    this.datagrams = new Datagrams(this.random);
    this.ttl = [this.random.pick(FIRST_TTL), this.random.pick(FIRST_TTL)];
    this.routers = this.random.pick(ROUTERS);
  }

  /** The side that the recorder sits next to. */
  get near(): 0 | 1 | undefined {
    return 'near' in this.place ? this.place.near : undefined;
  }

  endpoint = (side: 0 | 1): ReturnType<Datagrams['endpoint']> => this.datagrams.endpoint(side);

  /** A stack has decided to send a segment: `before` is its state until then. */
  sends(side: 0 | 1, event: Float64Array, before: Float64Array): Packet {
    return { side, datagram: this.datagrams.of(side, event, this.ttl[side], before) };
  }

  /** It is on the wire. */
  leaves({ side, datagram }: Packet, now: number): void {
    if (this.near === side) this.write(now, side, datagram);
  }

  /** A copy of it was on its way from `now` on, and reaches the other stack at `at` unless it was `lost`. */
  carried({ side, datagram }: Packet, now: number, at: number, lost: boolean): void {
    if (!('part' in this.place)) return;
    const part = side === 0 ? this.place.part : 1 - this.place.part;
    if (lost && this.random.unit() < part) return;
    this.write(Math.floor(now + part * (at - now)), side, this.behind(datagram, side));
  }

  /** It reaches the stack that is not `packet.side`. */
  arrives({ side, datagram }: Packet, now: number): void {
    if (this.near !== undefined && this.near !== side) this.write(now, side, this.behind(datagram, side));
  }

  /** Somebody sends in the name of `side`, to the stack that the recorder sits next to. */
  strange(side: 0 | 1, event: Float64Array, now: number): void {
    this.write(now, side, this.datagrams.of(side, event, this.random.pick(STRANGE_TTL), undefined), true);
  }

  /** The recorder has seen everything until now. */
  ends(now: number): void {
    this.end = Math.max(this.end, Math.floor(now));
  }

  tape(): Tape {
    const frames = this.frames.filter(({ time }) => time <= this.end).sort((a, b) => a.time - b.time);
    return { frames, end: this.end };
  }

  private behind(datagram: Uint8Array, side: 0 | 1): Uint8Array {
    return withTtl(datagram, this.ttl[side] - this.routers);
  }

  private write(now: number, side: 0 | 1, datagram: Uint8Array, strange = false): void {
    const time = Math.floor(now);
    const marks = { checksumNotReady: false, superSegment: false, dropped: 0 };
    this.frames.push({ time, side, datagram, strange, ...marks });
  }
}
