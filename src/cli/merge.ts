/**
 * Files are judged one by one, so that there is something to show when the user stops; here their verdicts
 * become one.
 */

import type { Severity, Totals, Verdict, VerdictName } from '../checker/verdict.ts';

/**
 * The verdict over all traces of `parts`, which come from the same check of one file each. At least one
 * part.
 */
export function mergeVerdicts(parts: readonly Verdict[]): Verdict {
  const [first, ...rest] = parts;
  if (first === undefined)
    throw new Error('unreachable: nothing was judged, and the commands refuse no files');
  return rest.reduce(
    (sum, part) => ({
      ...sum,
      traces: [...sum.traces, ...part.traces],
      totals: addTotals(sum.totals, part.totals),
    }),
    first,
  );
}

function addTotals(a: Totals, b: Totals): Totals {
  return {
    traces: a.traces + b.traces,
    connections: a.connections + b.connections,
    segments: a.segments + b.segments,
    endpoints: addCounts<VerdictName>(a.endpoints, b.endpoints),
    findings: addCounts<Severity>(a.findings, b.findings),
    known: a.known + b.known,
  };
}

function addCounts<K extends string>(
  a: Readonly<Record<K, number>>,
  b: Readonly<Record<K, number>>,
): Record<K, number> {
  const sum: Record<K, number> = { ...a };
  for (const key of Object.keys(a) as K[]) sum[key] = a[key] + b[key];
  return sum;
}
