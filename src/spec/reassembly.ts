/**
 * Reassembly as a computed: octets received above a gap, and RCV.NXT over them (RFC 9293 §3.10.7.4 step 7,
 * SHLD-31).
 * The block holds a superset of what the stack may have kept. RCV.NXT's high end counts it, the low end
 * only where RCV.HOLDS says that the stack surely keeps such octets: a stack may drop them.
 */
import { E } from './event.ts';
import { block, RCV, slotOf } from './tcb.ts';
import type { Computed } from './term.ts';

/** Ranges kept; more are merged with a neighbour, which only makes the superset larger. */
export const HELD_RANGES = 8;
const held = block(
  'RCV.HELD',
  1 + 2 * HELD_RANGES,
  'octets that may have been kept above a gap: count, then ranges',
);
const NXT = slotOf(RCV.NXT);
const HOLDS = slotOf(RCV.HOLDS);
const COUNT = held.lo;

const left = (i: number): number => COUNT + 1 + 2 * i;

/** Removes range i. */
function drop(box: Float64Array, at: number, i: number): void {
  const last = (box[at + COUNT] ?? 0) - 1;
  for (let k = at + left(i); k < at + left(last); k++) box[k] = box[k + 2] ?? 0;
  box[at + left(last)] = 0;
  box[at + left(last) + 1] = 0;
  box[at + COUNT] = last;
}

/** The end of the contiguous octets from `from` on. */
function reach(box: Float64Array, at: number, from: number): number {
  let end = from;
  const n = box[at + COUNT] ?? 0;
  // The ranges are sorted and disjoint, so one pass is enough.
  for (let i = 0; i < n; i++) {
    if ((box[at + left(i)] ?? 0) > end) break;
    end = Math.max(end, box[at + left(i) + 1] ?? 0);
  }
  return end;
}

function forgetBelow(box: Float64Array, at: number, edge: number): void {
  while ((box[at + COUNT] ?? 0) > 0 && (box[at + left(0) + 1] ?? 0) <= edge) drop(box, at, 0);
}

/**
 * Merges [l, r) into the sorted ranges. With no room: a point box (a stack) drops it, a belief takes the
 * hull.
 */
function insert(box: Float64Array, at: number, l: number, r: number, isPoint: boolean): void {
  let from = l;
  let to = r;
  let i = 0;
  while (i < (box[at + COUNT] ?? 0)) {
    const x = box[at + left(i)] ?? 0;
    const y = box[at + left(i) + 1] ?? 0;
    if (y < from || x > to) i++;
    else {
      from = Math.min(from, x);
      to = Math.max(to, y);
      drop(box, at, i);
    }
  }
  const n = box[at + COUNT] ?? 0;
  if (n === HELD_RANGES) {
    if (isPoint) return;
    const low = box[at + left(n - 1)] ?? 0;
    box[at + left(n - 1)] = Math.min(low, from);
    box[at + left(n - 1) + 1] = Math.max(box[at + left(n - 1) + 1] ?? 0, to);
    const merged = box[at + left(n - 1)] ?? 0;
    const mergedTo = box[at + left(n - 1) + 1] ?? 0;
    drop(box, at, n - 1);
    insert(box, at, merged, mergedTo, isPoint);
    return;
  }
  let place = 0;
  while (place < n && (box[at + left(place)] ?? 0) < from) place++;
  for (let k = at + left(n) - 1; k >= at + left(place); k--) box[k + 2] = box[k] ?? 0;
  box[at + left(place)] = from;
  box[at + left(place) + 1] = to;
  box[at + COUNT] = n + 1;
}

function apply(box: Float64Array, at: number, event: Float64Array, sure: boolean): void {
  const l = event[E.SEQ] ?? 0;
  const r = l + (event[E.LEN] ?? 0);
  const hi = box[at + NXT.hi] ?? 0;
  const lo = box[at + NXT.lo] ?? 0;
  const surelyHolds = (box[at + HOLDS.lo] ?? 0) >= 1;
  const mayHold = (box[at + HOLDS.hi] ?? 0) >= 1;
  if (!(r > lo)) return;
  if (l > hi) {
    if (mayHold) insert(box, at, l, r, surelyHolds && mayHold && lo === hi && sure);
    return;
  }
  const contiguous = mayHold ? reach(box, at, Math.max(hi, r)) : Math.max(hi, r);
  if (sure && l <= lo) box[at + NXT.lo] = surelyHolds ? reach(box, at, r) : r;
  // What a certain low end may not have reached is still wanted above it.
  else if (l > lo && mayHold) insert(box, at, l, r, false);
  box[at + NXT.hi] = contiguous;
  forgetBelow(box, at, box[at + NXT.lo] ?? 0);
}

/** Whether every octet that the point keeps is one that the box allows. */
function contains(box: Float64Array, at: number, point: Float64Array, pointAt: number): boolean {
  const n = point[pointAt + COUNT] ?? 0;
  for (let i = 0; i < n; i++) {
    const l = Math.max(point[pointAt + left(i)] ?? 0, point[pointAt + NXT.lo] ?? 0);
    const r = point[pointAt + left(i) + 1] ?? 0;
    if (l >= r || r <= (box[at + NXT.hi] ?? 0)) continue;
    let covered = false;
    for (let k = 0; k < (box[at + COUNT] ?? 0); k++) {
      const x = Math.min(box[at + left(k)] ?? 0, box[at + NXT.hi] ?? 0);
      if (x <= l && (box[at + left(k) + 1] ?? 0) >= r) covered = true;
      if ((box[at + left(k)] ?? 0) <= l && (box[at + left(k) + 1] ?? 0) >= r) covered = true;
    }
    if (!covered && l >= (box[at + NXT.hi] ?? 0)) return false;
    if (!covered) return reach(box, at, box[at + NXT.hi] ?? 0) >= r;
  }
  return true;
}

export const reassembly: Computed = Object.freeze({
  id: 'reassembly',
  slots: [NXT, held],
  reads: [HOLDS],
  apply,
  queries: {},
  contains,
});
