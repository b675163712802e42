/** The sockets of the plain stack: numbers, addresses, listeners with their backlogs. */
import type { Endpoint } from '../../../trace/trace.ts';
import type { Family, Reply, SocketOption } from '../../stack.ts';
import { abort, apply, close, done, failed, type Given, receive, send, shutdown } from './calls.ts';
import type { Choices } from './choices.ts';
import type { Engine } from './plain.ts';
import { emitSyn } from './segments.ts';
import type { Tcb } from './tcb.ts';

interface Socket {
  readonly family: Family;
  readonly options: Map<SocketOption, number>;
  local: Endpoint | undefined;
  c: Tcb | undefined;
  /** How many may wait, where it listens. */
  backlog: number | undefined;
  /** Children that nobody has accepted: those not yet established, and those that are, in their order. */
  embryos: Tcb[];
  ready: Tcb[];
}

/** What a listener lends to a new connection. */
interface Admission {
  readonly choices: Choices;
  readonly adopt: (c: Tcb) => void;
}

const familyOf = ({ address }: Endpoint): Family => (address.includes(':') ? 'ipv6' : 'ipv4');

export class Sockets {
  readonly #engine: Engine;
  readonly #addresses: Readonly<Record<Family, string>>;
  readonly #sockets = new Map<number, Socket>();
  #numbers = 2;
  #port: number;

  constructor(engine: Engine, addresses: Readonly<Record<Family, string>>, seed: number) {
    this.#engine = engine;
    this.#addresses = addresses;
    this.#port = 49_152 + ((seed >>> 0) % 8192);
  }

  isHere(address: string): boolean {
    return address === this.#addresses.ipv4 || address === this.#addresses.ipv6;
  }

  listenerAt(local: Endpoint): Socket | undefined {
    for (const socket of this.#sockets.values()) {
      const at = socket.backlog === undefined ? undefined : socket.local;
      if (at?.port === local.port && at.address === local.address) return socket;
    }
    return undefined;
  }

  /** What a SYN to a listener gets, undefined where its backlog is full. */
  admit(local: Endpoint): Admission | undefined {
    const listener = this.listenerAt(local);
    if (listener?.backlog === undefined) return undefined;
    if (listener.embryos.length + listener.ready.length >= listener.backlog) return undefined;
    const adopt = (c: Tcb): void => {
      listener.embryos.push(c);
      for (const [option, value] of listener.options) apply(c, option, value);
    };
    return { choices: this.#choicesOf(listener), adopt };
  }

  #choicesOf({ options }: Socket): Choices {
    const mss = options.get('max-segment');
    return mss === undefined ? this.#engine.choices : { ...this.#engine.choices, mss };
  }

  /** A child of a listener may now be accepted. */
  established(c: Tcb): void {
    for (const socket of this.#sockets.values()) {
      if (!socket.embryos.includes(c)) continue;
      socket.embryos = socket.embryos.filter((other) => other !== c);
      socket.ready.push(c);
    }
  }

  forget(c: Tcb): void {
    for (const socket of this.#sockets.values()) {
      socket.embryos = socket.embryos.filter((other) => other !== c);
      socket.ready = socket.ready.filter((other) => other !== c);
    }
  }

  open(family: Family): Given {
    const socket: Socket = {
      family,
      options: new Map(),
      local: undefined,
      c: undefined,
      backlog: undefined,
      embryos: [],
      ready: [],
    };
    return done(this.#add(socket));
  }

  #add(socket: Socket): number {
    this.#sockets.set(++this.#numbers, socket);
    return this.#numbers;
  }

  bind(number: number, local: Endpoint): Given {
    const socket = this.#sockets.get(number);
    if (socket === undefined) return failed('EBADF');
    if (socket.local !== undefined) return failed('EINVAL');
    if (familyOf(local) !== socket.family || !this.isHere(local.address)) return failed('EADDRNOTAVAIL');
    if (this.listenerAt(local) !== undefined) return failed('EADDRINUSE');
    socket.local = local;
    return done();
  }

  listen(number: number, backlog: number): Given {
    const socket = this.#sockets.get(number);
    if (socket === undefined) return failed('EBADF');
    if (socket.local === undefined || socket.c !== undefined) return failed('EINVAL');
    if (this.listenerAt(socket.local) !== undefined) return failed('EADDRINUSE');
    socket.backlog = backlog;
    return done();
  }

  accept(number: number): Given & Partial<Reply> {
    const listener = this.#sockets.get(number);
    if (listener === undefined) return failed('EBADF');
    if (listener.backlog === undefined) return failed('EINVAL');
    const c = listener.ready.shift();
    if (c === undefined) return failed('EAGAIN');
    const { family } = listener;
    const value = this.#add({
      family,
      options: new Map(),
      local: c.local,
      c,
      backlog: undefined,
      embryos: [],
      ready: [],
    });
    return { value, local: c.local, remote: c.remote };
  }

  connect(number: number, remote: Endpoint): Given & Partial<Reply> {
    const socket = this.#sockets.get(number);
    if (socket === undefined) return failed('EBADF');
    if (socket.c !== undefined) return failed(socket.c.state === 'SYN-SENT' ? 'EALREADY' : 'EISCONN');
    if (socket.backlog !== undefined) return failed('EOPNOTSUPP');
    const local = socket.local ?? { address: this.#addresses[socket.family], port: this.#port++ };
    if (this.#engine.has(local, remote)) return failed('EADDRNOTAVAIL');
    socket.local = local;
    const c = this.#engine.connection(local, remote, this.#choicesOf(socket), false);
    socket.c = c;
    for (const [option, value] of socket.options) apply(c, option, value);
    c.state = 'SYN-SENT';
    emitSyn(c);
    c.start('rexmt', c.rto);
    return { ...failed('EINPROGRESS'), local, remote };
  }

  send(number: number, octets: Uint8Array, urgent: boolean): Given {
    return this.#on(number, (c) => send(c, octets, urgent));
  }

  recv(number: number, most: number, urgent: boolean): Given {
    // Urgent octets stay in the stream; none ever stands outside it.
    return this.#on(number, (c) => (urgent ? failed('EINVAL') : receive(c, most)));
  }

  shutdown(number: number): Given {
    return this.#on(number, shutdown);
  }

  #on(number: number, make: (c: Tcb) => Given): Given {
    const socket = this.#sockets.get(number);
    if (socket === undefined) return failed('EBADF');
    return socket.c === undefined ? failed('ENOTCONN') : make(socket.c);
  }

  close(number: number): Given {
    return this.#leave(number, close);
  }

  abort(number: number): Given {
    return this.#leave(number, abort);
  }

  #leave(number: number, end: (c: Tcb) => void): Given {
    const socket = this.#sockets.get(number);
    if (socket === undefined) return failed('EBADF');
    this.#sockets.delete(number);
    if (socket.c !== undefined) end(socket.c);
    // Nobody will ever accept them.
    for (const child of [...socket.embryos, ...socket.ready]) abort(child);
    return done();
  }

  setOption(number: number, option: SocketOption, value: number): Given {
    const socket = this.#sockets.get(number);
    if (socket === undefined) return failed('EBADF');
    socket.options.set(option, value);
    if (socket.c !== undefined) apply(socket.c, option, value);
    return done();
  }

  /** The error that has come since it was last asked for, '' where there is none. */
  pendingError(number: number): Given & Partial<Reply> {
    const socket = this.#sockets.get(number);
    if (socket === undefined) return failed('EBADF');
    const pending = socket.c?.error ?? '';
    if (socket.c !== undefined) socket.c.error = undefined;
    return { value: 0, pending };
  }
}
