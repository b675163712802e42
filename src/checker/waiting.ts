/** An input that the recorder has seen and the stack may not have read yet (core-semantics.md §5). */
import { E } from '../spec/event.ts';
import { allHold, read, type View } from '../spec/read.ts';
import type { Proof } from '../spec/rule.ts';
import { slotOf } from '../spec/tcb.ts';
import type { Slot } from '../spec/term.ts';
import type { InputCells } from './cells.ts';

export interface Waiting {
  readonly cells: InputCells;
  readonly event: Float64Array;
  turns: number;
  /** For a call: whether it has returned. Segments are settled by time. */
  readonly call: number;
  returned: boolean;
  /** High ends of the slots of the spec's proofs, after this input. */
  readonly reached: number[];
}

/** Of slots that elsewhere never fall: those that nothing that waits can lower. */
export function risingOf(monotone: readonly Slot[], waiting: readonly Waiting[]): readonly Slot[] {
  if (!waiting.some((w) => w.cells.resets.length > 0)) return monotone;
  return monotone.filter((slot) => !waiting.some((w) => w.cells.resets.includes(slot)));
}

/** Which waiting input first made a slot reach what a sent segment says of it; −1 where none tells. */
export function firstProven(
  proof: Proof,
  place: number,
  waiting: readonly Waiting[],
  view: View,
  base: number,
): number {
  if (!allHold(proof.when, 'must', view)) return -1;
  const value = read(proof.field.node, 'lo', view);
  if (value <= (view.box[base + slotOf(proof.slot).hi] ?? 0)) return -1;
  return waiting.findIndex((w) => (w.reached[place] ?? 0) >= value);
}

/** Records of inputs that have been read, for the next ones. */
export class SpareInputs {
  private readonly kept: Pick<Waiting, 'event' | 'reached'>[] = [];

  keep(read: readonly Waiting[]): void {
    for (const w of read) this.kept.push(w);
  }

  /** `proven`: where in the pool the high ends stand of what proves reading. */
  take(
    cells: InputCells,
    event: Float64Array,
    turns: number,
    call: number,
    pool: Float64Array,
    proven: readonly number[],
  ): Waiting {
    const { event: copy, reached } = this.kept.pop() ?? { event: new Float64Array(E.SIZE), reached: [] };
    copy.set(event);
    proven.forEach((at, i) => {
      reached[i] = pool[at] ?? 0;
    });
    return { cells, event: copy, turns, call, returned: false, reached };
  }
}
