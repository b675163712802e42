/**
 * The sockets calls of the kernel, each with what it gave; how a call is made, timed and followed is left
 * open.
 */
import type { Endpoint } from '../../../trace/trace.ts';
import type { Family, Reply, SocketOption } from '../../stack.ts';
import { endpointOf, SOCKADDR_ROOM, sockaddr } from './address.ts';
import {
  AF_INET,
  AF_INET6,
  type Libc,
  MSG_NOSIGNAL,
  MSG_OOB,
  SHUT_WR,
  SOCK_NONBLOCK,
  SOCK_STREAM,
} from './libc.ts';
import { TCP_INFO_ROOM, tcpInfoFields } from './tcp-info.ts';

const SOL_SOCKET = 1;
export const IPPROTO_TCP = 6;
const SO_ERROR = 4;
const SO_LINGER = 13;
const TCP_INFO = 11;
const TCP_CONGESTION = 13;
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

const int = (n: number): Uint8Array => new Uint8Array(Int32Array.of(n).buffer);
const intOf = (b: Uint8Array): number => new DataView(b.buffer, b.byteOffset).getInt32(0, true);

/** What a call gave beside its number. */
export type Extra = Pick<Reply, 'octets' | 'local' | 'remote' | 'fields' | 'pending'>;

export abstract class KernelCalls {
  protected readonly libc: Libc;
  readonly #open = new Set<number>();

  constructor(libc: Libc) {
    this.libc = libc;
  }

  /** Makes one call. `extra` is asked right after it for what came with it. */
  protected abstract step(make: () => number, extra?: (value: number) => Extra): Reply;

  socket(family: Family): Reply {
    const domain = family === 'ipv6' ? AF_INET6 : AF_INET;
    return this.#opening(() => this.libc.socket(domain, SOCK_STREAM | SOCK_NONBLOCK, 0));
  }

  bind(socket: number, local: Endpoint): Reply {
    const address = sockaddr(local);
    return this.step(() => this.libc.bind(socket, address, address.length));
  }

  listen(socket: number, backlog: number): Reply {
    return this.step(() => this.libc.listen(socket, backlog));
  }

  accept(socket: number): Reply {
    const from = new Uint8Array(SOCKADDR_ROOM);
    return this.#opening(
      () => this.libc.accept4(socket, from, int(SOCKADDR_ROOM), SOCK_NONBLOCK),
      (fd) => ({ ...this.#localEnd(fd), remote: endpointOf(from) }),
    );
  }

  connect(socket: number, remote: Endpoint): Reply {
    const address = sockaddr(remote);
    const ends = (): Extra => ({ ...this.#localEnd(socket), remote });
    return this.step(() => this.libc.connect(socket, address, address.length), ends);
  }

  send(socket: number, octets: Uint8Array, urgent = false): Reply {
    const flags = MSG_NOSIGNAL | (urgent ? MSG_OOB : 0);
    return this.step(() => this.libc.send(socket, octets, octets.length, flags));
  }

  recv(socket: number, most: number, urgent = false): Reply {
    const into = new Uint8Array(most);
    return this.step(
      () => this.libc.recv(socket, into, most, urgent ? MSG_OOB : 0),
      (size) => (size < 0 ? {} : { octets: into.slice(0, size) }),
    );
  }

  shutdown(socket: number): Reply {
    return this.step(() => this.libc.shutdown(socket, SHUT_WR));
  }

  close(socket: number): Reply {
    this.#open.delete(socket);
    return this.step(() => this.libc.close(socket));
  }

  abort(socket: number): Reply {
    this.#open.delete(socket);
    const linger = new Uint8Array(8);
    linger.set(int(1));
    return this.step(() => {
      this.libc.setsockopt(socket, SOL_SOCKET, SO_LINGER, linger, linger.length);
      return this.libc.close(socket);
    });
  }

  setOption(socket: number, option: SocketOption, value: number): Reply {
    const [level, number] = OPTIONS[option];
    return this.step(() => this.libc.setsockopt(socket, level, number, int(value), 4));
  }

  pendingError(socket: number): Reply {
    const value = int(0);
    return this.step(
      () => this.libc.getsockopt(socket, SOL_SOCKET, SO_ERROR, value, int(4)),
      () => ({ pending: intOf(value) === 0 ? '' : this.libc.errnoName(intOf(value)) }),
    );
  }

  info(socket: number): Reply {
    const into = new Uint8Array(TCP_INFO_ROOM);
    const size = int(TCP_INFO_ROOM);
    return this.step(
      () => this.libc.getsockopt(socket, IPPROTO_TCP, TCP_INFO, into, size),
      (result) => (result < 0 ? {} : { fields: tcpInfoFields(into, intOf(size)) }),
    );
  }

  /**
   * Sets the congestion control of one socket by the kernel's name for it; `ENOENT` where it has none so
   * called.
   */
  setCongestionControl(socket: number, name: string): Reply {
    const octets = new TextEncoder().encode(name);
    return this.step(() => this.libc.setsockopt(socket, IPPROTO_TCP, TCP_CONGESTION, octets, octets.length));
  }

  /** Ends every socket that is still open, without a word of what came of it. */
  protected abortAll(): void {
    for (const fd of this.#open) this.abort(fd);
  }

  #opening(make: () => number, extra: (value: number) => Extra = () => ({})): Reply {
    const reply = this.step(make, (fd) => (fd < 0 ? {} : extra(fd)));
    if (reply.value >= 0) this.#open.add(reply.value);
    return reply;
  }

  #localEnd(socket: number): Extra {
    const address = new Uint8Array(SOCKADDR_ROOM);
    const result = this.libc.getsockname(socket, address, int(SOCKADDR_ROOM));
    return result < 0 ? {} : { local: endpointOf(address) };
  }
}
