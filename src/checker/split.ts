/**
 * What decode adds to a sent segment: the piece beyond SND.MAX, the piece below, a digest of each (core-
 * semantics.md §4).
 */
import { BIT, E, HIGH } from '../spec/event.ts';
import { runDigest } from '../spec/transmissions.ts';

/**
 * The digest of payload octets that stand at [from, to) of own sequence space; −1 where the octets were not
 * kept.
 */
function digest(payload: Uint8Array | undefined, first: number, from: number, to: number): number {
  if (!payload) return -1;
  const begin = Math.max(from, first);
  return runDigest(payload, begin - first, Math.min(to - first, payload.length), begin);
}

/** Fills the pieces of `event`. `payload` are the segment's octets; FIN takes a number and no octet. */
export function split(event: Float64Array, sndMax: number, payload: Uint8Array | undefined): void {
  const seq = event[E.SEQ] ?? 0;
  const end = seq + (event[E.LEN] ?? 0);
  const first = seq + (((event[E.FLAGS] ?? 0) & BIT.SYN) !== 0 ? 1 : 0);
  const edge = Math.min(Math.max(sndMax, seq), end);
  event[E.OLD_SEQ] = seq;
  event[E.OLD_LEN] = edge - seq;
  event[E.NEW_SEQ] = edge;
  event[E.NEW_LEN] = end - edge;
  event[E.OLD_DIGEST] = edge > seq ? digest(payload, first, seq, edge) : 0;
  event[E.NEW_DIGEST] = end > edge ? digest(payload, first, edge, end) : 0;
}

/** TSval as a term reads it, which follows from the option: nothing where there is none. */
export function stampTerms(event: Float64Array): void {
  const flags = event[E.FLAGS] ?? 0;
  const stamped = (flags & BIT.TIMESTAMPS) !== 0;
  const absent = (flags & BIT.OPTIONS_CUT) !== 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  event[E.TS_LEAST] = stamped ? (event[E.TSVAL] ?? 0) : Number.NEGATIVE_INFINITY;
  event[E.TS_MOST] = stamped ? (event[E.TSVAL] ?? 0) : absent;
}

/** Judging reads points: every high end is the low end. */
export function asPoint(event: Float64Array): void {
  stampTerms(event);
  for (let i: number = E.SEQ; i <= E.SHIFT; i++) event[i + HIGH] = event[i] ?? 0;
}
