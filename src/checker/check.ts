/** From traces to a verdict: one compiled pass; where something failed, a second one that explains. */
import { ALL_EVIDENCE, API_LOG, LOSSLESS_IN, LOSSLESS_OUT, NEAR_IN, NEAR_OUT } from '../spec/evidence.ts';
import { PROFILE_LIST, type Profile, profileOf } from '../spec/profile.ts';
import type { Spec } from '../spec/rule.ts';
import { SPEC } from '../spec/rules/index.ts';
import type { Problem, Trace } from '../trace/trace.ts';
import { Cells } from './cells.ts';
import { ClauseCounter } from './clause-coverage.ts';
import { type Connection, connectionsOf } from './connections.ts';
import { coverageTable, reasonsOf, verdictName, wouldDecide } from './coverage.ts';
import { type ExplainContext, explain } from './explain.ts';
import { Findings, type Trust } from './findings.ts';
import { Journal } from './journal.ts';
import { runConnection, type Watcher } from './run.ts';
import {
  type ConnectionVerdict,
  type EndpointVerdict,
  SCHEMA,
  type TraceVerdict,
  type Verdict,
} from './verdict.ts';

export interface Input {
  readonly file: string;
  readonly sha256: string;
  readonly traces: readonly Trace[];
  readonly problems: readonly Problem[];
}
export interface CheckOptions {
  /** The name of a built-in profile, or a profile itself, as users write their own. */
  readonly profile: string | Profile;
  /** How far a recorder is trusted that vouches for nothing itself (architecture.md §5). */
  readonly recorder: 'lossless' | 'inferred' | 'unknown';
  /** Count how each clause of each rule was answered. */
  readonly clauses?: boolean;
  /** Walk the tables instead of compiled cells. */
  readonly interpreted?: boolean;
  /** Another spec than the whole one: a test asks what a verdict would be without a rule. */
  readonly spec?: Spec;
}
export const PROFILES: readonly string[] = PROFILE_LIST.map((p) => p.id);
export const TOOL = 'tcpassay 0.1.0';

/** Throws a RangeError for a name that is none. */
export function profileNamed(name: string): Profile {
  const profile = profileOf(name);
  if (profile) return profile;
  throw new RangeError(`there is no profile ${name}; known are ${PROFILES.join(', ')}`);
}

/** Cells by evidence, for one run. */
class Bench {
  readonly profile: Profile;
  readonly options: CheckOptions;
  readonly spec: Spec;
  private readonly fast = new Map<number, Cells>();
  private readonly slow = new Map<number, Cells>();
  constructor(options: CheckOptions) {
    this.profile = typeof options.profile === 'string' ? profileNamed(options.profile) : options.profile;
    this.options = options;
    this.spec = options.spec ?? SPEC;
  }
  cells(lacks: number, slow: boolean): Cells {
    const map = slow ? this.slow : this.fast;
    const known = map.get(lacks);
    if (known) return known;
    const made = new Cells(this.spec, this.profile, lacks, slow);
    map.set(lacks, made);
    return made;
  }
}

/** What this recording cannot prove, as evidence bits, and what its findings may rest on. */
export function trustOf(
  trace: Trace,
  recorder: CheckOptions['recorder'],
): Trust & { readonly lacks: number } {
  const { header } = trace;
  const lossless = recorder === 'lossless' || (recorder === 'inferred' && header.lossless);
  const near = header.position === 'near';
  let available = ALL_EVIDENCE;
  if (recorder === 'unknown') available &= ~(LOSSLESS_IN | LOSSLESS_OUT);
  if (!near) available &= ~(NEAR_IN | NEAR_OUT);
  if (!header.api) available &= ~API_LOG;
  return { lossless, near, lacks: ALL_EVIDENCE & ~available };
}

/**
 * Whether nobody saw how the connection began. Calls show how, but not what was offered in a SYN that the
 * recorder may have lost.
 */
export function beginsInTheMidst({ begins, lacksSyn }: Connection, { header }: Trace, trust: Trust): boolean {
  if (begins === 'otherwise' && !header.api) return true;
  return !trust.lossless && (begins === 'otherwise' || lacksSyn);
}

function judge(connection: Connection, trace: Trace, bench: Bench): ConnectionVerdict {
  const trust = trustOf(trace, bench.options.recorder);
  const midStream = beginsInTheMidst(connection, trace, trust);
  const slow = bench.options.interpreted ?? false;
  let clauses: ClauseCounter | undefined;
  const watcher: Watcher | undefined = bench.options.clauses
    ? {
        begins: (endpoint) => {
          clauses = new ClauseCounter(endpoint);
          endpoint.listener = clauses;
        },
        found: () => undefined,
      }
    : undefined;
  const cells = bench.cells(trust.lacks, slow);
  const run = midStream ? undefined : runConnection(connection, trace, cells, watcher);
  const findings = new Findings(trace.header, bench.profile, trust);
  if (run && run.found.length > 0) explainAll(connection, trace, bench, trust, run.found.length, findings);
  const list = findings.list();
  const coverage = run ? coverageTable(bench.spec, run.endpoint.coverage) : {};
  const facts = { midStream, blind: run?.blind ?? false, excused: run?.excused ?? 0, header: trace.header };
  const verdict = verdictName(bench.spec, list, coverage, facts);
  const endpoint: EndpointVerdict = {
    address: connection.local.address,
    port: connection.local.port,
    vantage: trace.header.position,
    verdict,
    reasons: verdict === 'undecided' ? reasonsOf(bench.spec, coverage, facts) : [],
    wouldDecide: wouldDecide(bench.spec, coverage, facts),
    findings: list,
    coverage,
    ...(clauses ? { clauses: clauses.table() } : {}),
  };
  return { id: connection.id, endpoints: [endpoint] };
}

/**
 * The second pass: interpreted, with a journal. `expected` findings survived the first; more are cut
 * (excused).
 */
function explainAll(
  connection: Connection,
  trace: Trace,
  bench: Bench,
  trust: Trust & { readonly lacks: number },
  expected: number,
  into: Findings,
): void {
  let context: ExplainContext | undefined;
  let left = expected;
  runConnection(connection, trace, bench.cells(trust.lacks, true), {
    begins(endpoint) {
      const journal = new Journal(endpoint);
      endpoint.listener = journal;
      const permits = bench.spec.rules.filter((r) => r.verb === 'permit');
      context = { journal, values: bench.profile.values, lacks: trust.lacks, header: trace.header, permits };
    },
    found(raw) {
      if (!context) return;
      for (const r of raw.slice(0, Math.max(0, left))) for (const x of explain(r, context)) into.add(x);
      left -= raw.length;
    },
  });
}

/** Incarnations of one 4-tuple stand as endpoints of one connection, in their order. */
function byTuple(all: readonly ConnectionVerdict[]): readonly ConnectionVerdict[] {
  const out = new Map<string, ConnectionVerdict>();
  for (const c of all) {
    const before = out.get(c.id);
    out.set(c.id, before ? { id: c.id, endpoints: [...before.endpoints, ...c.endpoints] } : c);
  }
  return [...out.values()];
}

function checkTrace(trace: Trace, input: Input, bench: Bench): TraceVerdict {
  const connections = connectionsOf(trace, trace.header.lag);
  const gaps = trace.events.filter((e) => e.kind === 'gap');
  return {
    file: input.file,
    sha256: input.sha256,
    scenario: trace.header.scenario,
    stack: `${trace.header.stack} ${trace.header.version}`.trim(),
    problems: input.problems.map((p) => ({ code: p.code, message: p.message, at: placeText(p) })),
    health:
      gaps.length === 0
        ? []
        : [{ class: 'capture-loss', count: gaps.length, frames: gaps.map((g) => g.frame).slice(0, 16) }],
    connections: byTuple(connections.map((c) => judge(c, trace, bench))),
  };
}

export function placeText({ at }: Problem): string {
  if (at.line !== undefined) return `${at.file}:${at.line}${at.column === undefined ? '' : `:${at.column}`}`;
  return at.offset === undefined ? at.file : `${at.file} at octet ${at.offset}`;
}

/** Judges every trace of every input. Throws a RangeError for an unknown profile, for nothing else. */
export function check(inputs: readonly Input[], options: CheckOptions): Verdict {
  return checkerOf(options)(inputs);
}

/** As `check`, for inputs that come one after the other: the rules are compiled once. */
export function checkerOf(options: CheckOptions): (inputs: readonly Input[]) => Verdict {
  const bench = new Bench(options);
  return (inputs) => verdictOf(inputs, bench);
}

function verdictOf(inputs: readonly Input[], bench: Bench): Verdict {
  const { options } = bench;
  const traces = inputs.flatMap((input) =>
    input.traces.length === 0
      ? [unread(input)]
      : input.traces.map((trace) => checkTrace(trace, input, bench)),
  );
  const endpoints = traces.flatMap((t) => t.connections.flatMap((c) => c.endpoints));
  const findings = endpoints.flatMap((e) => e.findings);
  const segments = inputs
    .flatMap((i) => i.traces)
    .reduce((sum, t) => sum + t.events.filter((e) => e.kind === 'sent' || e.kind === 'arrived').length, 0);
  const of = (name: EndpointVerdict['verdict']): number => endpoints.filter((e) => e.verdict === name).length;
  const severity = (name: 'violation' | 'deviation' | 'note'): number =>
    findings.filter((f) => f.severity === name).length;
  return {
    schema: SCHEMA,
    tool: TOOL,
    spec: bench.spec.version,
    profile: bench.profile.id,
    recorder: options.recorder,
    traces,
    totals: {
      traces: traces.length,
      connections: traces.reduce((sum, t) => sum + t.connections.length, 0),
      segments,
      endpoints: {
        conformant: of('conformant'),
        deviations: of('deviations'),
        violations: of('violations'),
        undecided: of('undecided'),
      },
      findings: {
        violation: severity('violation'),
        deviation: severity('deviation'),
        note: severity('note'),
      },
      known: findings.filter((f) => f.known).length,
    },
  };
}

/** A file of which nothing could be read still has its place in the verdict, with its problems. */
const unread = (input: Input): TraceVerdict => ({
  file: input.file,
  sha256: input.sha256,
  scenario: '',
  stack: '',
  problems: input.problems.map((p) => ({ code: p.code, message: p.message, at: placeText(p) })),
  health: [],
  connections: [],
});
