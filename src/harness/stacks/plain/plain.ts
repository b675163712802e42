/**
 * A small TCP of its own, for tests of the checker only: written from the RFCs and from nothing of the
 * spec, right
 * by construction, in virtual time, inside this process. What the RFCs leave open it draws from a seed.
 */
import { decodeDatagram, encodeDatagram } from '../../../trace/capture/datagram.ts';
import { ACK, type Endpoint, type Nanos, RST, type Segment, SYN } from '../../../trace/trace.ts';
import { timestampsOf } from '../../options.ts';
import { seqAdd, seqMinus } from '../../peer.ts';
import { type Family, NETWORK, type Output, type Reply, type Stack } from '../../stack.ts';
import { failed, type Given } from './calls.ts';
import type { Choices } from './choices.ts';
import { arrives, early, takeSyn } from './input.ts';
import { emitSyn, resetFor } from './segments.ts';
import { Sockets } from './sockets.ts';
import { Tcb, type TimerName, type World } from './tcb.ts';
import { expire } from './timers.ts';

export interface PlainStack extends Stack {
  /** When its next timer expires, ∞ where none runs. */
  nextTimer(): Nanos;
}

export interface PlainOptions {
  readonly choices: Choices;
  /** What its initial sequence numbers and ports begin from. */
  readonly seed: number;
  /** Its own addresses. */
  readonly addresses?: Readonly<Record<Family, string>>;
}

const HERE: Readonly<Record<Family, string>> = { ipv4: NETWORK.ipv4.stack, ipv6: NETWORK.ipv6.stack };

const keyOf = (local: Endpoint, remote: Endpoint): string =>
  `${local.address} ${local.port} ${remote.address} ${remote.port}`;

/** A mixing of a text and a seed, for the secret part of initial sequence numbers (RFC 9293 §3.4.1). */
function mixed(text: string, seed: number): number {
  let x = seed | 0;
  for (const letter of text) {
    x = Math.imul(x ^ (letter.codePointAt(0) ?? 0), 0x01000193);
    x ^= x >>> 15;
  }
  return Math.imul(x, 0x2c1b3c6d) >>> 0;
}

/** The connections of one stack, its clock, and what it has put on the wire. */
export class Engine implements World {
  readonly choices: Choices;
  readonly #seed: number;
  readonly #table = new Map<string, Tcb>();
  readonly #sockets: Sockets;
  readonly #outputs: Output[] = [];
  #now: Nanos = 0;
  #ids = 0;

  constructor({ choices, seed, addresses = HERE }: PlainOptions) {
    this.choices = choices;
    this.#seed = seed;
    this.#sockets = new Sockets(this, addresses, seed);
  }

  get sockets(): Sockets {
    return this.#sockets;
  }
  readonly now = (): Nanos => this.#now;
  readonly ipId = (): number => ++this.#ids & 0xffff;
  readonly emit = (segment: Segment): void => {
    this.#outputs.push({ t0: this.#now, t1: this.#now, datagram: encodeDatagram(segment) });
  };
  readonly forget = (c: Tcb): void => {
    const key = keyOf(c.local, c.remote);
    if (this.#table.get(key) === c) this.#table.delete(key);
    this.#sockets.forget(c);
  };
  readonly established = (c: Tcb): void => this.#sockets.established(c);

  /** Whether a connection between these ends exists. */
  has(local: Endpoint, remote: Endpoint): boolean {
    return this.#table.has(keyOf(local, remote));
  }

  /** RFC 9293 §3.4.1: a clock of 4 µs and a secret of the ends. */
  #iss(local: Endpoint, remote: Endpoint): number {
    return seqAdd(mixed(keyOf(local, remote), this.#seed), Math.floor(this.#now / 4000));
  }

  /** A new connection in the table; `beyond` is a number that its first one has to lie behind. */
  connection(local: Endpoint, remote: Endpoint, choices: Choices, passive: boolean, beyond?: number): Tcb {
    let iss = this.#iss(local, remote);
    if (beyond !== undefined && seqMinus(iss, beyond) <= 0) iss = seqAdd(beyond, 64_000);
    const c = new Tcb(this, choices, local, remote, iss, passive);
    this.#table.set(keyOf(local, remote), c);
    c.sndNxt = seqAdd(iss, 1);
    c.timed = { end: c.sndNxt, at: this.#now };
    c.waitingSince = this.#now;
    return c;
  }

  /** What one datagram does. */
  packet(datagram: Uint8Array): void {
    const segment = decodeDatagram(datagram);
    if (typeof segment === 'string' || segment.checksum !== 'good') return;
    const { destination, source } = segment;
    if (!this.#sockets.isHere(destination.address)) return;
    const c = this.#table.get(keyOf(destination, source));
    if (c !== undefined && !this.#reopens(c, segment)) return arrives(c, segment);
    if (c === undefined) this.#withoutTcb(segment);
  }

  /** RFC 9293 §3.10.7.1 and §3.10.7.2. */
  #withoutTcb(segment: Segment): void {
    const { flags } = segment;
    if (flags & RST) return;
    const listener = this.#sockets.listenerAt(segment.destination);
    if (listener === undefined || flags & ACK) return this.emit(resetFor(segment, this.ipId()));
    if (flags & SYN) this.#open(segment);
  }

  #open(segment: Segment, beyond?: number): void {
    const { destination, source } = segment;
    const settings = this.#sockets.admit(destination);
    if (settings === undefined) return;
    const c = this.connection(destination, source, settings.choices, true, beyond);
    settings.adopt(c);
    c.state = 'SYN-RECEIVED';
    takeSyn(c, segment);
    emitSyn(c);
    c.start('rexmt', c.rto);
    early(c, segment);
  }

  /** RFC 9293 §3.6.1 (MAY-2), RFC 6191: a SYN that is surely new ends TIME-WAIT, where somebody listens. */
  #reopens(c: Tcb, segment: Segment): boolean {
    const { flags, seq, destination } = segment;
    if (c.state !== 'TIME-WAIT' || !this.choices.reopens) return false;
    if ((flags & (SYN | ACK | RST)) !== SYN || this.#sockets.listenerAt(destination) === undefined)
      return false;
    // RFC 6191 §2: a later timestamp tells, whatever the number; else the number has to.
    const stamp = timestampsOf(segment)?.tsval;
    const known = c.stamping && stamp !== undefined;
    const later = known ? seqMinus(stamp, c.tsRecent) : 0;
    if (later < 0 || (later === 0 && seqMinus(seq, c.rcvNxt) <= 0)) return false;
    c.end();
    this.#open(segment, c.sndNxt);
    return true;
  }

  /** The earliest timer. */
  next(): { readonly due: Nanos; readonly c?: Tcb; readonly name?: TimerName } {
    let due = Number.POSITIVE_INFINITY;
    let found: { c: Tcb; name: TimerName } | undefined;
    for (const c of this.#table.values())
      for (const [name, at] of c.timers)
        if (at < due) {
          due = at;
          found = { c, name };
        }
    return { due, ...found };
  }

  /** Runs until `until`, or until something has been emitted. */
  advance(until: Nanos): void {
    for (;;) {
      const { due, c, name } = this.next();
      if (c === undefined || name === undefined || due > until) break;
      this.#now = Math.max(this.#now, due);
      c.stop(name);
      expire(c, name);
      if (this.#outputs.length > 0) return;
    }
    this.#now = Math.max(this.#now, until);
  }

  /** The answer to a step: what it gave, and what has been emitted. */
  reply(given: Given & Partial<Reply>, t0 = this.#now): Reply {
    return { ...given, t0, t1: this.#now, outputs: this.#outputs.splice(0) };
  }
}

/** A stack of these choices. */
export function plainStack(options: PlainOptions): PlainStack {
  let engine = new Engine(options);
  const { choices } = options;
  return {
    hello: () => ({
      stack: 'plain',
      version: '1',
      clock: 'virtual',
      families: ['ipv4', 'ipv6'],
      sockets: 'native',
      info: false,
      lag: { in: 0, out: 0, error: 0 },
      settings: Object.fromEntries(Object.entries(choices).map(([name, value]) => [name, String(value)])),
    }),
    reset: () => {
      engine = new Engine(options);
    },
    now: () => engine.now(),
    nextTimer: () => engine.next().due,
    socket: (family) => engine.reply(engine.sockets.open(family)),
    bind: (socket, local) => engine.reply(engine.sockets.bind(socket, local)),
    listen: (socket, backlog) => engine.reply(engine.sockets.listen(socket, backlog)),
    accept: (socket) => engine.reply(engine.sockets.accept(socket)),
    connect: (socket, remote) => engine.reply(engine.sockets.connect(socket, remote)),
    send: (socket, octets, urgent) => engine.reply(engine.sockets.send(socket, octets, urgent ?? false)),
    recv: (socket, most, urgent) => engine.reply(engine.sockets.recv(socket, most, urgent ?? false)),
    shutdown: (socket) => engine.reply(engine.sockets.shutdown(socket)),
    close: (socket) => engine.reply(engine.sockets.close(socket)),
    abort: (socket) => engine.reply(engine.sockets.abort(socket)),
    setOption: (socket, option, value) => engine.reply(engine.sockets.setOption(socket, option, value)),
    pendingError: (socket) => engine.reply(engine.sockets.pendingError(socket)),
    info: () => engine.reply(failed('EOPNOTSUPP')),
    packet: (datagram) => {
      engine.packet(datagram);
      return engine.reply({ value: 0 });
    },
    advance: (until) => {
      const t0 = engine.now();
      engine.advance(until);
      return engine.reply({ value: 0 }, t0);
    },
    exit: () => undefined,
  };
}
