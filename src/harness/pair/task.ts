/** Programs that wait: each is a generator that says what it waits for and goes on when that has come. */
import type { Nanos } from '../../trace/trace.ts';

export type Wait =
  /** The socket has something to read, or takes something; or `until` has come. */
  | { readonly fd: number; readonly for: 'reading' | 'writing'; readonly until?: Nanos }
  | { readonly until: Nanos };

export type Steps<T = void> = Generator<Wait, T, void>;

/** The connection ended otherwise than the program wanted; the program closes what it has. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

export class Task {
  readonly #steps: Steps;
  wait: Wait | undefined;

  constructor(steps: Steps) {
    this.#steps = steps;
    this.wait = { until: 0 };
  }

  get ended(): boolean {
    return this.wait === undefined;
  }

  /** Goes on until it waits again or ends. */
  resume(): void {
    const next = this.#steps.next();
    this.wait = next.done === true ? undefined : next.value;
  }
}
