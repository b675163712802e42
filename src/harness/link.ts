/**
 * One direction of a path between two stacks, as a model without a clock: datagrams are offered at times, and
 * come out in the order of theirs. Whoever has the clock, real or virtual, asks for the next due time. The
 * same seed and the same offers give the same fates.
 */
import type { Nanos } from '../trace/trace.ts';
import { corrupted } from './link/corrupt.ts';
import { type Path, pathFault } from './link/path.ts';
import { Random } from './link/random.ts';

export interface Delivery<T> {
  readonly at: Nanos;
  /** The octets that were offered, the very same array unless they were corrupted. */
  readonly octets: Uint8Array;
  /** What was offered with them, unless they were corrupted. */
  readonly about: T | undefined;
}

/** How many datagrams met which fate. A datagram may be both duplicated and corrupted or reordered. */
export interface LinkStatistics {
  offered: number;
  delivered: number;
  lost: number;
  /** Found the queue full. */
  overflowed: number;
  /** Were longer than the MTU. */
  tooLong: number;
  duplicated: number;
  corrupted: number;
  reordered: number;
}

interface Leaving {
  readonly at: Nanos;
  readonly size: number;
}

const NANOS = 1e9;

/** `T` is what the caller wants to keep with a datagram on its way. */
export class Link<T = undefined> {
  readonly path: Path;
  readonly statistics: LinkStatistics = {
    offered: 0,
    delivered: 0,
    lost: 0,
    overflowed: 0,
    tooLong: 0,
    duplicated: 0,
    corrupted: 0,
    reordered: 0,
  };
  readonly #random: Random;
  /** In the order of their times; from `#head` on not yet taken. */
  #way: Delivery<T>[] = [];
  #head = 0;
  /** Those that wait at the narrowest place, with the time when each has left it. */
  #queue: Leaving[] = [];
  #queued = 0;
  /** When the last datagram that keeps its place comes out. */
  #last: Nanos = 0;

  /** Throws a RangeError for a path that is none. */
  constructor(path: Path, seed: number) {
    const fault = pathFault(path);
    if (fault !== undefined) throw new RangeError(fault);
    this.path = path;
    this.#random = new Random(seed);
  }

  /** A datagram enters. `now` is not earlier than in the offer before. */
  offer(now: Nanos, octets: Uint8Array, about?: T): void {
    const { path, statistics } = this;
    statistics.offered++;
    if (octets.length > path.mtu) {
      statistics.tooLong++;
      return;
    }
    // Each offer draws the same number of times whatever comes of it, so that fates do not hang on times.
    const lost = this.#random.unit() < path.loss;
    const twice = this.#random.unit() < path.duplication;
    const damaged = this.#random.unit() < path.corruption;
    const late = this.#random.unit() < path.reordering;
    const jitter = Math.round(this.#random.unit() * path.jitter);
    if (lost) {
      statistics.lost++;
      return;
    }
    const left = this.#leave(now, octets.length);
    if (left === undefined) {
      statistics.overflowed++;
      return;
    }
    let arrives = left + path.delay + jitter;
    if (late) {
      statistics.reordered++;
      arrives += path.heldBack;
    } else if (path.ordered) {
      arrives = Math.max(arrives, this.#last);
      this.#last = arrives;
    }
    if (damaged) {
      statistics.corrupted++;
      this.#deliver({ at: arrives, octets: corrupted(octets, this.#random), about: undefined });
    } else this.#deliver({ at: arrives, octets, about });
    if (!twice) return;
    statistics.duplicated++;
    this.#deliver({ at: arrives, octets, about });
  }

  /** When the next datagram comes out; Infinity where nothing is on the way. */
  due(): Nanos {
    return this.#way[this.#head]?.at ?? Infinity;
  }

  /** The next datagram that is due at `now`, or undefined. */
  take(now: Nanos): Delivery<T> | undefined {
    const next = this.#way[this.#head];
    if (next === undefined || next.at > now) return undefined;
    this.#head++;
    if (this.#head > 256 && this.#head * 2 > this.#way.length) {
      this.#way = this.#way.slice(this.#head);
      this.#head = 0;
    }
    this.statistics.delivered++;
    return next;
  }

  /** Datagrams and octets that wait at the narrowest place at `now`, the one that is being sent included. */
  waiting(now: Nanos): { readonly packets: number; readonly octets: number } {
    this.#pass(now);
    return { packets: this.#queue.length, octets: this.#queued };
  }

  /** When a datagram has left the narrowest place, or undefined where it finds the queue full. */
  #leave(now: Nanos, size: number): Nanos | undefined {
    const { rate, queueOctets, queuePackets } = this.path;
    if (rate === 0) return now;
    this.#pass(now);
    if (this.#queue.length + 1 > queuePackets || this.#queued + size > queueOctets) return undefined;
    const begins = Math.max(now, this.#queue.at(-1)?.at ?? 0);
    const at = begins + Math.round((size * NANOS) / rate);
    this.#queue.push({ at, size });
    this.#queued += size;
    return at;
  }

  #pass(now: Nanos): void {
    let gone = 0;
    for (const { at, size } of this.#queue) {
      if (at > now) break;
      this.#queued -= size;
      gone++;
    }
    if (gone > 0) this.#queue = this.#queue.slice(gone);
  }

  /** Behind everything that comes out at the same time. */
  #deliver(delivery: Delivery<T>): void {
    let at = this.#way.length;
    while (at > this.#head && (this.#way[at - 1]?.at ?? 0) > delivery.at) at--;
    this.#way.splice(at, 0, delivery);
  }
}
