/**
 * The kernel of this machine as a stack under test, on one thread. Writing to the TUN runs the kernel's input
 * path to its end before `write` returns, and so does every sockets call; what they caused can be read at
 * once. Only timers act alone.
 */
import { release } from 'node:os';
import type { Endpoint, Nanos } from '../../../trace/trace.ts';
import { Refused } from '../../refused.ts';
import type { Capabilities, Family, Output, Reply, SocketOption, Stack } from '../../stack.ts';
import { Undrivable } from '../../undrivable.ts';
import { endpointOf, SOCKADDR_ROOM, sockaddr } from './address.ts';
import { linuxAvailability } from './availability.ts';
import {
  AF_INET,
  AF_INET6,
  type Libc,
  loadLibc,
  MSG_NOSIGNAL,
  MSG_OOB,
  POLLIN,
  SHUT_WR,
  SOCK_NONBLOCK,
  SOCK_STREAM,
} from './libc.ts';
import { enterNamespace, type Namespace } from './namespace.ts';
import { Stamps } from './stamps.ts';
import { TCP_INFO_ROOM, tcpInfoFields } from './tcp-info.ts';

const MS = 1_000_000;
const SOL_SOCKET = 1;
const IPPROTO_TCP = 6;
const SO_ERROR = 4;
const SO_LINGER = 13;
const TCP_INFO = 11;
/** Level and number of each option (asm-generic/socket.h, linux/tcp.h). */
const OPTIONS: Readonly<Record<SocketOption, readonly [level: number, option: number]>> = {
  'reuse-address': [SOL_SOCKET, 2],
  'send-buffer': [SOL_SOCKET, 7],
  'receive-buffer': [SOL_SOCKET, 8],
  'no-delay': [IPPROTO_TCP, 1],
  'max-segment': [IPPROTO_TCP, 2],
  'urgent-inline': [SOL_SOCKET, 10],
  'keep-alive': [SOL_SOCKET, 9],
  'keep-alive-idle': [IPPROTO_TCP, 4],
  'keep-alive-interval': [IPPROTO_TCP, 5],
  'keep-alive-count': [IPPROTO_TCP, 6],
};
/** How long one poll may sleep; it bounds a bracket where the kernel's stamp is missing. */
const SLICE = 5 * MS;

const int = (n: number): Uint8Array => new Uint8Array(Int32Array.of(n).buffer);
const intOf = (b: Uint8Array): number => new DataView(b.buffer, b.byteOffset).getInt32(0, true);

/** What a call gave beside its number. */
type Extra = Pick<Reply, 'octets' | 'local' | 'remote' | 'fields' | 'pending'>;

class LinuxKernel implements Stack {
  readonly #libc: Libc;
  readonly #settings: Readonly<Record<string, string>>;
  #namespace: Namespace;
  #stamps: Stamps;
  readonly #inbox = new Uint8Array(66_000);
  readonly #poll = new Uint8Array(8);
  readonly #open = new Set<number>();
  #origin = process.hrtime.bigint();
  /** The last moment at which the TUN was seen empty. */
  #empty: Nanos = 0;

  constructor(libc: Libc, settings: Readonly<Record<string, string>>) {
    this.#settings = settings;
    this.#libc = libc;
    this.#namespace = enterNamespace(libc, settings);
    this.#stamps = new Stamps(libc, this.#namespace.interfaceIndex);
  }

  hello(): Capabilities {
    return {
      stack: 'linux',
      version: release(),
      clock: 'real',
      families: ['ipv4', 'ipv6'],
      sockets: 'native',
      info: true,
      // Writing to the TUN returns when the kernel has read the datagram (stack.ts: a reply means quiescent).
      lag: { in: 0, out: 5 * MS, error: MS },
      settings: this.#namespace.settings,
    };
  }

  /**
   * A namespace is cheap (3 ms) and closed connections live on in the old one, so a fresh stack is a fresh
   * namespace.
   */
  reset(): void {
    this.exit();
    this.#namespace = enterNamespace(this.#libc, this.#settings);
    this.#stamps = new Stamps(this.#libc, this.#namespace.interfaceIndex);
    this.#origin = process.hrtime.bigint();
    this.#empty = 0;
  }

  now(): Nanos {
    return Number(process.hrtime.bigint() - this.#origin);
  }

  socket(family: Family): Reply {
    const domain = family === 'ipv6' ? AF_INET6 : AF_INET;
    return this.#opening(() => this.#libc.socket(domain, SOCK_STREAM | SOCK_NONBLOCK, 0));
  }

  bind(socket: number, local: Endpoint): Reply {
    const address = sockaddr(local);
    return this.#step(() => this.#libc.bind(socket, address, address.length));
  }

  listen(socket: number, backlog: number): Reply {
    return this.#step(() => this.#libc.listen(socket, backlog));
  }

  accept(socket: number): Reply {
    const from = new Uint8Array(SOCKADDR_ROOM);
    return this.#opening(
      () => this.#libc.accept4(socket, from, int(SOCKADDR_ROOM), SOCK_NONBLOCK),
      (fd) => ({ ...this.#localEnd(fd), remote: endpointOf(from) }),
    );
  }

  connect(socket: number, remote: Endpoint): Reply {
    const address = sockaddr(remote);
    const ends = (): Extra => ({ ...this.#localEnd(socket), remote });
    return this.#step(() => this.#libc.connect(socket, address, address.length), ends);
  }

  send(socket: number, octets: Uint8Array, urgent = false): Reply {
    const flags = MSG_NOSIGNAL | (urgent ? MSG_OOB : 0);
    return this.#step(() => this.#libc.send(socket, octets, octets.length, flags));
  }

  recv(socket: number, most: number, urgent = false): Reply {
    const into = new Uint8Array(most);
    return this.#step(
      () => this.#libc.recv(socket, into, most, urgent ? MSG_OOB : 0),
      (size) => (size < 0 ? {} : { octets: into.slice(0, size) }),
    );
  }

  shutdown(socket: number): Reply {
    return this.#step(() => this.#libc.shutdown(socket, SHUT_WR));
  }

  close(socket: number): Reply {
    this.#open.delete(socket);
    return this.#step(() => this.#libc.close(socket));
  }

  abort(socket: number): Reply {
    this.#open.delete(socket);
    const linger = new Uint8Array(8);
    linger.set(int(1));
    return this.#step(() => {
      this.#libc.setsockopt(socket, SOL_SOCKET, SO_LINGER, linger, linger.length);
      return this.#libc.close(socket);
    });
  }

  setOption(socket: number, option: SocketOption, value: number): Reply {
    const [level, number] = OPTIONS[option];
    return this.#step(() => this.#libc.setsockopt(socket, level, number, int(value), 4));
  }

  pendingError(socket: number): Reply {
    const value = int(0);
    return this.#step(
      () => this.#libc.getsockopt(socket, SOL_SOCKET, SO_ERROR, value, int(4)),
      () => ({ pending: intOf(value) === 0 ? '' : this.#libc.errnoName(intOf(value)) }),
    );
  }

  info(socket: number): Reply {
    const into = new Uint8Array(TCP_INFO_ROOM);
    const size = int(TCP_INFO_ROOM);
    return this.#step(
      () => this.#libc.getsockopt(socket, IPPROTO_TCP, TCP_INFO, into, size),
      (result) => (result < 0 ? {} : { fields: tcpInfoFields(into, intOf(size)) }),
    );
  }

  packet(datagram: Uint8Array): Reply {
    return this.#step(() => this.#libc.write(this.#namespace.tun, datagram, datagram.length));
  }

  advance(until: Nanos): Reply {
    const t0 = this.now();
    for (;;) {
      const outputs = this.#drain();
      const now = this.now();
      if (outputs.length > 0 || now >= until) return { t0, t1: now, value: 0, outputs };
      const sleep = Math.min(until - now, SLICE);
      this.#poll.set(int(this.#namespace.tun));
      this.#poll.set([POLLIN, 0, 0, 0], 4);
      this.#libc.poll(this.#poll, 1, Math.ceil(sleep / MS));
    }
  }

  exit(): void {
    for (const fd of this.#open) this.abort(fd);
    this.#stamps.close();
    this.#libc.close(this.#namespace.tun);
  }

  /** One call into the kernel between two drains of the TUN. */
  #step(make: () => number, extra: (value: number) => Extra = () => ({})): Reply {
    const before = this.#drain();
    const t0 = this.now();
    const value = make();
    const errno = value < 0 ? this.#libc.errno() : 0;
    const t1 = this.now();
    const more = extra(value);
    const outputs = [...before, ...this.#drain()];
    if (errno === 0) return { t0, t1, value, outputs, ...more };
    return { t0, t1, value: -1, error: this.#libc.errnoName(errno), outputs, ...more };
  }

  #opening(make: () => number, extra: (value: number) => Extra = () => ({})): Reply {
    const reply = this.#step(make, (fd) => (fd < 0 ? {} : extra(fd)));
    if (reply.value >= 0) this.#open.add(reply.value);
    return reply;
  }

  #localEnd(socket: number): Extra {
    const address = new Uint8Array(SOCKADDR_ROOM);
    const result = this.#libc.getsockname(socket, address, int(SOCKADDR_ROOM));
    return result < 0 ? {} : { local: endpointOf(address) };
  }

  /**
   * Every TCP datagram that waits in the TUN; what else a kernel says on a fresh link (MLD, ICMPv6) is
   * dropped.
   */
  #drain(): Output[] {
    const outputs: Output[] = [];
    for (;;) {
      const asked = this.now();
      const size = this.#libc.read(this.#namespace.tun, this.#inbox, this.#inbox.length);
      if (size < 0) {
        this.#empty = asked;
        return outputs;
      }
      const outer = { t0: this.#empty, t1: this.now() };
      const datagram = this.#inbox.slice(0, size);
      if (!carriesTcp(datagram)) continue;
      const bracket = this.#stamps.narrow(datagram, outer, () => this.now());
      outputs.push({ ...bracket, datagram });
    }
  }
}

const carriesTcp = (datagram: Uint8Array): boolean =>
  ((datagram[0] ?? 0) >> 4 === 6 ? datagram[6] : datagram[9]) === IPPROTO_TCP;

/**
 * Moves the calling thread into a network namespace of its own and gives the kernel there as a stack; best in
 * a process started for it. Rejects with `Undrivable` and the reason where `linuxAvailability` says no, or
 * with the step that the kernel did not grant. `settings` are sysctls that are set in the namespace beside
 * our own, by name; `Refused` where one cannot be.
 */
export async function startLinux(settings: Readonly<Record<string, string>> = {}): Promise<Stack> {
  const { available, reason } = linuxAvailability();
  if (!available) throw new Undrivable(reason);
  try {
    return new LinuxKernel(await loadLibc(), settings);
  } catch (error) {
    // Nothing has been played: what fails here is the machine's, a container's that holds us, or the user's.
    if (error instanceof Refused) throw error;
    throw new Undrivable(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
