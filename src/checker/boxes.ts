/** Records of a pool as sets of states: hull, copy, the beginning (core-semantics.md §5). */
import { ALL_STATES } from '../spec/state.ts';
import { allSlots, recordWidth, STATE } from '../spec/tcb.ts';
import type { Slot } from '../spec/term.ts';
import { build, mayCompile } from './compile.ts';
import { Bindings } from './emit.ts';

/** Every slot at its initial value; ranges as wide as a stack may begin. */
export function initialBox(): Float64Array {
  const box = new Float64Array(recordWidth());
  for (const slot of allSlots()) {
    if (slot.kind === 'block') box.fill(slot.initial[0], slot.lo, slot.lo + slot.width);
    else {
      box[slot.lo] = slot.initial[0];
      box[slot.hi] = slot.initial[1];
    }
  }
  return box;
}

/** into := into ∪ from, for these slots. Blocks cannot be joined here: their computeds own them. */
export function hullSlots(pool: Float64Array, into: number, from: number, slots: readonly Slot[]): void {
  for (const slot of slots) {
    const a = into + slot.lo;
    const b = from + slot.lo;
    if (slot.kind === 'mask') pool[a] = (pool[a] ?? 0) | (pool[b] ?? 0);
    else if (slot.kind === 'range') {
      if ((pool[b] ?? 0) < (pool[a] ?? 0)) pool[a] = pool[b] ?? 0;
      if ((pool[from + slot.hi] ?? 0) > (pool[into + slot.hi] ?? 0))
        pool[into + slot.hi] = pool[from + slot.hi] ?? 0;
    }
  }
}

/** into := from, for these slots, blocks included. */
export function copySlots(pool: Float64Array, into: number, from: number, slots: readonly Slot[]): void {
  for (const slot of slots) {
    if (slot.kind === 'block') pool.copyWithin(into + slot.lo, from + slot.lo, from + slot.lo + slot.width);
    else {
      pool[into + slot.lo] = pool[from + slot.lo] ?? 0;
      pool[into + slot.hi] = pool[from + slot.hi] ?? 0;
    }
  }
}

export const copyBox = (pool: Float64Array, into: number, from: number): void => {
  pool.copyWithin(into, from, from + recordWidth());
};

/** The stack may be in any state, in each of these records. */
export function forgetStates(pool: Float64Array, records: readonly number[]): void {
  for (const at of records) pool[at + STATE.slot.lo] = ALL_STATES;
}
/** What is known of the low ends of slots that only rise holds in a later box, too. */
export function raiseSlots(pool: Float64Array, into: number, from: number, slots: readonly Slot[]): void {
  for (const slot of slots) {
    const low = pool[from + slot.lo] ?? 0;
    if (low > (pool[into + slot.lo] ?? 0)) pool[into + slot.lo] = low;
    if (low > (pool[into + slot.hi] ?? 0)) pool[into + slot.hi] = low;
  }
}

/** What `hullSlots` or `copySlots` does for one list of slots. */
export type Move = (pool: Float64Array, into: number, from: number) => void;

const emitHull = ({ kind, lo, hi }: Slot): string => {
  if (kind === 'mask') return `S[i+${lo}]|=S[f+${lo}];`;
  if (kind !== 'range') return '';
  return `if(S[f+${lo}]<S[i+${lo}])S[i+${lo}]=S[f+${lo}];if(S[f+${hi}]>S[i+${hi}])S[i+${hi}]=S[f+${hi}];`;
};
const emitCopy = ({ kind, lo, hi, width }: Slot): string => {
  if (kind === 'block') return `S.copyWithin(i+${lo},f+${lo},f+${lo + width});`;
  return `S[i+${lo}]=S[f+${lo}];${hi === lo ? '' : `S[i+${hi}]=S[f+${hi}];`}`;
};

/** Code for a list that stays, made once; where none may be made, the loop. */
function moving(emit: (slot: Slot) => string, loop: typeof hullSlots): (slots: readonly Slot[]) => Move {
  const made = new WeakMap<readonly Slot[], Move>();
  return (slots) => {
    const known = made.get(slots);
    if (known) return known;
    const move: Move = mayCompile()
      ? build<Move>('S,i,f', slots.map(emit).join(''), new Bindings(), 'move')
      : (pool, into, from) => loop(pool, into, from, slots);
    made.set(slots, move);
    return move;
  };
}
export const hulling = moving(emitHull, hullSlots);
export const copying = moving(emitCopy, copySlots);
