/**
 * The hidden state of the kernel beside recordings: watched while they are made, put into each when it is
 * done.
 */
import type { Endpoint, Nanos, Trace } from '../../../trace/trace.ts';
import { mergeSnapshots } from '../../snapshots.ts';
import type { Traced } from './tracepoints.ts';
import { Tracing } from './tracing.ts';

/** Readings of both clocks; the two nearest to each other count. */
const READINGS = 20;

/** Where the stack's time 0 stands on CLOCK_MONOTONIC; off by less than a microsecond. */
export function originOf(now: () => Nanos): Nanos {
  let best = Number.POSITIVE_INFINITY;
  let origin = 0;
  for (let i = 0; i < READINGS; i++) {
    const before = process.hrtime.bigint();
    const stack = now();
    const after = process.hrtime.bigint();
    const width = Number(after - before);
    if (width >= best) continue;
    best = width;
    origin = Number(before) + width / 2 - stack;
  }
  return origin;
}

/** What the watching did not get. Anything but 0 leaves the hidden state of some trace incomplete. */
export interface Missed {
  /** Events that the kernel had no room for. */
  readonly lost: number;
  /** Probes without a segment of theirs in the trace. */
  readonly unplaced: number;
}

const key = (local: Endpoint, remote: Endpoint): string =>
  `${local.address} ${local.port} ${remote.address} ${remote.port}`;

export class Hidden {
  readonly #tracing: Tracing;
  /** By connection, until its trace is done. */
  readonly #traced = new Map<string, Traced[]>();
  #unplaced = 0;

  private constructor(tracing: Tracing) {
    this.#tracing = tracing;
  }

  /** Begins to watch. Rejects with `Undrivable` where tracepoints cannot be read. */
  static async watch(): Promise<Hidden> {
    return new Hidden(await Tracing.open());
  }

  /** Takes what waits, so that the kernel's buffers do not overflow. */
  collect(): void {
    for (const one of this.#tracing.take()) {
      const of = key(one.local, one.remote);
      const before = this.#traced.get(of);
      if (before === undefined) this.#traced.set(of, [one]);
      else before.push(one);
    }
  }

  /** The trace with what was traced of its connections; `start` is its t = 0 on CLOCK_MONOTONIC. */
  into(trace: Trace, start: Nanos): Trace {
    this.collect();
    const mine: Traced[] = [];
    for (const of of connectionKeys(trace)) {
      for (const one of this.#traced.get(of) ?? []) mine.push(one);
      this.#traced.delete(of);
    }
    const merged = mergeSnapshots(trace, mine, start);
    this.#unplaced += merged.unplaced.length;
    return merged.trace;
  }

  missed(): Missed {
    return { lost: this.#tracing.lost(), unplaced: this.#unplaced };
  }

  close(): void {
    this.#tracing.close();
  }
}

function connectionKeys({ events }: Trace): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const event of events)
    if (event.kind === 'sent') keys.add(key(event.segment.source, event.segment.destination));
    else if (event.kind === 'arrived') keys.add(key(event.segment.destination, event.segment.source));
  return keys;
}
