/**
 * One path of the search: how much of what the recorder has seen has been read by now, one state, its own
 * debts. Two paths are never joined; one is dropped where another allows all that it allows.
 */
import { ALL_STATES } from '../../spec/state.ts';
import { allSlots, CALLS_LOGGED, recordWidth, STATE, slotOf } from '../../spec/tcb.ts';
import type { Beginning } from '../endpoint.ts';
import { noStricter, type Owed } from './owed.ts';

export interface Path {
  readonly box: Float64Array;
  /** How many segments that arrived, and how many calls, have been read. */
  readonly segments: number;
  readonly calls: number;
  readonly owed: readonly Owed[];
}

const PLACE = STATE.slot.lo;
const WIDE = allSlots().filter((s) => s.kind === 'range');
const POINTS = allSlots().filter((s) => s.kind === 'fact' || s.kind === 'mask');
const BLOCKS = allSlots().filter((s) => s.kind === 'block');

/** The states of a mask, one by one. */
export const statesOf = (mask: number): readonly number[] =>
  Array.from({ length: 11 }, (_, bit) => 1 << bit).filter((state) => (mask & state & ALL_STATES) !== 0);

/** A path for each state in which the stack may begin. */
export function beginnings({ states, callsLogged }: Beginning): readonly Path[] {
  return statesOf(states).map((state) => {
    const box = new Float64Array(recordWidth());
    for (const slot of allSlots()) {
      if (slot.kind === 'block') box.fill(slot.initial[0], slot.lo, slot.lo + slot.width);
      else box.set(slot.kind === 'range' ? slot.initial : [slot.initial[0]], slot.lo);
    }
    box[PLACE] = state;
    box[slotOf(CALLS_LOGGED).lo] = callsLogged ? 1 : 0;
    return { box, segments: 0, calls: 0, owed: [] };
  });
}

function covers(a: Float64Array, b: Float64Array): boolean {
  for (const slot of POINTS) if (a[slot.lo] !== b[slot.lo]) return false;
  for (const slot of WIDE)
    if ((a[slot.lo] ?? 0) > (b[slot.lo] ?? 0) || (a[slot.hi] ?? 0) < (b[slot.hi] ?? 0)) return false;
  for (const slot of BLOCKS)
    for (let i = slot.lo; i < slot.lo + slot.width; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Whether whatever `b` allows from here on `a` allows too. */
export const allows = (a: Path, b: Path): boolean =>
  a.segments === b.segments && a.calls === b.calls && noStricter(a.owed, b.owed) && covers(a.box, b.box);

/** Without those of which another allows as much. */
export function distinct(paths: readonly Path[]): readonly Path[] {
  const kept: Path[] = [];
  for (const path of paths) {
    if (kept.some((k) => allows(k, path))) continue;
    for (let i = kept.length - 1; i >= 0; i--) {
      const old = kept[i];
      if (old && allows(path, old)) kept.splice(i, 1);
    }
    kept.push(path);
  }
  return kept;
}
