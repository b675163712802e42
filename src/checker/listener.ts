/**
 * Who watches the boxes of an endpoint while it runs: the journal of an explanation, the counter of clauses.
 */
import type { Cells, InputCells, SentCells } from './cells.ts';

/** What a listener may look at: the two boxes of an endpoint and the pool they stand in. */
export interface Watched {
  readonly cells: Cells;
  readonly pool: Float64Array;
  readonly any: number;
  readonly head: number;
}

/** What a journal or an explanation listens to. `box` is where the record stands in the pool. */
export interface Listener {
  before?(
    what: 'input' | 'sent' | 'silent',
    box: 'any' | 'head',
    cells: InputCells | SentCells,
    event: Float64Array,
  ): void;
  after?(
    what: 'input' | 'sent' | 'silent',
    box: 'any' | 'head',
    cells: InputCells | SentCells,
    event: Float64Array,
  ): void;
}
