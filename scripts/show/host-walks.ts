/**
 * Walks of the plain stack, which knows nothing of the spec, judged: each alarm is an error of one of
 * both.
 */
import { check } from '../../src/checker/check.ts';
import type { EndpointVerdict } from '../../src/checker/verdict.ts';
import { walkPlain } from '../../src/harness/stacks/plain/walks/walk.ts';

export interface HostFailure {
  readonly seed: number;
  /** Which end: 0 or 1. */
  readonly end: number;
  readonly rule: string;
  readonly severity: string;
  /** The record of the finding. */
  readonly frame: number;
}

export interface HostWalks {
  readonly walks: number;
  readonly segments: number;
  /** Endpoints judged, and how many of them were undecided. */
  readonly endpoints: number;
  readonly undecided: number;
  readonly alarms: number;
  readonly failures: readonly HostFailure[];
  /** In how many walks each rule was decided. */
  readonly decided: Readonly<Record<string, number>>;
}

export interface HostWalkOptions {
  readonly walks: number;
  /** Seed of the first walk; the others follow it. */
  readonly seed: number;
  readonly profile?: string;
}

function decidedIn(endpoints: readonly EndpointVerdict[], into: Map<string, number>): void {
  const rules = new Set(
    endpoints.flatMap(({ coverage }) =>
      Object.entries(coverage).flatMap(([rule, c]) => (c.pass + c.fail > 0 ? [rule] : [])),
    ),
  );
  for (const rule of rules) into.set(rule, (into.get(rule) ?? 0) + 1);
}

/** Plays and judges walks, each end from its own trace. */
export function hostWalks({ walks, seed, profile = 'current-practice' }: HostWalkOptions): HostWalks {
  const failures: HostFailure[] = [];
  const decided = new Map<string, number>();
  let segments = 0;
  let count = 0;
  let undecided = 0;
  for (let n = 0; n < walks; n++) {
    const walk = walkPlain(seed + n);
    segments += walk.segments;
    const all: EndpointVerdict[] = [];
    for (const [end, trace] of walk.traces.entries()) {
      const inputs = [{ file: `walk ${walk.seed}`, sha256: '', traces: [trace], problems: [] }];
      const verdict = check(inputs, { profile, recorder: 'inferred' });
      const endpoints = verdict.traces.flatMap((t) => t.connections.flatMap((c) => c.endpoints));
      all.push(...endpoints);
      for (const { findings } of endpoints)
        for (const { rule, severity, frames } of findings)
          failures.push({ seed: walk.seed, end, rule, severity, frame: frames[0] ?? 0 });
    }
    count += all.length;
    undecided += all.filter(({ verdict }) => verdict === 'undecided').length;
    decidedIn(all, decided);
  }
  const alarms = failures.length;
  return {
    walks,
    segments,
    endpoints: count,
    undecided,
    alarms,
    failures,
    decided: Object.fromEntries(decided),
  };
}
