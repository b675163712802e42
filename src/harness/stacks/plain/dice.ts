/** Seeded draws, the same for the same seed everywhere. */

/** A source of draws: each seed begins a sequence of its own. */
export class Dice {
  #state: number;

  /** Any number; its low 32 bits are the seed. */
  constructor(seed: number) {
    this.#state = (seed ^ 0x5bd1e995) | 0;
    for (let i = 0; i < 4; i++) this.unit();
  }

  /** A number of [0, 1). */
  unit(): number {
    // Weyl sequence through two multiply-and-shift rounds; spread is all that is asked of it.
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let x = this.#state;
    x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
    return ((x ^ (x >>> 15)) >>> 0) / 0x100000000;
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** A whole number of [lo, hi], both included. */
  between(lo: number, hi: number): number {
    return lo + Math.floor(this.unit() * (hi - lo + 1));
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly [T, ...T[]]): T {
    return list[Math.floor(this.unit() * list.length)] ?? list[0];
  }
}
