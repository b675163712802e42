/**
 * Reassembly as a computed: octets received above a gap, and RCV.NXT over them (RFC 9293 §3.10.7.4 step 7,
 * SHLD-31).
 * The block holds a superset of what the stack may have kept. RCV.NXT's high end counts it, the low end
 * only where RCV.HOLDS says that the stack surely keeps such octets: a stack may drop them.
 */
import { E } from './event.ts';
import { LOSSLESS_IN } from './evidence.ts';
import { block, RCV, slotOf } from './tcb.ts';
import { type Computed, count, type Node, type Side, Term, type Unit } from './term.ts';

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

const arg = (args: Float64Array, i: number, side: Side): number => args[2 * i + (side === 'hi' ? 1 : 0)] ?? 0;

/** A stack, which knows what it holds; a belief never knows whether the stack holds octets at all. */
const isPoint = (box: Float64Array, at: number): boolean =>
  box[at + HOLDS.lo] === box[at + HOLDS.hi] && box[at + NXT.lo] === box[at + NXT.hi];

/** Whether RCV.HELD has an octet of [l, r). */
function holdsSome(box: Float64Array, at: number, l: number, r: number): boolean {
  for (let i = 0; i < (box[at + COUNT] ?? 0); i++)
    if ((box[at + left(i)] ?? 0) < r && (box[at + left(i) + 1] ?? 0) > l) return true;
  return false;
}

/**
 * 1 where an octet of [l, r) has arrived before. Arguments: l, r, and SACK.RUN, which counts whether it was
 * kept or not. Certain are only that run and what lies below RCV.NXT.
 */
function metOf(side: Side, box: Float64Array, at: number, args: Float64Array): number {
  const inner: Side = side === 'hi' ? 'lo' : 'hi';
  const l = arg(args, 0, inner);
  const r = arg(args, 1, side);
  if (!(r > l)) return 0;
  if (l < (box[at + (side === 'hi' ? NXT.hi : NXT.lo)] ?? 0)) return 1;
  if (Math.max(l, arg(args, 2, inner)) < Math.min(r, arg(args, 3, side))) return 1;
  return (side === 'hi' || isPoint(box, at)) && holdsSome(box, at, l, r) ? 1 : 0;
}

/** The end of the run of RCV.HELD, or of what came in order, that holds `l`; −∞ where none does. */
function endOf(box: Float64Array, at: number, l: number): number {
  const next = box[at + NXT.hi] ?? 0;
  if (l < next) return reach(box, at, next);
  for (let i = 0; i < (box[at + COUNT] ?? 0); i++)
    if ((box[at + left(i)] ?? 0) <= l && l < (box[at + left(i) + 1] ?? 0)) return box[at + left(i) + 1] ?? 0;
  return Number.NEGATIVE_INFINITY;
}

/**
 * The end of the octets without a gap that begin at `l`; −∞ where that one has not arrived. Arguments: k,
 * how many blocks, l, and SACK.RUN, as above. Behind the last block it is 0.
 */
function reachOf(side: Side, box: Float64Array, at: number, args: Float64Array): number {
  if (arg(args, 0, 'lo') >= arg(args, 1, 'hi')) return 0;
  const l = arg(args, 2, 'lo');
  const known = l === arg(args, 2, 'hi') && arg(args, 0, 'lo') < arg(args, 1, 'lo');
  if (!known) return side === 'lo' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const inRun = arg(args, 3, side === 'hi' ? 'lo' : 'hi') <= l && l < arg(args, 4, side);
  const run = inRun ? arg(args, 4, side) : Number.NEGATIVE_INFINITY;
  if (side === 'hi' || isPoint(box, at)) return Math.max(run, endOf(box, at, l));
  const next = box[at + NXT.lo] ?? 0;
  return Math.max(run, l < next ? next : Number.NEGATIVE_INFINITY);
}

/** Left edges of the runs: what a walked stack may report. */
function landmarks(box: Float64Array, at: number): readonly number[] {
  return Array.from({ length: box[at + COUNT] ?? 0 }, (_, i) => box[at + left(i)] ?? 0);
}

const queries: Computed['queries'] = {
  met: {
    unit: 'count',
    whenFull: 'larger',
    restsOn: { hi: LOSSLESS_IN },
    read: metOf,
    text: ([l, r]) => `octets of ${l} … ${r} that came before`,
  },
  reach: {
    unit: 'peer',
    whenFull: 'larger',
    restsOn: { hi: LOSSLESS_IN },
    read: reachOf,
    text: ([, , l]) => `end of what arrived from ${l} on`,
  },
};

export const reassembly: Computed = Object.freeze({
  id: 'reassembly',
  slots: [NXT, held],
  reads: [HOLDS],
  apply,
  queries,
  contains,
  landmarks,
});

const ask = <U extends Unit>(name: string, ...args: readonly { readonly node: Node }[]): Term<U> =>
  new Term({ op: 'query', of: reassembly, name, args: args.map(({ node }) => node) });
type Place = Term<'peer'>;
/** What has arrived; `from` and `to` are SACK.RUN. */
export const RECEIVED = {
  /** 1 where an octet of [l, r) has arrived before. */
  met: (l: Place, r: Place, from: Place, to: Place): Term<'count'> => ask('met', l, r, from, to),
  /** The end of the octets without a gap that begin at the left edge of block k of `blocks`. */
  reach: (k: number, blocks: Term<'count'>, l: Place, from: Place, to: Place): Place =>
    ask('reach', count(k), blocks, l, from, to),
};
