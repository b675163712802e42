/**
 * What the kernel itself says of the datagrams that pass a TUN device: in which order, in which direction,
 * when. A packet socket sees a datagram that goes in right before the kernel reads it, one that goes out
 * right after the kernel has made it; so its order is the order of the stack, also where a timer sent
 * something between two calls of ours.
 */
import type { Nanos } from '../../../trace/trace.ts';
import type { Bracket } from '../../stack.ts';
import { IPPROTO_TCP } from './kernel-calls.ts';
import { AF_PACKET, CLOCK_REALTIME, type Libc, SOCK_NONBLOCK, SOCK_RAW } from './libc.ts';

const SIOCGSTAMPNS = 0x8907;
const ETH_P_ALL = 0x0003;
const SOL_SOCKET = 1;
const SO_RCVBUFFORCE = 33;
const PACKET_OUTGOING = 4;
/** Octets of waiting copies: some 30,000 datagrams of 1500. */
const ROOM = 64 * 1024 * 1024;
/** Up to behind the TCP checksum, with either IP header. */
const HEAD = 60;
const ADDRESS = 20;
const PKTTYPE = 10;

/** The wall clock minus the stack's, which lay between the two when they were read. */
interface Offset {
  readonly least: bigint;
  readonly most: bigint;
}

export class Tap {
  readonly #libc: Libc;
  readonly #fd: number;
  readonly #head = new Uint8Array(HEAD);
  readonly #address = new Uint8Array(ADDRESS);
  readonly #room = new Uint8Array(4);
  readonly #time = new Uint8Array(16);
  readonly #now: () => Nanos;
  #size = 0;

  /** `now` reads the stack's clock. Throws where there is no packet socket. */
  constructor(libc: Libc, interfaceIndex: number, now: () => Nanos) {
    this.#libc = libc;
    this.#now = now;
    // Protocols stand in network order in both places.
    this.#fd = libc.socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, ETH_P_ALL << 8);
    const address = new Uint8Array(ADDRESS);
    const view = new DataView(address.buffer);
    view.setUint16(0, AF_PACKET, true);
    view.setUint16(2, ETH_P_ALL);
    view.setInt32(4, interfaceIndex, true);
    const room = new Uint8Array(Int32Array.of(ROOM).buffer);
    const failed =
      this.#fd < 0 ||
      libc.bind(this.#fd, address, address.length) < 0 ||
      libc.setsockopt(this.#fd, SOL_SOCKET, SO_RCVBUFFORCE, room, 4) < 0;
    if (failed) throw new Error(`packet socket failed: ${libc.errnoName(libc.errno())}`);
    // The first question for a stamp makes the kernel stamp from now on.
    libc.ioctl(this.#fd, SIOCGSTAMPNS, this.#time);
  }

  /** The direction of the next datagram of TCP, or undefined where none has passed since. */
  next(): 'out' | 'in' | undefined {
    do {
      new DataView(this.#room.buffer).setUint32(0, ADDRESS, true);
      this.#size = this.#libc.recvfrom(this.#fd, this.#head, HEAD, 0, this.#address, this.#room);
      if (this.#size < 0) return undefined;
    } while (!carriesTcp(this.#head));
    return this.#address[PKTTYPE] === PACKET_OUTGOING ? 'out' : 'in';
  }

  /** Whether the datagram that `next` told of is this one. */
  is(datagram: Uint8Array): boolean {
    if (this.#size !== Math.min(HEAD, datagram.length)) return false;
    for (let at = 0; at < this.#size; at++) if (this.#head[at] !== datagram[at]) return false;
    return true;
  }

  /**
   * When the datagram that `next` told of passed: the kernel's stamp where it lies in `outer`, which encloses
   * the truth, else `outer`. A stamp outside tells that the wall clock was set in between.
   */
  narrow(outer: Bracket, offset: Offset): Bracket {
    if (this.#libc.ioctl(this.#fd, SIOCGSTAMPNS, this.#time) < 0) return outer;
    const real = timespec(this.#time);
    const t0 = Math.max(outer.t0, Number(real - offset.most));
    const t1 = Math.min(outer.t1, Number(real - offset.least));
    return t0 <= t1 ? { t0, t1 } : outer;
  }

  /** How far apart the two clocks are now; good for some milliseconds. */
  offset(): Offset {
    const before = this.#now();
    this.#libc.clock_gettime(CLOCK_REALTIME, this.#time);
    const after = this.#now();
    const real = timespec(this.#time);
    return { least: real - BigInt(after), most: real - BigInt(before) };
  }

  close(): void {
    this.#libc.close(this.#fd);
  }
}

export const carriesTcp = (datagram: Uint8Array): boolean =>
  ((datagram[0] ?? 0) >> 4 === 6 ? datagram[6] : datagram[9]) === IPPROTO_TCP;

function timespec(b: Uint8Array): bigint {
  const view = new DataView(b.buffer, b.byteOffset);
  return view.getBigInt64(0, true) * 1_000_000_000n + view.getBigInt64(8, true);
}
