/**
 * Writes one trace: events in the order in which they happened, each in a bracket, times from the trace's
 * beginning.
 */
import type { CallName, Nanos, Segment, Trace, TraceEvent, TraceHeader } from '../trace/trace.ts';
import type { Bracket, Reply } from './stack.ts';

/** An event before it has its place: its time is the stack's, its frame comes last. */
type Unplaced = TraceEvent extends infer E ? (E extends TraceEvent ? Omit<E, 'frame'> : never) : never;

export type Args = Readonly<Record<string, string | number>>;

export class Recorder {
  readonly #events: Unplaced[] = [];
  readonly #start: Nanos;
  readonly #onHappening: () => void;
  #calls = 0;

  /**
   * `start` is t = 0, on the stack's clock. `onHappening` is called when a segment or a call was recorded.
   */
  constructor(start: Nanos, onHappening: () => void = () => undefined) {
    this.#start = start;
    this.#onHappening = onHappening;
  }

  segment(kind: 'sent' | 'arrived', { t0, t1 }: Bracket, segment: Segment): void {
    this.#add({ kind, ...this.#relative(t0, t1), segment });
    this.#onHappening();
  }

  /**
   * A call and its return; `between` records what the stack sent inside it. Gives nothing for the caller to
   * pair.
   */
  call(name: CallName, socket: number, args: Args, reply: Reply, given: Given, between: () => void): void {
    const bracket = this.#relative(reply.t0, reply.t1);
    const call = ++this.#calls;
    this.#add({ kind: 'call', ...bracket, call, name, socket, args });
    between();
    const { value, result } = given;
    const returned = { kind: 'return', ...bracket, call, value } as const;
    this.#add({
      ...returned,
      ...(reply.error === undefined ? {} : { error: reply.error }),
      ...(result === undefined ? {} : { result }),
    });
    this.#onHappening();
  }

  snapshot(socket: number, { t0, t1 }: Bracket, fields: Readonly<Record<string, number>>): void {
    this.#add({
      kind: 'snapshot',
      ...this.#relative(t0, t1),
      source: 'tcp-info',
      socket,
      withheld: true,
      fields,
    });
  }

  /** The trace up to `now`, which is where its `end` event stands. */
  finish(header: TraceHeader, now: Nanos): Trace {
    this.#add({ kind: 'end', ...this.#relative(now, now) });
    return { header, events: place(this.#events) };
  }

  #relative(t0: Nanos, t1: Nanos): Bracket {
    return { t0: Math.max(0, t0 - this.#start), t1: Math.max(0, t1 - this.#start) };
  }

  /**
   * Behind everything that may have been before it: a segment of a timer can be read only after a later call
   * has been made.
   */
  #add(event: Unplaced): void {
    let at = this.#events.length;
    while (at > 0 && (this.#events[at - 1]?.t0 ?? 0) > event.t1) at--;
    this.#events.splice(at, 0, event);
  }
}

/** What a call gave back, as the trace shows it. */
export interface Given {
  readonly value: number;
  readonly result?: Args;
}

/**
 * Numbers events, and uses what their order tells: an event is not earlier than the one before it can be, nor
 * later than the one after it. Brackets come out with both ends in order.
 */
export function place(events: readonly Unplaced[]): TraceEvent[] {
  const lows: number[] = [];
  for (const { t0 } of events) lows.push(Math.max(t0, lows.at(-1) ?? 0));
  const highs: number[] = [];
  for (const { t1 } of [...events].reverse()) highs.push(Math.min(t1, highs.at(-1) ?? Infinity));
  highs.reverse();
  return events.map((event, at): TraceEvent => {
    const t0 = lows[at] ?? event.t0;
    return { ...event, frame: at + 1, t0, t1: Math.max(t0, highs[at] ?? event.t1) };
  });
}
