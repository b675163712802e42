/**
 * Two live kernels against each other over impaired paths, each judged from its own end: how much was judged,
 * what was found, and whether docs/judgements.md explains it. As a program: `node scripts/live/two-stacks.ts
 * --segments N --seed S`.
 */
import { release } from 'node:os';
import { parseArgs } from 'node:util';
import { checkerOf } from '../../src/checker/check.ts';
import type { EndpointVerdict, Finding, VerdictName } from '../../src/checker/verdict.ts';
import { IMPAIRMENTS } from '../../src/harness/pair/impairments.ts';
import type { Lateness } from '../../src/harness/pair/pair.ts';
import { type EndTrace, recordTwoStacks } from '../../src/harness/two-stacks.ts';
import { isAsJudged } from './departures.ts';

export interface LiveOptions {
  /** Segments in traces, both ends counted. */
  readonly segments: number;
  readonly seed: number;
  /** The kernel's names; default reno, cubic and bbr. */
  readonly congestionControls?: readonly string[];
  /** Names of paths; default all. */
  readonly impairments?: readonly string[];
  /** Octets of one session. */
  readonly octets?: { readonly least: number; readonly most: number };
  readonly concurrent?: number;
  /** Gets each trace with what is wrong in it. */
  readonly onTrace?: (recorded: EndTrace, unexplained: readonly Finding[]) => void;
}

interface Count {
  traces: number;
  segments: number;
  unexplained: number;
}

export interface LiveResult extends Count {
  readonly kernel: string;
  readonly ends: Record<VerdictName, number>;
  /** Findings by rule: those that a judgement explains, those that none does; repeats counted. */
  readonly findings: Record<string, { known: number; unknown: number }>;
  /** By congestion control, impairment, program. */
  readonly by: Record<string, Count>;
  /** Traces for which the recorder does not vouch that it lost nothing. */
  notLossless: number;
  /** Seconds of the processor for judging alone. */
  judging: number;
  lateness: Lateness;
}

const CONGESTION_CONTROLS = ['reno', 'cubic', 'bbr'];
const OCTETS = { least: 20_000, most: 3_000_000 };
const CONCURRENT = 32;

function empty(): LiveResult {
  return {
    kernel: release(),
    traces: 0,
    segments: 0,
    unexplained: 0,
    ends: { conformant: 0, deviations: 0, violations: 0, undecided: 0 },
    findings: {},
    by: {},
    notLossless: 0,
    judging: 0,
    lateness: { datagrams: 0, late: 0, most: 0 },
  };
}

/** Counts the findings of one end and gives those that no judgement explains. */
function sort({ trace }: EndTrace, ends: readonly EndpointVerdict[], result: LiveResult): readonly Finding[] {
  const unexplained: Finding[] = [];
  for (const finding of ends.flatMap(({ findings }) => findings)) {
    const known = finding.known !== undefined && isAsJudged(finding, trace);
    result.findings[finding.rule] ??= { known: 0, unknown: 0 };
    const count = result.findings[finding.rule] ?? { known: 0, unknown: 0 };
    count[known ? 'known' : 'unknown'] += finding.repeats + 1;
    if (!known) unexplained.push(finding);
  }
  return unexplained;
}

/** Plays, records and judges. Rejects as `recordTwoStacks` does where nothing can be recorded. */
export async function runLive(options: LiveOptions): Promise<LiveResult> {
  const result = empty();
  const check = checkerOf({ profile: 'linux', recorder: 'inferred' });
  const take = (recorded: EndTrace): void => {
    const began = process.cpuUsage();
    const verdict = check([{ file: '', sha256: '', traces: [recorded.trace], problems: [] }]);
    const { user, system } = process.cpuUsage(began);
    result.judging += (user + system) / 1e6;
    const ends = verdict.traces.flatMap(({ connections }) => connections.flatMap((c) => c.endpoints));
    for (const end of ends) result.ends[end.verdict]++;
    const unexplained = sort(recorded, ends, result);
    if (!recorded.trace.header.lossless) result.notLossless++;
    const { congestionControl, impairment, program } = recorded;
    const keys = [`${congestionControl} × ${impairment}`, `program ${program}`];
    for (const key of keys) result.by[key] ??= { traces: 0, segments: 0, unexplained: 0 };
    for (const count of [result, ...keys.map((key) => result.by[key])]) {
      if (count === undefined) continue;
      count.traces++;
      count.segments += verdict.totals.segments;
      count.unexplained += unexplained.length;
    }
    options.onTrace?.(recorded, unexplained);
  };
  result.lateness = await recordTwoStacks({
    segments: options.segments,
    seed: options.seed,
    congestionControls: options.congestionControls ?? CONGESTION_CONTROLS,
    impairments: options.impairments ?? Object.keys(IMPAIRMENTS),
    octets: options.octets ?? OCTETS,
    concurrent: options.concurrent ?? CONCURRENT,
    onTrace: take,
  });
  return result;
}

/** The figures as lines, each with its denominator. */
export function liveText(r: LiveResult): string {
  const rules = Object.entries(r.findings).map(
    ([rule, { known, unknown }]) => `  ${rule}: ${known} as judged, ${unknown} not explained`,
  );
  const cells = Object.entries(r.by).map(
    ([key, { traces, segments, unexplained }]) =>
      `  ${key}: ${segments} segments in ${traces} traces, ${unexplained} findings not explained`,
  );
  const { datagrams, late, most } = r.lateness;
  return [
    `Linux ${r.kernel}: ${r.segments} segments in ${r.traces} traces, ${r.unexplained} findings not explained`,
    `ends: ${Object.entries(r.ends)
      .map(([name, n]) => `${n} ${name}`)
      .join(', ')}; ${r.notLossless} traces not lossless`,
    `judging: ${Math.round(r.segments / r.judging)} segments per CPU-second (${r.judging.toFixed(1)} s)`,
    `paths: ${late} of ${datagrams} datagrams more than 1 ms late, at most ${(most / 1e6).toFixed(0)} ms`,
    'findings by rule:',
    ...(rules.length === 0 ? ['  none'] : rules),
    'cells:',
    ...cells,
  ].join('\n');
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { segments: { type: 'string' }, seed: { type: 'string' }, keep: { type: 'string' } },
  });
  const { writeText } = await import('../../src/trace/text/write.ts');
  const { writeFileSync } = await import('node:fs');
  let kept = 0;
  const result = await runLive({
    segments: Number(values.segments ?? 20_000),
    seed: Number(values.seed ?? 1),
    onTrace: ({ trace }, unexplained) => {
      const [first] = unexplained;
      if (first === undefined || values.keep === undefined) return;
      writeFileSync(`${values.keep}/${++kept}-${first.rule.replaceAll(' ', '-')}.trace`, writeText(trace));
    },
  });
  process.stdout.write(`${liveText(result)}\n`);
  process.exitCode = result.unexplained === 0 ? 0 : 1;
}
