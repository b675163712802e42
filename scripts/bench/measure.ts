/** Time as the processor spent it: what else the machine does counts less than on a wall clock. */

/** Figures of one measurement, nanoseconds of CPU time per operation. */
export interface Spent {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Runs `batch` twice to warm up and then `rounds` times; it must do `operations` operations each time. */
export function cpuPer(operations: number, batch: () => void, rounds = 5): Spent {
  batch();
  batch();
  return spread(
    Array.from({ length: rounds }, () => {
      const before = process.cpuUsage();
      batch();
      const { user, system } = process.cpuUsage(before);
      return ((user + system) * 1000) / operations;
    }),
  );
}

/** Of an odd number of rounds. */
export function spread(rounds: readonly number[]): Spent {
  const sorted = [...rounds].sort((a, b) => a - b);
  const at = (i: number): number => sorted[i] ?? Number.NaN;
  return { median: at(sorted.length >> 1), least: at(0), most: at(sorted.length - 1) };
}
