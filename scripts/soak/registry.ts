/** The oracles there are. A new one is a line of `ORACLES`. */
import { relations } from '../../src/checker/relations/relations.ts';
import { walkPlain } from '../../src/harness/stacks/plain/walks/walk.ts';
import { differential } from '../../src/simulate/differential/differential.ts';
import { type SimulateOptions, simulate } from '../../src/simulate/simulate.ts';
import { keptTrace, keptTraces } from '../../src/trace/fixtures/kept-traces.ts';
import { hostWalks } from '../show/host-walks.ts';
import { type Batch, batchOf, type Failure, type Oracle } from './oracle.ts';

/** `seed 17 …`: what simulator and relations put before a failure. */
const failureOf = (text: string, otherwise: number): Failure => ({
  seed: Number(/^seed (\d+)/.exec(text)?.[1] ?? otherwise),
  text,
});

/** Walks of the spec: no alarm, no breach of containment, no bug of the spec. */
function walks(name: string, by: Pick<SimulateOptions, 'vantage' | 'judge' | 'contain'>): Oracle {
  const some = (seed: number, runs: number): Batch => {
    const done = simulate({ walks: runs, seed, ...by });
    return {
      runs: done.walks,
      segments: done.segments,
      failures: done.failures.map((text) => failureOf(text, seed)),
    };
  };
  return { name, run: (seed, budgetMs) => batchOf(some, seed, budgetMs, 20) };
}

/** Relations over all kept traces, with random departures in them. */
function metamorphic(): Oracle {
  const folders = ['accept', 'reject', 'recorded'] as const;
  let traces: Parameters<typeof relations>[0]['traces'] | undefined;
  const some = (seed: number, runs: number): Batch => {
    traces ??= folders.flatMap(keptTraces).map((name) => ({ name, trace: keptTrace(name) }));
    const counts = relations({ traces, runs, seed });
    const failures = counts.flatMap((c) => c.violations.map((text) => failureOf(text, seed)));
    return { runs, segments: 0, failures };
  };
  return { name: 'relations', run: (seed, budgetMs) => batchOf(some, seed, budgetMs, 100) };
}

/** Relations over walks of the plain stack, which knows nothing of the spec: one relation a walk and end. */
function metamorphicWalks(): Oracle {
  const some = (seed: number, runs: number): Batch => {
    const failures: Failure[] = [];
    let segments = 0;
    for (let n = seed; n < seed + runs; n++) {
      const walk = walkPlain(n);
      segments += walk.segments;
      const traces = walk.traces.map((trace, end) => ({ name: `end ${end} of walk ${n}`, trace }));
      // Two draws a walk, by seeds of their own.
      for (const counts of [0, 1].map((k) => relations({ traces, runs: 1, seed: 2 * n + k })))
        for (const text of counts.flatMap((c) => c.violations)) failures.push({ seed: n, text });
    }
    return { runs, segments, failures };
  };
  return { name: 'relations-walked', run: (seed, budgetMs) => batchOf(some, seed, budgetMs, 10) };
}

/** Walks of the plain stack, judged from either end. */
function hosts(): Oracle {
  const some = (seed: number, runs: number): Batch => {
    const done = hostWalks({ walks: runs, seed });
    const failures = done.failures.map((f) => ({
      seed: f.seed,
      text: `seed ${f.seed} end ${f.end} record ${f.frame}: ${f.rule} (${f.severity})`,
    }));
    return { runs: done.walks, segments: done.segments, failures };
  };
  return { name: 'hosts', run: (seed, budgetMs) => batchOf(some, seed, budgetMs, 20) };
}

/** Short traces of one seed: both sides of a walk, edits of each, some by chance. */
const SHORT_TRACES = 12;

/** The slow reading that keeps all paths apart. */
function reference(): Oracle {
  const some = (seed: number, runs: number): Batch => {
    const failures: Failure[] = [];
    for (let n = seed; n < seed + runs; n++) {
      const { falseAlarms, undeclared } = differential({ traces: SHORT_TRACES, seed: n });
      failures.push(...[...falseAlarms, ...undeclared].map((text) => ({ seed: n, text })));
    }
    return { runs, segments: 0, failures };
  };
  return { name: 'reference', run: (seed, budgetMs) => batchOf(some, seed, budgetMs, 2) };
}

export const ORACLES: readonly Oracle[] = [
  walks('walks', {}),
  walks('walks-stream-near', { judge: 'stream-near', contain: true }),
  walks('walks-stream-far', { judge: 'stream-far' }),
  walks('tapes-near', { vantage: 'near' }),
  walks('tapes-far', { vantage: 'far' }),
  walks('tapes-between', { vantage: 'between' }),
  hosts(),
  metamorphic(),
  metamorphicWalks(),
  reference(),
];

/** Those of these names, all where none is named; undefined where a name is none. */
export function chosen(all: readonly Oracle[], names: readonly string[]): readonly Oracle[] | undefined {
  if (names.some((name) => !all.some((oracle) => oracle.name === name))) return undefined;
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}
