/**
 * A verdict as JSON text with a stable order of keys, so that two equal verdicts are equal octet for octet
 * and diff well.
 */

import type { Verdict } from '../checker/verdict.ts';

/**
 * The fields of verdict.ts in the order of its interfaces. Other keys (rule ids, topics) follow by their
 * code points.
 */
// biome-ignore format: one interface a line
const ORDER: readonly string[] = [
  'schema', 'tool', 'spec', 'profile', 'recorder', 'traces',
  'file', 'sha256', 'scenario', 'stack', 'problems', 'health', 'connections', 'omitted', 'statistics',
  'id', 'endpoints', 'address', 'port', 'vantage', 'verdict', 'reasons', 'wouldDecide', 'findings',
  'rule', 'clause', 'requirements', 'level', 'severity', 'known', 'frames', 'time', 'message',
  'clauses', 'says', 'numbers', 'provenance', 'slot', 'side', 'value', 'frame',
  'exemptions', 'applied', 'hypotheses', 'excluded', 'why', 'alternatives', 'lever', 'text', 'distance', 'repeats',
  'coverage', 'pass', 'open', 'fail', 'na',
  'segments', 'instances', 'evaluated', 'decided', 'mostOpen', 'octetsPerConnection', 'totals',
];

const RANK: ReadonlyMap<string, number> = new Map(ORDER.map((key, rank) => [key, rank]));

/** The verdict as JSON, indented by two, with a newline at its end. */
export function writeJson(verdict: Verdict): string {
  return `${JSON.stringify(sorted(verdict), null, 2)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => byRank(a, b));
  return Object.fromEntries(entries.map(([key, content]) => [key, sorted(content)]));
}

function byRank(a: string, b: string): number {
  const difference = (RANK.get(a) ?? ORDER.length) - (RANK.get(b) ?? ORDER.length);
  if (difference !== 0) return difference;
  return a < b ? -1 : a > b ? 1 : 0;
}
