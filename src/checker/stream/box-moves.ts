/** What goes from one box of an endpoint to another (core-semantics.md §5): slots by their places. */
import { STATE } from '../../spec/tcb.ts';
import type { Slot } from '../../spec/term.ts';
import type { StreamCells } from './stream-cells.ts';

const STATES = STATE.slot.lo;

function hull(data: Float64Array, into: number, from: number, lo: number, hi: number): void {
  if ((data[from + lo] ?? 0) < (data[into + lo] ?? 0)) data[into + lo] = data[from + lo] ?? 0;
  if ((data[from + hi] ?? 0) > (data[into + hi] ?? 0)) data[into + hi] = data[from + hi] ?? 0;
}

/** into := into ∪ from, for places in turn (low, high) and the state. */
export function takeIn(data: Float64Array, into: number, from: number, places: Int32Array): void {
  for (let i = 0; i < places.length; i += 2) hull(data, into, from, places[i] ?? 0, places[i + 1] ?? 0);
  data[into + STATES] = (data[into + STATES] ?? 0) | (data[from + STATES] ?? 0);
}

/** into := into ∪ from, for these slots. */
export function takeSlots(data: Float64Array, into: number, from: number, slots: readonly Slot[]): void {
  for (const slot of slots)
    if (slot.kind === 'mask')
      data[into + slot.lo] = (data[into + slot.lo] ?? 0) | (data[from + slot.lo] ?? 0);
    else hull(data, into, from, slot.lo, slot.hi);
}

/** What computeds own is taken from HEAD, which has read everything. */
export function takeComputed(data: Float64Array, any: number, head: number, slots: readonly Slot[]): void {
  for (const slot of slots)
    if (slot.kind === 'block') data.copyWithin(any + slot.lo, head + slot.lo, head + slot.lo + slot.width);
    else hull(data, any, head, slot.lo, slot.hi);
}

/** Nothing is known of these slots. */
export function forgetSlots(data: Float64Array, at: number, slots: readonly Slot[]): void {
  for (const slot of slots) {
    data[at + slot.lo] = Number.NEGATIVE_INFINITY;
    data[at + slot.hi] = Number.POSITIVE_INFINITY;
  }
}

/**
 * After a judged output: what inputs alone write goes back to what it was (`kept`), but where `rise` low ends
 * of what only grows; what both write is what it was or what the output made of it.
 */
export function restoreInputs(
  data: Float64Array,
  any: number,
  kept: number,
  parts: StreamCells,
  rise: boolean,
): void {
  const { monotone, otherInputs, shared } = parts;
  for (let i = 0; i < monotone.length; i += 2) {
    const lo = monotone[i] ?? 0;
    const hi = monotone[i + 1] ?? 0;
    if (!rise || !((data[any + lo] ?? 0) > (data[kept + lo] ?? 0))) data[any + lo] = data[kept + lo] ?? 0;
    data[any + hi] = data[kept + hi] ?? 0;
  }
  for (let i = 0; i < otherInputs.length; i++) {
    const at = otherInputs[i] ?? 0;
    data[any + at] = data[kept + at] ?? 0;
  }
  for (let i = 0; i < shared.length; i += 2) {
    const lo = shared[i] ?? 0;
    const hi = shared[i + 1] ?? 0;
    if ((data[kept + lo] ?? 0) < (data[any + lo] ?? 0)) data[any + lo] = data[kept + lo] ?? 0;
    if ((data[kept + hi] ?? 0) > (data[any + hi] ?? 0)) data[any + hi] = data[kept + hi] ?? 0;
  }
}

/**
 * HEAD takes what outputs alone write, and the doubt about what both write; `moved`: the state too; `rise`:
 * low ends of what only grows, which hold for every later position.
 */
export function followOutputs(
  data: Float64Array,
  head: number,
  any: number,
  parts: StreamCells,
  moved: boolean,
  rise: boolean,
): void {
  const { outputs, outputBlocks, monotone, shared } = parts;
  for (let i = 0; i < outputs.length; i++) {
    const at = outputs[i] ?? 0;
    data[head + at] = data[any + at] ?? 0;
  }
  for (const slot of outputBlocks) data.copyWithin(head + slot.lo, any + slot.lo, any + slot.lo + slot.width);
  for (let i = 0; rise && i < monotone.length; i++) {
    const low = data[any + (monotone[i & ~1] ?? 0)] ?? 0;
    const at = head + (monotone[i] ?? 0);
    if (low > (data[at] ?? 0)) data[at] = low;
  }
  for (let i = 0; i < shared.length; i++) {
    const at = shared[i] ?? 0;
    data[head + at] = data[any + at] ?? 0;
  }
  if (moved) data[head + STATES] = data[any + STATES] ?? 0;
}
