/** Sequence numbers of one side as the capture has them: holes, copies, what was acknowledged unseen. */
import { FIN, SYN } from '../../trace/trace.ts';
import { FLAW, HOLES, RECENT, RECENT_FIELDS, S } from './table.ts';

const TURN = 4294967296;
const NONE = -1;
/** Copies of one packet stand this close together. Nanoseconds. */
const COPY_WITHIN = 20e6;
/** Without an IP identification to tell, only this close. */
const SAME_MOMENT = 100e3;

/** a − b in sequence space. */
export const after = (a: number, b: number): number => (a - b) | 0;

/** What taking in a packet showed. */
export const SHOWN = { NOTHING: 0, HOLE: 1, FILLED: 2, AGAIN: 3 } as const;

/** Takes in numbers [seq, seq + length) of the side at `s`. */
export function takeIn(d: Float64Array, s: number, seq: number, length: number): number {
  const max = d[s + S.MAX] ?? NONE;
  const end = (seq + length) % TURN;
  if (max === NONE) {
    d[s + S.MAX] = end;
    return SHOWN.NOTHING;
  }
  const ahead = after(seq, max);
  if (ahead > 0) {
    // A lone number ahead without octets (a keep-alive's answer, an old stranger) leaves no hole.
    if (length === 0) return SHOWN.NOTHING;
    addHole(d, s, max, seq);
    d[s + S.MAX] = end;
    return SHOWN.HOLE;
  }
  let shown: number = SHOWN.NOTHING;
  if (length > 0 && ahead < 0) shown = fill(d, s, seq, end) ? SHOWN.FILLED : SHOWN.AGAIN;
  if (after(end, max) > 0) {
    d[s + S.MAX] = end;
    if (shown === SHOWN.AGAIN) shown = SHOWN.NOTHING;
  }
  return shown;
}

function addHole(d: Float64Array, s: number, l: number, r: number): void {
  for (let i = 0; i < HOLES; i++) {
    const at = s + S.HOLES + 2 * i;
    if (d[at] !== NONE) continue;
    d[at] = l;
    d[at + 1] = r;
    return;
  }
  // No room to see whether it will be filled: it counts as lost.
  d[s + S.FLAWS] = (d[s + S.FLAWS] ?? 0) | FLAW.LOST;
}

/** Takes [l, r) out of the holes; whether it met one. */
function fill(d: Float64Array, s: number, l: number, r: number): boolean {
  let met = false;
  for (let i = 0; i < HOLES; i++) {
    const at = s + S.HOLES + 2 * i;
    const left = d[at] ?? NONE;
    const right = d[at + 1] ?? NONE;
    if (left === NONE || after(r, left) <= 0 || after(right, l) <= 0) continue;
    met = true;
    if (after(l, left) <= 0 && after(r, right) >= 0) d[at] = NONE;
    else if (after(l, left) <= 0) d[at] = r;
    else d[at + 1] = l;
  }
  return met;
}

/** The other side acknowledges `ack`: whether that covers what was never seen. */
export function acknowledge(d: Float64Array, s: number, ack: number): boolean {
  const max = d[s + S.MAX] ?? NONE;
  if (max === NONE) return false;
  let unseen = false;
  for (let i = 0; i < HOLES; i++) {
    const at = s + S.HOLES + 2 * i;
    if (d[at] === NONE || after(ack, d[at] ?? 0) <= 0) continue;
    unseen = true;
    if (after(ack, d[at + 1] ?? 0) >= 0) d[at] = NONE;
    else d[at] = ack;
  }
  if (after(ack, max) > 0) {
    unseen = true;
    addHole(d, s, max, ack);
    d[s + S.MAX] = ack;
  }
  return unseen;
}

/** Fields of a packet that a copy shares with it. */
export interface Marks {
  seq: number;
  ack: number;
  /** Control bits and length in one number. */
  shape: number;
  /** TSval, or −1. */
  clock: number;
  /** IP identification, or −1 where there is none. */
  id: number;
  time: number;
}

/** Whether the packet stands among the last ones of its side already; if not it is remembered. */
export function isCopy(d: Float64Array, s: number, m: Marks): boolean {
  const from = s + S.RECENT;
  for (let i = 0; i < RECENT; i++) {
    const at = from + i * RECENT_FIELDS;
    if (d[at] !== m.seq || d[at + 1] !== m.ack || d[at + 2] !== m.shape || d[at + 3] !== m.clock) continue;
    if (d[at + 4] !== m.id) continue;
    const apart = Math.abs(m.time - (d[at + 5] ?? 0));
    // What takes numbers nobody sends again so soon.
    const numbered = m.shape >= 512 || (m.shape & (SYN | FIN)) !== 0;
    if (m.id > 0 ? apart <= COPY_WITHIN : apart <= SAME_MOMENT && (numbered || apart === 0)) return true;
  }
  const next = (d[s + S.PACKETS] ?? 0) % RECENT;
  const at = from + next * RECENT_FIELDS;
  d[at] = m.seq;
  d[at + 1] = m.ack;
  d[at + 2] = m.shape;
  d[at + 3] = m.clock;
  d[at + 4] = m.id;
  d[at + 5] = m.time;
  return false;
}
