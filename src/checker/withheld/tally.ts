/** How often each slot was compared with the truth, how often it failed, and how wide the belief was. */
import type { Slot } from '../../spec/term.ts';
import type { Claim } from './claims.ts';
import { WITHHELD_SLOTS } from './claims.ts';

export interface SlotTally {
  readonly slot: string;
  readonly compared: number;
  readonly breaches: number;
  /**
   * Median of the range's width divided by the true value (of a number: counted from its ISN); 0 where the
   * belief is exact, Infinity where it has no bound. Where only one end is bounded, the distance from there
   * to the value. Of the state: how many other states are thought possible. NaN where nothing was compared.
   */
  readonly looseness: number;
}

interface Counts {
  compared: number;
  breaches: number;
  /** Ratios by how often they were seen: most are 0 or Infinity, the rest is kept to three digits. */
  readonly ratios: Map<number, number>;
}

export class Tally {
  readonly #counts = new Map<Slot, Counts>();

  /** One comparison: what is claimed, and the bounds of the belief. */
  count(claim: Claim, lo: number, hi: number, held: boolean): void {
    const counts = this.#of(claim.slot);
    counts.compared++;
    if (!held) counts.breaches++;
    const ratio = looseness(claim, lo, hi);
    counts.ratios.set(ratio, (counts.ratios.get(ratio) ?? 0) + 1);
  }

  add(other: Tally): void {
    for (const [slot, { compared, breaches, ratios }] of other.#counts) {
      const counts = this.#of(slot);
      counts.compared += compared;
      counts.breaches += breaches;
      for (const [ratio, times] of ratios) counts.ratios.set(ratio, (counts.ratios.get(ratio) ?? 0) + times);
    }
  }

  /** One row a slot, also of those that were never compared. */
  rows(): readonly SlotTally[] {
    return WITHHELD_SLOTS.map((slot) => {
      const { compared, breaches, ratios } = this.#of(slot);
      return { slot: slot.name, compared, breaches, looseness: median(ratios, compared) };
    });
  }

  #of(slot: Slot): Counts {
    const known = this.#counts.get(slot) ?? { compared: 0, breaches: 0, ratios: new Map<number, number>() };
    this.#counts.set(slot, known);
    return known;
  }
}

function looseness({ slot, lo, hi, origin }: Claim, from: number, to: number): number {
  if (slot.kind === 'mask') return bits(from) - 1;
  if (lo === Number.NEGATIVE_INFINITY) return digits((hi - from) / hi);
  if (hi === Number.POSITIVE_INFINITY) return digits((to - lo) / lo);
  const width = to - from;
  // Both ends at the same infinity: nothing is thought to be there at all.
  if (width === 0 || Number.isNaN(width)) return 0;
  const value = Math.abs(lo - origin);
  return value === 0 ? Number.POSITIVE_INFINITY : digits(width / value);
}

const digits = (ratio: number): number => Number(ratio.toPrecision(3));

function bits(mask: number): number {
  let n = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) n++;
  return n;
}

function median(ratios: ReadonlyMap<number, number>, of: number): number {
  let seen = 0;
  for (const [ratio, times] of [...ratios].sort(([a], [b]) => a - b)) {
    seen += times;
    if (2 * seen >= of) return ratio;
  }
  return Number.NaN;
}
