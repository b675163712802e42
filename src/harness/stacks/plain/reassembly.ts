/** What came too soon, and the reports of it: RFC 9293 §3.10.7.4, RFC 2018 §4, RFC 2883 §4. */
import { seqAdd, seqMinus } from '../../peer.ts';
import type { Tcb } from './tcb.ts';

/** A run of octets that waits for those before it. `at` counts arrivals: the latest is reported first. */
export interface Held {
  readonly seq: number;
  readonly octets: Uint8Array;
  readonly at: number;
}

const endOf = ({ seq, octets }: Held): number => seqAdd(seq, octets.length);

/** Joins two runs that touch or overlap; where both have an octet the older one stands. */
function joined(old: Held, fresh: Held): Held {
  const seq = seqMinus(fresh.seq, old.seq) < 0 ? fresh.seq : old.seq;
  const end = seqMinus(endOf(fresh), endOf(old)) > 0 ? endOf(fresh) : endOf(old);
  const octets = new Uint8Array(seqMinus(end, seq));
  octets.set(fresh.octets, seqMinus(fresh.seq, seq));
  octets.set(old.octets, seqMinus(old.seq, seq));
  return { seq, octets, at: fresh.at };
}

/** Keeps octets that lie beyond `rcvNxt`. */
export function hold(c: Tcb, seq: number, octets: Uint8Array): void {
  let run: Held = { seq, octets, at: 1 + Math.max(0, ...c.held.map(({ at }) => at)) };
  const apart: Held[] = [];
  for (const other of c.held) {
    const touches = seqMinus(other.seq, endOf(run)) <= 0 && seqMinus(endOf(other), run.seq) >= 0;
    if (touches) run = joined(other, run);
    else apart.push(other);
  }
  // A run may reach one that was passed over before it had grown.
  c.held = apart;
  if (apart.some((other) => seqMinus(other.seq, endOf(run)) <= 0 && seqMinus(endOf(other), run.seq) >= 0))
    return hold(c, run.seq, run.octets);
  c.held.push(run);
}

/** The octets that now follow `rcvNxt`, taken out; undefined where none do. */
export function takeHeld(c: Tcb): Uint8Array | undefined {
  const at = c.held.findIndex((run) => seqMinus(run.seq, c.rcvNxt) <= 0);
  const run = c.held[at];
  if (run === undefined) return undefined;
  c.held.splice(at, 1);
  const old = seqMinus(c.rcvNxt, run.seq);
  return old < run.octets.length ? run.octets.subarray(old) : new Uint8Array(0);
}

/** The part of [left, right) that has come before; the first such part, undefined where there is none. */
export function seenBefore(
  c: Tcb,
  left: number,
  right: number,
): { readonly left: number; readonly right: number } | undefined {
  const first = seqAdd(c.irs, 1);
  const from = seqMinus(left, first) < 0 ? first : left;
  const behind = seqMinus(right, c.rcvNxt) < 0 ? right : c.rcvNxt;
  if (seqMinus(behind, from) > 0) return { left: from, right: behind };
  for (const run of c.held) {
    const l = seqMinus(run.seq, left) > 0 ? run.seq : left;
    const r = seqMinus(endOf(run), right) < 0 ? endOf(run) : right;
    if (seqMinus(r, l) > 0) return { left: l, right: r };
  }
  return undefined;
}

/** The blocks of the next ACK, the duplicate first, at most `most`. The duplicate is then reported. */
export function blocksOf(c: Tcb, most: number): readonly { left: number; right: number }[] {
  // What follows the left edge but may not be taken yet (text of a SYN) is no hole's far side.
  const beyond = c.held.filter((run) => seqMinus(run.seq, c.rcvNxt) > 0);
  const runs = beyond.sort((a, b) => b.at - a.at).map((run) => ({ left: run.seq, right: endOf(run) }));
  const { duplicate } = c;
  c.duplicate = undefined;
  if (duplicate === undefined) return runs.slice(0, most);
  // RFC 2883 §4: the block that holds the duplicate comes right behind it.
  const within = runs.filter(
    ({ left, right }) => seqMinus(duplicate.left, left) >= 0 && seqMinus(duplicate.right, right) <= 0,
  );
  const others = runs.filter((run) => !within.includes(run));
  return [duplicate, ...within, ...others].slice(0, most);
}
