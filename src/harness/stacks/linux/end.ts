/**
 * One of several network namespaces that a single thread drives: its sockets, its TUN, and what passed there
 * in the kernel's own order. A sockets call and a write to the TUN return when the kernel has done what
 * follows from them; only timers act alone, and the tap says where among our writes they did. That holds as
 * long as the thread stays on one processor.
 */
import { readFileSync } from 'node:fs';
import type { Nanos } from '../../../trace/trace.ts';
import type { Bracket, Family, Reply } from '../../stack.ts';
import { type Extra, KernelCalls } from './kernel-calls.ts';
import { CLONE_NEWNET, type Libc } from './libc.ts';
import { DEVICE, enterNamespace, type Namespace, type NamespacePlan } from './namespace.ts';
import { carriesTcp, Tap } from './tap.ts';

/** Datagrams that may wait in a TUN: more than a stack sends while this process is held up. */
const ROOM = 20_000;
/** How often the TUN is asked again for a datagram that the tap has seen already. */
const TRIES = 100_000;

/** Takes what passed the device; `about` is what came with the injected datagram. */
export interface Passing<T> {
  sent(datagram: Uint8Array, bracket: Bracket): void;
  arrived(datagram: Uint8Array, bracket: Bracket, about: T): void;
}

interface Waiting extends Bracket {
  readonly datagram: Uint8Array;
}

interface Injected<T> extends Waiting {
  readonly about: T;
}

/** Which namespace the thread is in, by its descriptor. */
let inside = -1;

/** Processors that a mask has room for. */
const PROCESSORS = 1024;

/**
 * Keeps the calling thread on the processor where it is. The kernel's timers run where they were set: on
 * another processor one could send while a datagram is written here, and what was made first would pass the
 * device last. Throws where the kernel refuses.
 */
export function stayOnProcessor(libc: Libc): void {
  const processor = libc.sched_getcpu();
  const mask = new Uint8Array(PROCESSORS / 8);
  mask[processor >> 3] = 1 << (processor & 7);
  if (processor < 0 || libc.sched_setaffinity(0, mask.length, mask) < 0)
    throw new Error(`sched_setaffinity failed: ${libc.errnoName(libc.errno())}`);
}

export class KernelEnd<T = unknown> extends KernelCalls {
  readonly #namespace: Namespace;
  readonly #own: number;
  readonly #tap: Tap;
  readonly #passing: Passing<T>;
  readonly #now: () => Nanos;
  readonly #inbox = new Uint8Array(66_000);
  /** Read from the TUN, not yet told by the tap; and written to it. */
  #out: Waiting[] = [];
  #in: Injected<T>[] = [];
  /** The last moment at which the TUN was seen empty. */
  #empty: Nanos;

  /** Builds the namespace and leaves the thread in it. Throws with the step that failed. */
  constructor(libc: Libc, plan: NamespacePlan, now: () => Nanos, passing: Passing<T>) {
    super(libc);
    this.#namespace = enterNamespace(libc, { room: ROOM, ...plan });
    this.#own = libc.open('/proc/thread-self/ns/net', 0);
    inside = this.#own;
    this.#now = now;
    this.#passing = passing;
    this.#empty = now();
    this.#tap = new Tap(libc, this.#namespace.interfaceIndex, now);
  }

  get tun(): number {
    return this.#namespace.tun;
  }

  get settings(): Readonly<Record<string, string>> {
    return this.#namespace.settings;
  }

  override socket(family: Family): Reply {
    this.#enter();
    return super.socket(family);
  }

  /** A datagram arrives. What it caused, and the arrival itself, `drain` tells. */
  inject(datagram: Uint8Array, about: T): void {
    const t0 = this.#now();
    const size = this.libc.write(this.tun, datagram, datagram.length);
    const t1 = this.#now();
    if (size < 0) throw new Error(`write to the TUN failed: ${this.libc.errnoName(this.libc.errno())}`);
    this.#in.push({ datagram, t0, t1, about });
  }

  /** Tells of all that has passed since the last time, in the kernel's order. TCP only. */
  drain(): void {
    this.#read();
    let offset: ReturnType<Tap['offset']> | undefined;
    for (;;) {
      const direction = this.#tap.next();
      if (direction === undefined) break;
      if (direction === 'in') {
        const waiting = this.#same(this.#in.shift());
        this.#passing.arrived(waiting.datagram, waiting, waiting.about);
      } else {
        const waiting = this.#same(this.#sent());
        offset ??= this.#tap.offset();
        this.#passing.sent(waiting.datagram, this.#tap.narrow(waiting, offset));
      }
    }
  }

  /** Datagrams that the kernel dropped at this device since it was made, for want of room. */
  dropped(): number {
    this.#enter();
    const line = readFileSync('/proc/thread-self/net/dev', 'utf8')
      .split('\n')
      .find((text) => text.trimStart().startsWith(`${DEVICE}:`));
    const columns = (line ?? '').split(':')[1]?.trim().split(/\s+/) ?? [];
    return Number(columns[3]) + Number(columns[11]);
  }

  /** Ends all sockets without a record. */
  exit(): void {
    this.abortAll();
    this.#tap.close();
    this.libc.close(this.tun);
    this.libc.close(this.#own);
  }

  protected override step(make: () => number, extra: (value: number) => Extra = () => ({})): Reply {
    const t0 = this.#now();
    const value = make();
    const errno = value < 0 ? this.libc.errno() : 0;
    const t1 = this.#now();
    const more = extra(value);
    if (errno === 0) return { t0, t1, value, outputs: [], ...more };
    return { t0, t1, value: -1, error: this.libc.errnoName(errno), outputs: [], ...more };
  }

  #enter(): void {
    if (inside === this.#own) return;
    if (this.libc.setns(this.#own, CLONE_NEWNET) < 0)
      throw new Error(`setns failed: ${this.libc.errnoName(this.libc.errno())}`);
    inside = this.#own;
  }

  #same<W extends Waiting>(waiting: W | undefined): W {
    if (waiting !== undefined && this.#tap.is(waiting.datagram)) return waiting;
    throw new Error('the packet socket and the TUN device tell different stories');
  }

  /** The tap may have seen, on another processor, what is not in the TUN's queue yet. */
  #sent(): Waiting | undefined {
    for (let tries = 0; this.#out.length === 0 && tries < TRIES; tries++) this.#read();
    return this.#out.shift();
  }

  #read(): void {
    for (;;) {
      const asked = this.#now();
      const size = this.libc.read(this.tun, this.#inbox, this.#inbox.length);
      if (size < 0) {
        this.#empty = asked;
        return;
      }
      // What a kernel says of its own on a fresh link (MLD, ICMPv6) goes nowhere.
      if (!carriesTcp(this.#inbox)) continue;
      this.#out.push({ datagram: this.#inbox.slice(0, size), t0: this.#empty, t1: this.#now() });
    }
  }
}
