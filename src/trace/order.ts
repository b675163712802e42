/** Whether events stand in an order that their places allow. Every reader asks. */
import type { Nanos, TraceEvent } from './trace.ts';

/** What is wrong with an event's place: stable code and message. */
export interface OrderFault {
  readonly code: 'TRACE-002' | 'TRACE-011';
  readonly message: string;
}

/** Looks at events one behind the other. An event with a fault does not count for those behind it. */
export class OrderCheck {
  #frame = 0;
  /** No event may lie wholly before this: the latest beginning of a bracket so far. */
  #latest: Nanos = Number.NEGATIVE_INFINITY;

  /** The number of the last event without a fault, 0 before the first. */
  get frame(): number {
    return this.#frame;
  }

  fault({ frame, t0, t1 }: Pick<TraceEvent, 'frame' | 't0' | 't1'>): OrderFault | undefined {
    if (frame <= this.#frame) {
      return { code: 'TRACE-011', message: `record ${frame} comes behind record ${this.#frame}` };
    }
    if (t1 < t0) return { code: 'TRACE-002', message: 'the time bracket ends before it begins' };
    if (t1 < this.#latest) {
      return { code: 'TRACE-002', message: `time goes back by ${durationInWords(this.#latest - t1)}` };
    }
    this.#frame = frame;
    this.#latest = Math.max(this.#latest, t0);
    return undefined;
  }
}

const durationInWords = (d: Nanos): string =>
  d < 1000
    ? `${d} ns`
    : d < 1_000_000
      ? `${d / 1000} µs`
      : d < 1_000_000_000
        ? `${d / 1_000_000} ms`
        : `${d / 1e9} s`;
