/**
 * Two Linux stacks in one thread, joined by paths: two network namespaces, each with its TUN, and between
 * them a loop that carries datagrams in real time, lets programs go on, and records both ends. The loop
 * sleeps most of the time; where it is held up, the paths are slower, but the kernel's own stamps and order
 * stay true.
 */
import { release } from 'node:os';
import { decodeDatagram } from '../../trace/capture/datagram.ts';
import type { Endpoint, Nanos, Segment, Trace, TraceHeader } from '../../trace/trace.ts';
import { type Bracket, type Family, NETWORK } from '../stack.ts';
import { KernelEnd, stayOnProcessor } from '../stacks/linux/end.ts';
import { type Libc, POLLIN, POLLOUT } from '../stacks/linux/libc.ts';
import { type Carried, Session, type SessionEnd, type SessionPlan } from './session.ts';
import type { Task, Wait } from './task.ts';

const MS: Nanos = 1e6;
/** Servers have ports below, clients those of the kernel's own choice from there on. */
const FIRST_CLIENT_PORT = 32_768;
const FIRST_PORT = 1024;
const SETTINGS: Readonly<Record<string, string>> = {
  'net.ipv4.ip_local_port_range': `${FIRST_CLIENT_PORT} 60999`,
};
/** Longest sleep; every program and path is looked at again then. */
const LONGEST: Nanos = 50 * MS;
/** How long a session may take; what it has come to then is its trace. */
const PATIENCE: Nanos = 60_000 * MS;

/** A trace of one end, with what belongs to it but not into it. */
export interface PairTrace {
  readonly trace: Trace;
  readonly end: 0 | 1;
  readonly plan: SessionPlan;
  /** t = 0 of the trace on CLOCK_MONOTONIC, nanoseconds. */
  readonly monotonic: bigint;
}

export interface PairOptions {
  /** Sysctls of both ends, set after ours. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Name and version of this tool, for the headers. */
  readonly tool: string;
  readonly onTrace: (recorded: PairTrace) => void;
  /** Whether the open connections of an end are asked for TCP_INFO after each segment that arrived there. */
  readonly sampling?: boolean;
}

/** How late datagrams were put into the stack, measured against the path's own times. */
export interface Lateness {
  datagrams: number;
  /** Later than 1 ms. */
  late: number;
  most: Nanos;
}

/** Which session a segment belongs to; of two client's ports it is neither. */
const serverPort = ({ source, destination }: Segment): number => Math.min(source.port, destination.port);

const host = (prefix: string, number: 0 | 1): string => `${prefix}${number + 1}`;

export class Pair {
  readonly lateness: Lateness = { datagrams: 0, late: 0, most: 0 };
  readonly #libc: Libc;
  readonly #options: PairOptions;
  readonly #origin = process.hrtime.bigint();
  readonly #ends: readonly [SessionEnd, SessionEnd];
  readonly #sessions = new Map<number, Session>();
  readonly #timeout = new Uint8Array(16);
  #poll = new Uint8Array(8 * 64);
  #polled: Task[] = [];
  #port = FIRST_PORT;
  #dropped = 0;

  /**
   * Moves the calling thread through two new namespaces, and ties it to a processor, for good. Throws with
   * the step that failed.
   */
  constructor(libc: Libc, options: PairOptions) {
    stayOnProcessor(libc);
    this.#libc = libc;
    this.#options = options;
    const { ipv4, ipv6 } = NETWORK;
    const end = (number: 0 | 1): SessionEnd =>
      new KernelEnd<Carried>(
        libc,
        {
          home: { ipv4: host(ipv4.peers, number), ipv6: host(ipv6.peers, number) },
          settings: { ...SETTINGS, ...options.settings },
        },
        () => this.now(),
        {
          sent: (datagram, bracket) => this.#sent(number, datagram, bracket),
          arrived: (datagram, bracket, carried) => this.#arrived(number, datagram, bracket, carried),
        },
      );
    this.#ends = [end(0), end(1)];
  }

  /** Nanoseconds since the pair was made. */
  now(): Nanos {
    return Number(process.hrtime.bigint() - this.#origin);
  }

  /** Sessions that are not over. */
  get open(): number {
    return this.#sessions.size;
  }

  /** Begins a session. Its two traces are handed over when it is over. */
  begin(plan: SessionPlan): void {
    const port = this.#port++;
    if (port >= FIRST_CLIENT_PORT) throw new RangeError('too many sessions for one pair');
    const session = new Session(plan, port, this.#ends, () => this.now(), PATIENCE);
    this.#sessions.set(port, session);
    session.start(this.#endpoint(plan.server, plan.family, port));
    this.#resume(session, () => true);
  }

  /** One round: what is due is carried, who can go on goes on; then sleep until something is to be done. */
  round(): void {
    this.#carry();
    for (const end of this.#ends) end.drain();
    this.#run();
    for (const session of Array.from(this.#sessions.values()))
      if (session.over(this.now())) this.#finish(session);
    this.#sleep();
  }

  /** Ends both stacks. Sessions that are not over leave no trace. */
  exit(): void {
    for (const end of this.#ends) end.exit();
  }

  #endpoint(end: 0 | 1, family: Family, port: number): Endpoint {
    return { address: host(NETWORK[family].peers, end), port };
  }

  #carry(): void {
    const now = this.now();
    for (const session of this.#sessions.values())
      for (const from of [0, 1] as const) {
        const { link } = session.sides[from];
        for (let d = link.take(now); d !== undefined; d = link.take(now)) {
          this.#measure(this.now() - d.at);
          const to = session.sides[from === 0 ? 1 : 0];
          to.end.inject(d.octets, { session, segment: d.about });
          if (this.#options.sampling !== true) continue;
          // What came of it has its place before the sample.
          to.end.drain();
          to.sockets.sample();
        }
      }
  }

  #measure(late: Nanos): void {
    this.lateness.datagrams++;
    if (late > MS) this.lateness.late++;
    this.lateness.most = Math.max(this.lateness.most, late);
  }

  #sent(at: 0 | 1, datagram: Uint8Array, bracket: Bracket): void {
    const segment = decodeDatagram(datagram);
    if (typeof segment === 'string') throw new Error(`the kernel sent what is no segment: ${segment}`);
    const session = this.#sessions.get(serverPort(segment));
    session?.record('sent', at, segment, bracket);
    session?.sides[at].link.offer(this.now(), datagram, segment);
  }

  #arrived(at: 0 | 1, datagram: Uint8Array, bracket: Bracket, { session, segment }: Carried): void {
    if (!this.#sessions.has(session.port)) return;
    const read = segment ?? decodeDatagram(datagram);
    // Damage may have hit the ports: then the stack drops what is nobody's, and it is nobody's here too.
    if (typeof read === 'string' || serverPort(read) !== session.port) return;
    session.record('arrived', at, read, bracket);
  }

  /** Tasks whose socket the last sleep found ready, and those whose time has come. */
  #run(): void {
    const view = new DataView(this.#poll.buffer);
    const ready = new Set(this.#polled.filter((_, i) => view.getInt16((i + 2) * 8 + 6, true) !== 0));
    this.#polled = [];
    const now = this.now();
    for (const session of this.#sessions.values())
      this.#resume(session, (task) => ready.has(task) || (task.wait?.until ?? Infinity) <= now);
  }

  #resume(session: Session, which: (task: Task) => boolean): void {
    for (const task of session.tasks.slice()) if (which(task)) session.resume(task);
  }

  #finish(session: Session): void {
    // What was sent up to now is recorded up to now, however long the last round took.
    const until = this.now();
    for (const end of this.#ends) end.drain();
    this.#sessions.delete(session.port);
    const dropped = this.#ends.reduce((sum, end) => sum + end.dropped(), 0);
    const lossless = dropped === this.#dropped;
    this.#dropped = dropped;
    for (const end of [0, 1] as const) {
      const trace = session.trace(end, this.#header(session, end, lossless), until);
      const monotonic = this.#origin + BigInt(session.begun);
      this.#options.onTrace({ trace, end, plan: session.plan, monotonic });
    }
    session.abandon();
  }

  #header({ plan }: Session, end: 0 | 1, lossless: boolean): TraceHeader {
    return {
      stack: 'linux',
      version: release(),
      scenario: `pair/${plan.program.id}`,
      seed: plan.seed,
      profile: 'linux',
      clock: 'real',
      position: 'near',
      api: true,
      lossless,
      // As of the single stack: a write to the TUN returns when the datagram has been read (decision 1).
      lag: { in: 0, out: 5 * MS, error: MS },
      started: new Date().toISOString(),
      settings: {
        ...this.#ends[end].settings,
        'net.ipv4.tcp_congestion_control': plan.congestionControl,
      },
      tool: this.#options.tool,
    };
  }

  /** Until a path, a program or a kernel has something to do. */
  #sleep(): void {
    let next = Infinity;
    const waiting: { readonly task: Task; readonly fd: number; readonly events: number }[] = [];
    for (const session of this.#sessions.values()) {
      next = Math.min(next, session.sides[0].link.due(), session.sides[1].link.due(), session.endsAt());
      for (const task of session.tasks) {
        const { wait } = task;
        if (wait === undefined) continue;
        next = Math.min(next, wait.until ?? Infinity);
        if ('fd' in wait) waiting.push({ task, fd: wait.fd, events: eventsOf(wait) });
      }
    }
    const sleep = Math.min(LONGEST, Math.max(0, next - this.now()));
    const count = waiting.length + 2;
    if (this.#poll.length < count * 8) this.#poll = new Uint8Array(count * 16);
    const view = new DataView(this.#poll.buffer);
    for (const at of [0, 1] as const) this.#want(view, at, this.#ends[at].tun, POLLIN);
    for (const [i, { fd, events }] of waiting.entries()) this.#want(view, i + 2, fd, events);
    new DataView(this.#timeout.buffer).setBigInt64(8, BigInt(Math.floor(sleep)), true);
    this.#libc.ppoll(this.#poll, count, this.#timeout, null);
    this.#polled = waiting.map(({ task }) => task);
  }

  #want(view: DataView, at: number, fd: number, events: number): void {
    view.setInt32(at * 8, fd, true);
    view.setInt16(at * 8 + 4, events, true);
    view.setInt16(at * 8 + 6, 0, true);
  }
}

const eventsOf = (wait: Wait): number => ('fd' in wait && wait.for === 'reading' ? POLLIN : POLLOUT);
