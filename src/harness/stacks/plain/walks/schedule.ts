/** What is to be done at which moment of virtual time. */
import type { Nanos } from '../../../../trace/trace.ts';

interface Planned {
  readonly due: Nanos;
  readonly action: () => void;
}

/** Actions of one moment are done in the order in which they were planned. */
export class Schedule {
  readonly #planned: Planned[] = [];

  at(due: Nanos, action: () => void): void {
    let place = this.#planned.length;
    while (place > 0 && (this.#planned[place - 1]?.due ?? 0) > due) place--;
    this.#planned.splice(place, 0, { due, action });
  }

  /** The earliest moment, ∞ where nothing is planned. */
  get next(): Nanos {
    return this.#planned[0]?.due ?? Number.POSITIVE_INFINITY;
  }

  /** Does what is due by `now`, one action; false where nothing is. */
  runOne(now: Nanos): boolean {
    if (this.next > now) return false;
    this.#planned.shift()?.action();
    return true;
  }
}
