/** What a soak runs: something that can be asked again and again with other seeds. */

export interface Failure {
  readonly seed: number;
  /** What went wrong, in words. */
  readonly text: string;
}
/** What one batch came to. */
export interface Batch {
  /** Seeds used: those from the first on, one a run. */
  readonly runs: number;
  /** Segments judged, as far as the oracle counts them. */
  readonly segments: number;
  readonly failures: readonly Failure[];
}
export interface Oracle {
  /** Lower case, no blanks: the name stands in commands. */
  readonly name: string;
  /**
   * Runs with the seeds `seed`, `seed` + 1 … until about `budgetMs` milliseconds have passed, at least one;
   * with 0 exactly one. What a seed does depends on nothing else.
   */
  readonly run: (seed: number, budgetMs: number) => Batch | Promise<Batch>;
  /** The command that runs one seed again, where there is a shorter one than the soak itself. */
  readonly again?: (seed: number) => string;
}

export const againOf = (oracle: Oracle, seed: number): string =>
  oracle.again?.(seed) ?? `npm run soak -- --only ${oracle.name} --seed ${seed} --minutes 0`;

/**
 * Makes a batch of what runs many seeds at one call: few at first, then as many as fit into what is left of
 * the time.
 */
export function batchOf(
  run: (seed: number, runs: number) => Batch,
  seed: number,
  budgetMs: number,
  first: number,
  now: () => number = () => performance.now(),
): Batch {
  const until = now() + budgetMs;
  let sum: Batch = { runs: 0, segments: 0, failures: [] };
  let next = budgetMs === 0 ? 1 : first;
  for (;;) {
    const began = now();
    const part = run(seed + sum.runs, next);
    sum = {
      runs: sum.runs + part.runs,
      segments: sum.segments + part.segments,
      failures: [...sum.failures, ...part.failures],
    };
    const left = until - now();
    if (left <= 0) return sum;
    const each = Math.max(now() - began, 1) / next;
    // Calls have a price of their own, so the first ones tell too high a price: never more than four times.
    next = Math.max(1, Math.min(4 * next, Math.floor(left / each)));
  }
}
