/** What a metamorphic relation is (engine.md §14.1, 3). */
import type { Trace } from '../../trace/trace.ts';
import type { Random } from '../random-boxes.ts';
import type { Outcome } from './compare.ts';

export interface Relation {
  readonly id: string;
  /** What it claims, for people. */
  readonly claim: string;
  /** Claimed of traces without departures only; the reason stands beside the relation. */
  readonly conformantOnly?: boolean;
  /**
   * Judges the trace as it stands and told otherwise, as `random` draws it. Undefined where the trace has
   * nothing that could be told otherwise.
   */
  readonly holds: (trace: Trace, random: Random, others: readonly Trace[]) => Outcome | undefined;
}
