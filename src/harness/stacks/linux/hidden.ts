/** The hidden state of the kernel beside a recording: watched from the beginning, put into the traces at the end. */
import type { Nanos, Trace } from '../../../trace/trace.ts';
import { mergeSnapshots } from '../../snapshots.ts';
import type { Stack } from '../../stack.ts';
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

/** A trace and where its t = 0 stands on the stack's clock. */
interface Recorded {
  readonly trace: Trace;
  readonly start: Nanos;
}

export class Hidden {
  readonly #stack: Stack;
  readonly #tracing: Tracing;

  private constructor(stack: Stack, tracing: Tracing) {
    this.#stack = stack;
    this.#tracing = tracing;
  }

  /** Begins to watch. Rejects with `Undrivable` where tracepoints cannot be read. */
  static async watch(stack: Stack): Promise<Hidden> {
    return new Hidden(stack, await Tracing.open());
  }

  /** Reads what waits, so that the kernel's buffers do not overflow. */
  collect(): void {
    this.#tracing.collect();
  }

  /**
   * The recordings with what was traced since the last time. Throws where the buffers overflowed, or where a
   * segment that was traced is not in its recording: state at a wrong place would accuse the wrong one.
   */
  into<R extends Recorded>(recorded: readonly R[]): readonly R[] {
    const origin = originOf(() => this.#stack.now());
    const traced = this.#tracing.take();
    const lost = this.#tracing.lost();
    if (lost > 0) throw new Error(`the kernel lost ${lost} trace events: its buffers are too small`);
    return recorded.map((one) => {
      const { trace, unplaced } = mergeSnapshots(one.trace, traced, origin + one.start);
      const [first] = unplaced;
      if (first === undefined) return { ...one, trace };
      const { scenario } = trace.header;
      throw new Error(
        `${scenario}: ${unplaced.length} trace events have no place, the first ${first.source} at ${first.at}`,
      );
    });
  }

  close(): void {
    this.#tracing.close();
  }
}
