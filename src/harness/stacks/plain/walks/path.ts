/** One direction between two stacks: delay, jitter, loss, reordering, duplication, all from a seed. */
import type { Nanos } from '../../../../trace/trace.ts';
import { MS } from '../../../clock.ts';
import type { Dice } from '../dice.ts';
import type { Schedule } from './schedule.ts';

export interface Weather {
  readonly delay: Nanos;
  readonly jitter: Nanos;
  /** Probabilities for each datagram. */
  readonly loss: number;
  readonly duplication: number;
  readonly reordering: number;
}

/** A path's weather by seed: a third of them is fair. */
export function drawWeather(dice: Dice): Weather {
  const delay = dice.pick([100_000, MS, 10 * MS, 50 * MS, 200 * MS]) * (1 + dice.unit());
  const fair = dice.chance(0.35);
  return {
    delay: Math.round(delay),
    jitter: dice.chance(0.5) ? 0 : Math.round(delay * dice.unit()),
    loss: fair ? 0 : dice.pick([0, 0.01, 0.05, 0.15, 0.3]),
    duplication: fair ? 0 : dice.pick([0, 0.01, 0.1]),
    reordering: fair ? 0 : dice.pick([0, 0.02, 0.15]),
  };
}

export class Path {
  readonly #dice: Dice;
  readonly #weather: Weather;
  readonly #schedule: Schedule;
  readonly #deliver: (datagram: Uint8Array) => void;
  #latest: Nanos = 0;

  constructor(dice: Dice, weather: Weather, schedule: Schedule, deliver: (datagram: Uint8Array) => void) {
    this.#dice = dice;
    this.#weather = weather;
    this.#schedule = schedule;
    this.#deliver = deliver;
  }

  /** A datagram leaves at `now`. */
  send(datagram: Uint8Array, now: Nanos): void {
    const { loss, duplication } = this.#weather;
    if (this.#dice.chance(loss)) return;
    this.#one(datagram, now);
    if (this.#dice.chance(duplication)) this.#one(datagram, now);
  }

  #one(datagram: Uint8Array, now: Nanos): void {
    const { delay, jitter, reordering } = this.#weather;
    let due = now + delay + Math.floor(this.#dice.unit() * jitter);
    if (this.#dice.chance(reordering)) due += Math.floor(this.#dice.unit() * 3 * delay);
    // Jitter alone keeps the order, as a queue does.
    else due = Math.max(due, this.#latest);
    this.#latest = Math.max(this.#latest, due);
    this.#schedule.at(due, () => this.#deliver(datagram));
  }
}
