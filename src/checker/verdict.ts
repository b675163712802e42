/**
 * What the checker says. The schema of the same shape is report/schema.ts; `frames` are 1-based record
 * numbers, times nanoseconds of the trace.
 */

export const SCHEMA = 1;

export type VerdictName = 'conformant' | 'deviations' | 'violations' | 'undecided';
export type Severity = 'violation' | 'deviation' | 'note';
export type LevelName = 'MUST' | 'MUST NOT' | 'SHOULD' | 'SHOULD NOT' | 'RECOMMENDED' | 'MAY';
/** The closed list of reasons of the undecided (engine.md §2.3). */
export type Reason =
  | 'mid-stream'
  | 'one-sided'
  | 'capture-loss'
  | 'offload'
  | 'truncated'
  | 'fragments'
  | 'far-vantage'
  | 'order-uncertain'
  | 'lag-unbounded'
  | 'range-overflow'
  | 'state-cap'
  | 'profile-unknown'
  | 'no-api-log'
  | 'trace-ended'
  | 'nothing-exercised'
  | 'bad-checksum'
  | 'third-party';

/** One clause of a rule as it read at the event: its text, the ranges on both sides, and what it said. */
export interface ClauseReading {
  readonly clause: string;
  readonly says: 'yes' | 'NO' | 'open';
  readonly numbers: string;
}

/** Why a bound stands where it stands: who wrote it last, at which event. */
export interface Provenance {
  readonly slot: string;
  readonly side: 'lo' | 'hi';
  readonly value: number | string;
  readonly rule: string;
  readonly frame: number;
  readonly time: number;
}

export interface Alternative {
  readonly lever: 'field' | 'time' | 'evidence';
  readonly text: string;
  readonly distance: number;
}

export interface Hypothesis {
  readonly id: string;
  readonly excluded: boolean;
  readonly why: string;
}

/**
 * One departure from the spec. `id` is stable: a hash of requirement, rule, clause, scenario and event class.
 */
export interface Finding {
  readonly id: string;
  readonly rule: string;
  readonly clause: string;
  readonly requirements: readonly string[];
  readonly level: LevelName;
  readonly severity: Severity;
  /** Known deviation of the profile, with its trait and reason; else absent. */
  readonly known?: { readonly trait: string; readonly reason: string };
  readonly frames: readonly number[];
  readonly time: number;
  readonly message: string;
  /** The nearest rule's clauses at the event, one line each. */
  readonly clauses: readonly ClauseReading[];
  readonly provenance: readonly Provenance[];
  readonly exemptions: readonly { readonly id: string; readonly applied: boolean; readonly why: string }[];
  readonly hypotheses: readonly Hypothesis[];
  readonly alternatives: readonly Alternative[];
  readonly repeats: number;
}

export interface Coverage {
  readonly pass: number;
  readonly open: number;
  readonly fail: number;
  readonly na: number;
}

/** How often one clause was answered so. */
export interface ClauseCoverage {
  readonly clause: string;
  readonly yes: number;
  readonly open: number;
  readonly no: number;
}

export interface EndpointVerdict {
  readonly address: string;
  readonly port: number;
  readonly vantage: 'near' | 'far' | 'between';
  readonly verdict: VerdictName;
  readonly reasons: readonly Reason[];
  /** Per topic the cheapest evidence that would decide it. */
  readonly wouldDecide: Readonly<Record<string, string>>;
  readonly findings: readonly Finding[];
  /** By rule id. */
  readonly coverage: Readonly<Record<string, Coverage>>;
  /** By rule id, on request only. */
  readonly clauses?: Readonly<Record<string, readonly ClauseCoverage[]>>;
}

export interface ConnectionVerdict {
  /** `local:port-remote:port`, IPv6 in brackets. */
  readonly id: string;
  readonly endpoints: readonly EndpointVerdict[];
}

/** What it took, and how much of the rules could be read. */
export interface Statistics {
  readonly segments: number;
  readonly connections: number;
  /** Instances of rules that applied; of these not left out for want of evidence; of these decided. */
  readonly instances: number;
  readonly evaluated: number;
  readonly decided: number;
  /** The most connections that were judged at once. */
  readonly mostOpen: number;
  /** Octets of tables and beliefs, by all connections of the capture. */
  readonly octetsPerConnection: number;
}

export interface TraceVerdict {
  readonly file: string;
  readonly sha256: string;
  readonly scenario: string;
  readonly stack: string;
  readonly problems: readonly { readonly code: string; readonly message: string; readonly at: string }[];
  readonly health: readonly {
    readonly class: string;
    readonly count: number;
    readonly frames: readonly number[];
  }[];
  readonly connections: readonly ConnectionVerdict[];
  /** Of a capture: ends that are counted only, by verdict. */
  readonly omitted?: Readonly<Record<VerdictName, number>>;
  /** Of a capture. */
  readonly statistics?: Statistics;
}

export interface Totals {
  readonly traces: number;
  readonly connections: number;
  readonly segments: number;
  readonly endpoints: Readonly<Record<VerdictName, number>>;
  readonly findings: Readonly<Record<Severity, number>>;
  readonly known: number;
}

export interface Verdict {
  readonly schema: number;
  readonly tool: string;
  readonly spec: string;
  readonly profile: string;
  readonly recorder: 'lossless' | 'inferred' | 'unknown';
  readonly traces: readonly TraceVerdict[];
  readonly totals: Totals;
}
