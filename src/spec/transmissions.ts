/**
 * What the stack has sent, as a computed: runs of own numbers with the time of their last transmission and a
 * digest of
 * their octets. A fact of the trace; the stack's inputs do not change it. It answers when an octet was last
 * sent
 * (RFC 6298 §5: never less than one RTO before) and whether it is the same octet again (RFC9293-3.4-S).
 */
import { E } from './event.ts';
import { block } from './tcb.ts';
import { type Computed, type Side, Term } from './term.ts';

/** Runs kept; when full the two oldest neighbours become one with the hull of their times. */
export const RUNS = 16;
const WIDE = 5;
const sent = block(
  'SND.RUNS',
  1 + WIDE * RUNS,
  'sent runs: count, then left, right, earliest, latest, digest of each',
);
const COUNT = sent.lo;
const UNKNOWN = -1;

const run = (i: number): number => COUNT + 1 + WIDE * i;
const get = (box: Float64Array, i: number): number => box[i] ?? 0;

function drop(box: Float64Array, at: number, i: number): void {
  const n = get(box, at + COUNT);
  box.copyWithin(at + run(i), at + run(i + 1), at + run(n));
  box.fill(0, at + run(n - 1), at + run(n));
  box[at + COUNT] = n - 1;
}

function put(
  box: Float64Array,
  at: number,
  i: number,
  l: number,
  r: number,
  t0: number,
  t1: number,
  d: number,
): void {
  const k = at + run(i);
  box[k] = l;
  box[k + 1] = r;
  box[k + 2] = t0;
  box[k + 3] = t1;
  box[k + 4] = d;
}

function open(box: Float64Array, at: number, i: number): void {
  const n = get(box, at + COUNT);
  box.copyWithin(at + run(i + 1), at + run(i), at + run(n));
  box[at + COUNT] = n + 1;
}

/**
 * Makes room by joining the two oldest runs; octets between them, never sent, count as sent: harmless below
 * SND.MAX.
 */
function join(box: Float64Array, at: number): void {
  const a = at + run(0);
  const b = at + run(1);
  const known = get(box, a + 4) !== UNKNOWN && get(box, b + 4) !== UNKNOWN && get(box, a + 1) === get(box, b);
  const d = known ? get(box, a + 4) + get(box, b + 4) : UNKNOWN;
  const t0 = Math.min(get(box, a + 2), get(box, b + 2));
  const t1 = Math.max(get(box, a + 3), get(box, b + 3));
  put(box, at, 0, get(box, a), get(box, b + 1), t0, t1, d);
  drop(box, at, 1);
}

/**
 * Cuts [l, r) out of run i. Digests add up, so what remains on one side keeps a digest if the cut has one.
 */
function cut(box: Float64Array, at: number, i: number, l: number, r: number, digest: number): void {
  const k = at + run(i);
  const x = get(box, k);
  const y = get(box, k + 1);
  const t0 = get(box, k + 2);
  const t1 = get(box, k + 3);
  const d = get(box, k + 4);
  if (l <= x && r >= y) drop(box, at, i);
  else if (l <= x)
    put(box, at, i, r, y, t0, t1, l === x && d !== UNKNOWN && digest !== UNKNOWN ? d - digest : UNKNOWN);
  else if (r >= y)
    put(box, at, i, x, l, t0, t1, r === y && d !== UNKNOWN && digest !== UNKNOWN ? d - digest : UNKNOWN);
  else {
    put(box, at, i, x, l, t0, t1, UNKNOWN);
    if (get(box, at + COUNT) === RUNS) return;
    open(box, at, i + 1);
    put(box, at, i + 1, r, y, t0, t1, UNKNOWN);
  }
}

function digestOfSegment(event: Float64Array): number {
  const older = get(event, E.OLD_LEN) > 0 ? get(event, E.OLD_DIGEST) : 0;
  const newer = get(event, E.NEW_LEN) > 0 ? get(event, E.NEW_DIGEST) : 0;
  return older === UNKNOWN || newer === UNKNOWN ? UNKNOWN : older + newer;
}

function apply(box: Float64Array, at: number, event: Float64Array): void {
  const l = get(event, E.SEQ);
  const r = l + get(event, E.LEN);
  if (!(r > l)) return;
  const digest = digestOfSegment(event);
  while (get(box, at + COUNT) > RUNS - 2) join(box, at);
  for (let i = 0; i < get(box, at + COUNT); ) {
    const k = at + run(i);
    if (get(box, k + 1) <= l || get(box, k) >= r) i++;
    else {
      const before = get(box, at + COUNT);
      cut(box, at, i, l, r, digest);
      if (get(box, at + COUNT) >= before) i++;
    }
  }
  let place = 0;
  while (place < get(box, at + COUNT) && get(box, at + run(place)) < l) place++;
  open(box, at, place);
  put(box, at, place, l, r, get(event, E.T0), get(event, E.T1), digest);
}

/** Hull of the times of all runs that touch [l, r); unknown where an octet of it is in no run. */
function timeOver(
  box: Float64Array,
  at: number,
  l: number,
  r: number,
  pick: 'oldest' | 'newest',
  side: Side,
): number {
  const unknown = side === 'lo' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  let covered = l;
  let best = Number.NaN;
  const n = get(box, at + COUNT);
  for (let i = 0; i < n; i++) {
    const k = at + run(i);
    // Runs stand in order and do not overlap.
    if (get(box, k) >= r) break;
    if (get(box, k + 1) <= l) continue;
    if (get(box, k) > covered) return unknown;
    covered = Math.max(covered, get(box, k + 1));
    const time = get(box, k + (side === 'lo' ? 2 : 3));
    if (Number.isNaN(best)) best = time;
    else best = pick === 'oldest' ? Math.min(best, time) : Math.max(best, time);
  }
  return covered >= r && !Number.isNaN(best) ? best : unknown;
}

/** For uncertain ends: the pick over a hull bounds one side; the other side takes the opposite pick. */
function time(
  pick: 'oldest' | 'newest',
  side: Side,
  box: Float64Array,
  at: number,
  args: Float64Array,
): number {
  const [lLo = 0, lHi = 0, rLo = 0, rHi = 0] = args;
  const exact = lLo === lHi && rLo === rHi;
  const loose = side === 'lo' ? 'oldest' : 'newest';
  return timeOver(box, at, lLo, rHi, exact ? pick : loose, side);
}

function digest(side: Side, box: Float64Array, at: number, args: Float64Array): number {
  const unknown = side === 'lo' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const [lLo = 0, lHi = 0, rLo = 0, rHi = 0] = args;
  if (lLo !== lHi || rLo !== rHi) return unknown;
  let next = lLo;
  let sum = 0;
  const n = get(box, at + COUNT);
  for (let i = 0; i < n && next < rLo; i++) {
    const k = at + run(i);
    if (get(box, k) !== next) continue;
    if (get(box, k + 4) === UNKNOWN || get(box, k + 1) > rLo) return unknown;
    sum += get(box, k + 4);
    next = get(box, k + 1);
  }
  return next === rLo ? sum : unknown;
}

/**
 * Facts differ between box and point only by the recorder's lag, so times must bracket and runs must agree.
 */
function contains(box: Float64Array, at: number, point: Float64Array, pointAt: number): boolean {
  const n = get(box, at + COUNT);
  if (n !== get(point, pointAt + COUNT)) return false;
  for (let i = 0; i < n; i++) {
    const k = at + run(i);
    const p = pointAt + run(i);
    if (get(box, k) !== get(point, p) || get(box, k + 1) !== get(point, p + 1)) return false;
    if (get(box, k + 2) > get(point, p + 2) || get(box, k + 3) < get(point, p + 3)) return false;
  }
  return true;
}

export const transmissions: Computed = Object.freeze({
  id: 'transmissions',
  slots: [sent],
  reads: [],
  apply,
  queries: {
    /** The last transmission of the octet of [l, r) that was last sent longest ago. */
    oldest: {
      unit: 'instant',
      whenFull: 'unknown',
      read: (side: Side, box: Float64Array, at: number, args: Float64Array) =>
        time('oldest', side, box, at, args),
    },
    /** The last transmission of the octet of [l, r) that was sent most recently. */
    newest: {
      unit: 'instant',
      whenFull: 'unknown',
      read: (side: Side, box: Float64Array, at: number, args: Float64Array) =>
        time('newest', side, box, at, args),
    },
    /** The digest of [l, r), known where whole runs make it up. */
    digest: { unit: 'count', whenFull: 'unknown', read: digest },
  },
  full: (box: Float64Array, at: number) => get(box, at + COUNT) >= RUNS - 1,
  contains,
} as const);

const ask = <U extends 'instant' | 'count'>(name: string, l: Term<'own'>, r: Term<'own'>): Term<U> =>
  new Term({ op: 'query', of: transmissions, name, args: [l.node, r.node] });
export const LAST_SENT = {
  oldest: (l: Term<'own'>, r: Term<'own'>): Term<'instant'> => ask('oldest', l, r),
  newest: (l: Term<'own'>, r: Term<'own'>): Term<'instant'> => ask('newest', l, r),
};
export const digestOf = (l: Term<'own'>, r: Term<'own'>): Term<'count'> => ask('digest', l, r);

const MODULUS = 65_521;
const FACTOR = 40_503;
const residue = (position: number): number =>
  ((((position % MODULUS) + MODULUS) % MODULUS) * FACTOR) % MODULUS;

/** The digest of one octet at a place of own sequence space. Digests of runs are sums, so they add up. */
export const octetDigest = (octet: number, position: number): number => (octet + 1) * (1 + residue(position));

/** The sum over octets [from, to) of `octets`, the first of which stands at `position`. */
export function runDigest(octets: Uint8Array, from: number, to: number, position: number): number {
  let sum = 0;
  // What octetDigest makes of a place grows by the same step from each place to the next.
  let weight = residue(position);
  for (let at = from; at < to; at++) {
    sum += ((octets[at] ?? 0) + 1) * (1 + weight);
    weight += FACTOR;
    if (weight >= MODULUS) weight -= MODULUS;
  }
  return sum;
}
