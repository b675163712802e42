/**
 * Many scenarios on one stack and one clock. Each is an async function that waits only here; when all of them
 * wait, time runs to the nearest moment that one of them waits for, or to the stack's next output. So real
 * and virtual clocks are driven alike, and nothing depends on the timers of Node.
 */
import type { Nanos } from '../trace/trace.ts';
import type { Reply, Stack } from './stack.ts';

export const MS: Nanos = 1_000_000;

interface Waiter {
  readonly due: Nanos;
  /** Tells whether it may go on before it is due. */
  readonly ready: () => boolean;
  readonly resume: () => void;
}

export class Clock {
  readonly #stack: Stack;
  readonly #deliver: (reply: Reply) => void;
  readonly #waiters = new Set<Waiter>();
  #running = 0;
  #idle: (() => void) | undefined;

  /** `deliver` takes what the stack emitted while time ran. */
  constructor(stack: Stack, deliver: (reply: Reply) => void) {
    this.#stack = stack;
    this.#deliver = deliver;
  }

  now(): Nanos {
    return this.#stack.now();
  }

  /** Waits for a span. Only tasks of `run` may wait. */
  wait(span: Nanos): Promise<void> {
    return this.#sleep(this.now() + span, () => false);
  }

  /** Waits until `probe` gives something other than undefined, at most `within`; then it is undefined. */
  async until<T>(probe: () => T | undefined, within: Nanos): Promise<T | undefined> {
    const found = probe();
    if (found !== undefined) return found;
    await this.#sleep(this.now() + within, () => probe() !== undefined);
    return probe();
  }

  /** Starts a task of its own after a span, and gives what calls it off. */
  later(span: Nanos, action: () => Promise<void>): () => void {
    const waiter: Waiter = {
      due: this.now() + span,
      ready: () => false,
      resume: () => void this.#task(action),
    };
    this.#waiters.add(waiter);
    return () => this.#waiters.delete(waiter);
  }

  /**
   * Runs all tasks to their end. They must not reject, and must wait for nothing but the clock and the stack.
   */
  async run(tasks: readonly (() => Promise<void>)[]): Promise<void> {
    let live = tasks.length;
    for (const task of tasks) {
      this.#running++;
      void this.#task(async () => {
        await task();
        live--;
      });
    }
    for (;;) {
      await this.#allWait();
      if (live === 0) return;
      if (this.#wakeOne()) continue;
      const next = Math.min(...[...this.#waiters].map((waiter) => waiter.due));
      this.#deliver(await this.#stack.advance(next));
    }
  }

  async #task(action: () => Promise<void>): Promise<void> {
    await action();
    this.#rest();
  }

  #sleep(due: Nanos, ready: () => boolean): Promise<void> {
    return new Promise((resume) => {
      this.#waiters.add({ due, ready, resume });
      this.#rest();
    });
  }

  #rest(): void {
    this.#running--;
    if (this.#running === 0) this.#idle?.();
  }

  async #allWait(): Promise<void> {
    if (this.#running === 0) return;
    await new Promise<void>((resolve) => {
      this.#idle = resolve;
    });
    this.#idle = undefined;
  }

  /** Lets the earliest of those that may go on do so, one at a time, so that a run is the same every time. */
  #wakeOne(): boolean {
    const now = this.now();
    const able = [...this.#waiters].filter((waiter) => waiter.due <= now || waiter.ready());
    const first = able.sort((a, b) => a.due - b.due)[0];
    if (first === undefined) return false;
    this.#waiters.delete(first);
    this.#running++;
    first.resume();
    return true;
  }
}
