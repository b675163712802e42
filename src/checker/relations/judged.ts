/** What a relation compares: findings with the record at which each was noticed, and the counters. */

import { E } from '../../spec/event.ts';
import { ALL_EVIDENCE } from '../../spec/evidence.ts';
import { currentPractice, type Profile, profileOf } from '../../spec/profile.ts';
import { SPEC } from '../../spec/rules/index.ts';
import type { Trace } from '../../trace/trace.ts';
import { Cells } from '../cells.ts';
import { beginsInTheMidst, type CheckOptions, trustOf } from '../check.ts';
import { connectionsOf } from '../connections.ts';
import type { Raw } from '../endpoint.ts';
import { runConnection } from '../run.ts';

/** One rule that failed. `at` is the record at which that was noticed; a late answer is noticed late. */
export interface Noticed {
  readonly rule: string;
  readonly at: number;
}
/** All that was judged of one pair of sockets, its incarnations one after the other. */
export interface JudgedPair {
  readonly id: string;
  readonly found: readonly Noticed[];
  /** Pass, fail, open, not applicable of each rule and family, by incarnation. */
  readonly coverage: readonly (readonly number[])[];
  readonly excused: number;
}
export interface Told {
  /** Evidence bits that the recording is said to lack, beside those that its header says. */
  readonly lacks?: number;
  readonly recorder?: CheckOptions['recorder'];
  readonly interpreted?: boolean;
}

/** Several parts of a segment, each possible, that are not possible together. */
export const JOINT = 'jointly impossible';

/** The rules and families that a raw finding stands for, by id. */
export function rulesOf(raw: Raw): readonly string[] {
  if (raw.kind === 'late') return [raw.settled.rule.id];
  const { families, forbids, jointBit } = raw.cells.plan;
  return [
    ...families.filter((f) => raw.bits & (1 << f.bit)).map((f) => f.family.id),
    ...forbids.filter((f) => raw.bits & (1 << f.bit)).map((f) => f.rule.id),
    ...(raw.bits & (1 << jointBit) ? [JOINT] : []),
  ];
}

/** Cells by profile and lack. Interpreted ones cost nothing to make, compiled ones nothing to run. */
const store = new Map<string, Cells>();
function cellsOf(profile: Profile, lacks: number, slow: boolean): Cells {
  const key = `${profile.id} ${lacks} ${slow}`;
  const known = store.get(key);
  if (known) return known;
  const made = new Cells(SPEC, profile, lacks, slow);
  store.set(key, made);
  return made;
}

/** Judges a trace by the profile that it proposes, as `check` does, without explaining what was found. */
export function judged(trace: Trace, told: Told = {}): readonly JudgedPair[] {
  const profile = profileOf(trace.header.profile) ?? currentPractice;
  const trust = trustOf(trace, told.recorder ?? 'inferred');
  const lacks = (trust.lacks | (told.lacks ?? 0)) & ALL_EVIDENCE;
  const out = new Map<string, JudgedPair>();
  for (const connection of connectionsOf(trace, trace.header.lag)) {
    const before = out.get(connection.id) ?? { id: connection.id, found: [], coverage: [], excused: 0 };
    out.set(connection.id, before);
    if (beginsInTheMidst(connection, trace, trust)) continue;
    const run = runConnection(connection, trace, cellsOf(profile, lacks, told.interpreted ?? false));
    out.set(connection.id, {
      id: connection.id,
      found: [
        ...before.found,
        ...run.found.flatMap(({ raw, step }) =>
          rulesOf(raw).map((rule) => ({ rule, at: step.event[E.FRAME] ?? 0 })),
        ),
      ],
      coverage: [...before.coverage, [...run.endpoint.coverage]],
      excused: before.excused + run.excused,
    });
  }
  return [...out.values()];
}
