/**
 * The verdict turned into what the page shows: one case per connection, with its place in the page, its
 * label and its recording.
 */

import type {
  ConnectionVerdict,
  EndpointVerdict,
  Finding,
  TraceVerdict,
  Verdict,
  VerdictName,
} from '../../checker/verdict.ts';
import type { Trace } from '../../trace/trace.ts';
import { incarnationOf } from '../connection-events.ts';

/** A finding with the endpoint it is about and its place in the page. */
export interface Shown {
  readonly finding: Finding;
  readonly endpoint: EndpointVerdict;
  readonly anchor: string;
}

/** A connection as a section of the page. */
export interface Case {
  readonly anchor: string;
  readonly trace: TraceVerdict;
  readonly connection: ConnectionVerdict;
  readonly recording: Trace | undefined;
  readonly findings: readonly Shown[];
  /** The worst of its endpoints' verdicts. */
  readonly verdict: VerdictName;
  readonly ip: 'IPv4' | 'IPv6';
  /** The scenario, or the file where there is none. */
  readonly title: string;
}

/** From worst to best; an undecided endpoint beside a conformant one makes the connection undecided. */
export const VERDICTS: readonly VerdictName[] = ['violations', 'deviations', 'undecided', 'conformant'];

export type Traces = ReadonlyMap<string, readonly Trace[]>;

/**
 * Every connection of the verdict, in its order. The k-th trace verdict of a file belongs to the file's
 * k-th trace.
 */
export function cases(verdict: Verdict, traces: Traces): readonly Case[] {
  const seen = new Map<string, number>();
  const all: Case[] = [];
  for (const trace of verdict.traces) {
    const nth = seen.get(trace.file) ?? 0;
    seen.set(trace.file, nth + 1);
    const recording = traces.get(trace.file)?.[nth];
    const ids = trace.connections.map(({ id }) => id);
    for (const connection of trace.connections) {
      const own = recording && trace.statistics ? incarnationOf(recording, connection.id, ids) : recording;
      all.push(oneCase(all.length, trace, connection, own));
    }
  }
  return all;
}

function oneCase(
  index: number,
  trace: TraceVerdict,
  connection: ConnectionVerdict,
  recording: Trace | undefined,
): Case {
  const anchor = `c${index + 1}`;
  const findings = connection.endpoints.flatMap((endpoint) =>
    endpoint.findings.map((finding) => ({ finding, endpoint })),
  );
  return {
    anchor,
    trace,
    connection,
    recording,
    findings: findings.map((each, i) => ({ ...each, anchor: `${anchor}-f${i + 1}` })),
    verdict: worst(connection.endpoints.map((endpoint) => endpoint.verdict)),
    ip: connection.id.includes('[') ? 'IPv6' : 'IPv4',
    title: trace.scenario === '' ? trace.file : trace.scenario,
  };
}

function worst(names: readonly VerdictName[]): VerdictName {
  return VERDICTS.find((name) => names.includes(name)) ?? 'undecided';
}

/** The place of a record in a case's ladder. */
export function frameAnchor(anchor: string, frame: number): string {
  return `${anchor}-r${frame}`;
}

/**
 * The places of a rule and of a requirement; ids of families have spaces, which a place in a page must not.
 */
export const ruleAnchor = (id: string): string => `r-${plain(id)}`;
export const requirementAnchor = (id: string): string => `q-${plain(id)}`;

const plain = (id: string): string => id.replace(/[^\w.-]/g, '-');
