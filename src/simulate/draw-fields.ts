/** How one field of a proposed segment is drawn from what all clauses leave of it. */
import { E, HIGH } from '../spec/event.ts';
import { type Keyed, within } from './keys.ts';
import { someMark } from './options.ts';

/** A number of [lo, hi]; where an end is ∞, one that stands `beyond` the other. */
function choose(random: Keyed, lo: number, hi: number, beyond: number): number {
  // Unbounded on both sides is a free choice of a 32-bit number.
  if (lo === Number.NEGATIVE_INFINITY && hi === Number.POSITIVE_INFINITY) return 4294967296 + random.next();
  if (hi === Number.POSITIVE_INFINITY) return lo + beyond;
  if (lo === Number.NEGATIVE_INFINITY) return hi - beyond;
  const how = random.unit();
  return how < 0.5 ? hi : how < 0.65 ? lo : random.between(lo, hi);
}

/** The field at this place of the event; `key` is the proposal's. */
export function drawNumber(
  random: Keyed,
  key: number,
  at: number,
  lo: number,
  hi: number,
  beyond: number,
): number {
  return choose(random.begin(within(key, at)), lo, hi, beyond);
}

/** As `drawNumber`, preferably a number at which something begins that the stack holds. */
export function drawMarked(
  random: Keyed,
  key: number,
  at: number,
  lo: number,
  hi: number,
  marks: readonly number[],
  event: Float64Array,
): number {
  random.begin(within(key, at));
  return someMark(marks, event, lo, hi, random) ?? choose(random, lo, hi, 0);
}

/** How far the field may reach beyond an end, where the other is open. */
export const pickBeyond = (random: Keyed, key: number, at: number, from: readonly number[]): number =>
  random.begin(within(key, -at)).pick(from);

/** Seldom more blocks than there are things to report, or nearly all of them would be refused. */
export function sackRoom(random: Keyed, key: number, marks: readonly number[], event: Float64Array): void {
  const more = random.begin(within(key, -1)).chance(0.6) ? 1 : 0;
  const some = Math.max(1, marks.length + more);
  event[E.SACKS + HIGH] = Math.min(event[E.SACKS + HIGH] ?? 0, some);
}
