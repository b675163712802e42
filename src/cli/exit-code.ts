/**
 * What the process tells its caller, and nothing else decides it (docs/guide/cli.md lists the same
 * numbers).
 */

import type { Finding, Verdict } from '../checker/verdict.ts';

/** No violation, or known deviations only. */
export const OK = 0;
/** Something is wrong with the stack. */
export const VIOLATIONS = 1;
/** Something is wrong with the command, its options or its files. */
export const USAGE = 2;
/** Nothing was decided: neither right nor wrong can be said. */
export const UNDECIDED = 3;
/** Something is wrong with tcpassay. */
export const INTERNAL = 4;
/** Stopped by Ctrl-C: 128 and the number of SIGINT. */
export const INTERRUPTED = 130;

export type ExitCode =
  | typeof OK
  | typeof VIOLATIONS
  | typeof USAGE
  | typeof UNDECIDED
  | typeof INTERNAL
  | typeof INTERRUPTED;

/**
 * The code of a verdict. A known deviation never counts. `blame` says from which severity on a finding
 * counts: `npm start` accepts no deviation that the profile does not name. A violation is a fact, so it
 * outweighs a file that could not be read at all; that outweighs having decided nothing.
 */
export function exitCode(verdict: Verdict, blame: 'violation' | 'deviation' = 'violation'): ExitCode {
  const counts = (finding: Finding): boolean =>
    finding.known === undefined &&
    (finding.severity === 'violation' || (blame === 'deviation' && finding.severity === 'deviation'));
  const endpoints = verdict.traces.flatMap((trace) => trace.connections.flatMap((one) => one.endpoints));
  if (endpoints.some((endpoint) => endpoint.findings.some(counts))) return VIOLATIONS;
  if (verdict.traces.some((trace) => trace.problems.length > 0 && trace.connections.length === 0))
    return USAGE;
  return endpoints.some((endpoint) => endpoint.verdict !== 'undecided') ? OK : UNDECIDED;
}
