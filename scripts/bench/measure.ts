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
  const spent = Array.from({ length: rounds }, () => {
    const before = process.cpuUsage();
    batch();
    const { user, system } = process.cpuUsage(before);
    return ((user + system) * 1000) / operations;
  }).sort((a, b) => a - b);
  const at = (i: number): number => spent[i] ?? Number.NaN;
  return { median: at(rounds >> 1), least: at(0), most: at(rounds - 1) };
}
