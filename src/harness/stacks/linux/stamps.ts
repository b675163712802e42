/**
 * When the kernel sent a datagram, by its own stamp. A packet socket sees every datagram that leaves by the
 * TUN device, stamped as it is handed to the device, so a segment that a timer sent while we slept still gets
 * its true time.
 */
import type { Bracket } from '../../stack.ts';
import { AF_PACKET, CLOCK_REALTIME, type Libc, SOCK_NONBLOCK, SOCK_RAW } from './libc.ts';

const SIOCGSTAMPNS = 0x8907;
const ETH_P_ALL = 0x0003;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const ROOM = 66000;
/** More unmatched copies than this are stale: the datagrams that we injected ourselves come by here too. */
const KEPT = 256;

interface Stamped {
  readonly datagram: Uint8Array;
  /** CLOCK_REALTIME, nanoseconds. */
  readonly real: bigint;
}

export class Stamps {
  readonly #libc: Libc;
  readonly #fd: number;
  readonly #buffer = new Uint8Array(ROOM);
  readonly #time = new Uint8Array(16);
  #seen: Stamped[] = [];

  /** Without the packet socket (no CAP_NET_RAW) brackets are the user's own: correct, but wider. */
  constructor(libc: Libc, interfaceIndex: number) {
    this.#libc = libc;
    // Protocols stand in network order in both places.
    this.#fd = libc.socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, ETH_P_ALL << 8);
    if (this.#fd < 0) return;
    const address = new Uint8Array(20);
    const view = new DataView(address.buffer);
    view.setUint16(0, AF_PACKET, true);
    view.setUint16(2, ETH_P_ALL);
    view.setInt32(4, interfaceIndex, true);
    libc.bind(this.#fd, address, address.length);
    libc.setsockopt(this.#fd, SOL_SOCKET, SO_RCVBUF, Uint8Array.of(0, 0, 0x40, 0), 4);
  }

  /**
   * The narrowest bracket in which this datagram left: the kernel's stamp where it lies in `outer`, which
   * encloses the truth, else `outer`. A stamp outside tells that the wall clock was set in between. `nanos`
   * reads the stack's clock.
   */
  narrow(datagram: Uint8Array, outer: Bracket, nanos: () => number): Bracket {
    if (this.#fd < 0) return outer;
    this.#collect();
    const at = this.#seen.findIndex((s) => same(s.datagram, datagram));
    if (at < 0) return outer;
    const [found] = this.#seen.splice(at, 1);
    if (found === undefined) return outer;
    const before = nanos();
    const real = this.#realNow();
    const after = nanos();
    const age = Number(real - found.real);
    const t0 = Math.max(outer.t0, before - age);
    const t1 = Math.min(outer.t1, after - age);
    return t0 <= t1 ? { t0, t1 } : outer;
  }

  close(): void {
    if (this.#fd >= 0) this.#libc.close(this.#fd);
  }

  #collect(): void {
    for (;;) {
      const size = this.#libc.recv(this.#fd, this.#buffer, ROOM, 0);
      if (size < 0) break;
      if (this.#libc.ioctl(this.#fd, SIOCGSTAMPNS, this.#time) < 0) continue;
      this.#seen.push({ datagram: this.#buffer.slice(0, size), real: timespec(this.#time) });
    }
    if (this.#seen.length > KEPT) this.#seen = this.#seen.slice(-KEPT);
  }

  #realNow(): bigint {
    this.#libc.clock_gettime(CLOCK_REALTIME, this.#time);
    return timespec(this.#time);
  }
}

function timespec(b: Uint8Array): bigint {
  const view = new DataView(b.buffer, b.byteOffset);
  return view.getBigInt64(0, true) * 1_000_000_000n + view.getBigInt64(8, true);
}

const same = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((octet, at) => octet === b[at]);
