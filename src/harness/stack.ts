/**
 * The contract between the harness and a stack under test. An adapter is one value of type `Stack`.
 *
 * Six promises make it work for kernels, libraries and simulators alike:
 * 1. No call blocks. One that would answers `EAGAIN` (or `EINPROGRESS`), and the harness asks again.
 * 2. A reply means that the stack is quiescent: nothing is runnable at the current time, and every datagram
 *    that it has emitted so far has been drained into this reply or an earlier one.
 * 3. A virtual clock moves in `advance` only. A real clock runs on, and every time is a bracket.
 * 4. Datagrams are raw IP that carries TCP; an adapter with an Ethernet link does ARP and ND itself and
 *    drops what is not TCP.
 * 5. What is not a sockets call, a datagram or time is announced in `hello` and may be missing.
 * 6. All times are nanoseconds since the last `reset`, on the stack's clock.
 */
import type { Endpoint, Nanos } from '../trace/trace.ts';

/** A stack inside this process answers at once, one in another process later. */
export type Later<T> = T | Promise<T>;

export type Family = 'ipv4' | 'ipv6';

/** What an adapter can do, as it says itself. */
export interface Capabilities {
  /** The profile's name and the stack's: `linux`. */
  readonly stack: string;
  readonly version: string;
  readonly clock: 'real' | 'virtual';
  readonly families: readonly Family[];
  /** `native`: the calls are the stack's own sockets calls; `proxied`: the adapter imitates them. */
  readonly sockets: 'native' | 'proxied';
  /** Whether `info` answers. */
  readonly info: boolean;
  /**
   * Most that an input waits before the stack reads it, that an output waits before it is stamped; the
   * clock's error.
   */
  readonly lag: { readonly in: Nanos; readonly out: Nanos; readonly error: Nanos };
  /** Settings of the stack that matter to a judge, by the stack's own names. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Where the stack lives, and under which prefix its peers do; both on one link. */
export interface Network {
  readonly ipv4: { readonly stack: string; readonly peers: string };
  readonly ipv6: { readonly stack: string; readonly peers: string };
}

/**
 * The documentation prefixes of RFC 5737 and RFC 3849. A peer's address is the prefix and a number (IPv6:
 * hexadecimal) from 2 on.
 */
export const NETWORK: Network = {
  ipv4: { stack: '192.0.2.1', peers: '192.0.2.' },
  ipv6: { stack: '2001:db8::1', peers: '2001:db8::' },
};

/** Somewhere between t0 and t1, both included. */
export interface Bracket {
  readonly t0: Nanos;
  readonly t1: Nanos;
}

/** One datagram that the stack emitted; the bracket is as narrow as the adapter can honestly make it. */
export interface Output extends Bracket {
  readonly datagram: Uint8Array;
}

/**
 * What came of one step. [t0, t1] encloses the step itself; an output with t1 < reply.t0 was emitted before
 * it (by a timer), the others by it or beside it. Outputs stand in the order of emission.
 */
export interface Reply extends Bracket {
  /** What the call returned: 0 or more, −1 on error. `socket` and `accept` return the new socket. */
  readonly value: number;
  /** The error by its name (`EAGAIN`), absent on success. */
  readonly error?: string;
  readonly outputs: readonly Output[];
  /** The octets that `recv` returned; `value` is their number, 0 at the end of the stream. */
  readonly octets?: Uint8Array;
  /** The ends of an accepted or connecting socket. */
  readonly local?: Endpoint;
  readonly remote?: Endpoint;
  /** State by the stack's own names and in its own units, of `info`. */
  readonly fields?: Readonly<Record<string, number>>;
  /** The pending error that `pendingError` fetched, by its name. */
  readonly pending?: string;
}

/** Of those in seconds the least is 1; `urgent-inline` leaves urgent octets in the stream. */
export type SocketOption =
  | 'reuse-address'
  | 'no-delay'
  | 'receive-buffer'
  | 'send-buffer'
  | 'max-segment'
  | 'urgent-inline'
  | 'keep-alive'
  /** Seconds without a segment before the first keep-alive. */
  | 'keep-alive-idle'
  /** Seconds between one and the next. */
  | 'keep-alive-interval'
  /** How many stay unanswered before the connection ends. */
  | 'keep-alive-count';

/**
 * One stack under test. Sockets are the adapter's own non-negative numbers. Nothing here throws for what the
 * stack answers.
 */
export interface Stack {
  hello(): Capabilities;
  /**
   * A fresh stack: no connection, no listener, time 0. Throws where the stack cannot be started, with the
   * reason.
   */
  reset(): Later<void>;
  /** The stack's clock: of this moment if real, of the last reply if virtual. */
  now(): Nanos;
  socket(family: Family): Later<Reply>;
  bind(socket: number, local: Endpoint): Later<Reply>;
  /** `backlog` connections, 1 or more, may wait for `accept`. */
  listen(socket: number, backlog: number): Later<Reply>;
  accept(socket: number): Later<Reply>;
  connect(socket: number, remote: Endpoint): Later<Reply>;
  /** With `urgent` the last octet is urgent (RFC 9293 §3.8.5). */
  send(socket: number, octets: Uint8Array, urgent?: boolean): Later<Reply>;
  /** At most `most` octets, 1 or more. With `urgent` the urgent octet that stands outside the stream. */
  recv(socket: number, most: number, urgent?: boolean): Later<Reply>;
  /** No more to send: a FIN after what is queued. */
  shutdown(socket: number): Later<Reply>;
  close(socket: number): Later<Reply>;
  /** RFC 9293 §3.9.1: ABORT. The socket is gone afterwards. */
  abort(socket: number): Later<Reply>;
  setOption(socket: number, option: SocketOption, value: number): Later<Reply>;
  /** Fetches and clears the socket's asynchronous error, as SO_ERROR does. */
  pendingError(socket: number): Later<Reply>;
  /** The stack's own view of a socket; `EOPNOTSUPP` where `hello` does not announce it. */
  info(socket: number): Later<Reply>;
  /** One raw IP datagram arrives at the stack. */
  packet(datagram: Uint8Array): Later<Reply>;
  /** Lets time run until `until`, or until the stack emits something, whichever is first. */
  advance(until: Nanos): Later<Reply>;
  /** Ends the stack and frees what it holds; further calls are an error of the caller. */
  exit(): Later<void>;
}
