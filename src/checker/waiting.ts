/** An input that the recorder has seen and the stack may not have read yet (core-semantics.md §5). */
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
