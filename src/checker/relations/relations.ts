/** Metamorphic relations over many traces: how often each was tried, and where one did not hold. */
import type { Trace } from '../../trace/trace.ts';
import { Random } from '../random-boxes.ts';
import { CAPTURE_LOSS } from './capture-loss.ts';
import { edited, renumbered } from './edit.ts';
import { LESS_EVIDENCE } from './less-evidence.ts';
import type { Relation } from './relation.ts';
import { SAME_VERDICT } from './same-verdict.ts';

export const RELATIONS: readonly Relation[] = [...LESS_EVIDENCE, ...CAPTURE_LOSS, ...SAME_VERDICT];

/** A trace with the name under which a violation is told. */
export interface NamedTrace {
  readonly name: string;
  readonly trace: Trace;
}
export interface RelationsOptions {
  readonly traces: readonly NamedTrace[];
  readonly runs: number;
  /** The first run's seed; run i has seed + i. A run is the same alone as among others. */
  readonly seed: number;
  /** Only the relation of this id. */
  readonly only?: string;
  readonly onProgress?: (done: number) => void;
}
export interface RelationCount {
  readonly id: string;
  readonly claim: string;
  /** How often it was tried; the trace had nothing to be told otherwise in `skipped` more. */
  readonly runs: number;
  readonly skipped: number;
  /** Findings behind the first that only less evidence has: see `noMore`. */
  readonly moved: number;
  /** Each with its seed and trace. */
  readonly violations: readonly string[];
}

const EDITS = [0, 1, 1, 2, 3];

/** One run: a trace, perhaps with departures in it, and a relation, as the seed draws them. */
export function relationRun(
  options: RelationsOptions,
  seed: number,
): { readonly relation: Relation; readonly outcome: ReturnType<Relation['holds']>; readonly name: string } {
  const random = new Random(seed);
  const given = random.pick(options.traces);
  const drawn = random.pick(RELATIONS);
  const times = random.pick(EDITS);
  const relation = RELATIONS.find(({ id }) => id === options.only) ?? drawn;
  const base = { ...given.trace, events: renumbered(given.trace.events) };
  const trace = times === 0 || relation.conformantOnly ? base : edited(base, random, times);
  const others = options.traces.map((t) => t.trace);
  return { relation, outcome: relation.holds(trace, random, others), name: given.name };
}

/** Runs with fresh seeds from `seed` on. Throws a RangeError where `only` names no relation. */
export function relations(options: RelationsOptions): readonly RelationCount[] {
  if (options.only !== undefined && !RELATIONS.some(({ id }) => id === options.only))
    throw new RangeError(`no relation is called ${options.only}`);
  const counts = new Map(
    RELATIONS.map(({ id, claim }) => [
      id,
      { id, claim, runs: 0, skipped: 0, moved: 0, violations: [] as string[] },
    ]),
  );
  for (let i = 0; i < options.runs; i++) {
    const seed = options.seed + i;
    const { relation, outcome, name } = relationRun(options, seed);
    const count = counts.get(relation.id);
    if (!count) continue;
    if (!outcome) count.skipped++;
    else {
      count.runs++;
      count.moved += outcome.moved;
      if (outcome.wrong !== '')
        count.violations.push(`seed ${seed} ${relation.id}, ${name}: ${outcome.wrong}`);
    }
    options.onProgress?.(i + 1);
  }
  return [...counts.values()];
}
