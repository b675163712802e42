/**
 * The test of a rule: traces that it accepts, traces that it rejects, and that it is this rule that
 * decides.
 */
import { describe, expect, test } from 'vitest';
import type { Rule } from '../../spec/rule.ts';
import { SPEC } from '../../spec/rules/index.ts';
import type { Trace } from '../../trace/trace.ts';
import { type CheckOptions, check } from '../check.ts';
import type { Coverage, Finding, VerdictName } from '../verdict.ts';
import { type Prelude, ruleTrace } from './rule-trace.ts';
import { without } from './without.ts';

/** The lines of a trace, or more. */
export type Case = string | Told;
export interface Told {
  /** Another prelude. */
  readonly after?: Prelude;
  /** The rule or family that finds it, where that is not the tested one. */
  readonly by?: string;
  /** Rules and families that note what follows from it. */
  readonly also?: readonly string[];
  readonly trace: string;
}

export interface RuleCases {
  readonly accepts: Readonly<Record<string, Case>>;
  readonly rejects: Readonly<Record<string, Case>>;
  /** Why no verdict can change when the rule is left out; else one must. */
  readonly noFlip?: string;
  /** `current-practice` unless said. */
  readonly profile?: string;
  /** `inferred` unless said. */
  readonly recorder?: CheckOptions['recorder'];
}

/** What came out of one connection. */
export interface Judged {
  readonly verdict: VerdictName;
  readonly findings: readonly Finding[];
  readonly coverage: Readonly<Record<string, Coverage>>;
}

/** Judges a trace of one connection. */
export function judgeTrace(trace: Trace, options: Partial<CheckOptions> = {}): Judged {
  const input = { file: 'test', sha256: '', traces: [trace], problems: [] };
  const verdict = check([input], { profile: 'current-practice', recorder: 'inferred', ...options });
  const endpoints = verdict.traces.flatMap((t) => t.connections.flatMap((c) => c.endpoints));
  const [endpoint] = endpoints;
  if (!endpoint || endpoints.length !== 1)
    throw new Error(`a test's trace has ${endpoints.length} connections`);
  return endpoint;
}

interface Prepared {
  readonly name: string;
  readonly trace: Trace;
  readonly by: string | undefined;
  readonly also: readonly string[];
}

const prepare = (cases: Readonly<Record<string, Case>>, before: Prelude): readonly Prepared[] =>
  Object.entries(cases).map(([name, one]) => {
    const { after = before, by, also = [], trace }: Told = typeof one === 'string' ? { trace: one } : one;
    return { name, trace: ruleTrace(after, trace), by, also };
  });

const line = (f: Finding): string => `${f.rule} | ${f.clause} | frames ${f.frames.join(', ')}`;

/** How often the rule was applied, decided or open. */
const applied = (rule: Rule, { coverage }: Judged): number => {
  const { pass = 0, open = 0 } = coverage[rule.id] ?? {};
  return rule.verb === 'forbid' || rule.verb === 'oblige' ? pass : pass + open;
};

/** The finding must be this rule's: of a permit it is the family's, with the permit as the nearest. */
function expectFinding(rule: Rule, by: string | undefined, [finding]: readonly Finding[]): void {
  if (by !== undefined) expect(finding?.rule).toBe(by);
  else if (rule.verb === 'permit') {
    expect(finding?.rule).toBe(rule.of.id);
    expect(finding?.clause).toMatch(new RegExp(`^${rule.id}: `));
  } else expect(finding?.rule).toBe(rule.id);
}

/**
 * Verdict, and what was found where; what only follows from it, and which clause stands nearest, do not
 * count.
 */
const gist = ({ verdict, findings }: Judged): string =>
  [verdict, ...findings.slice(0, 1).map((f) => `${f.rule} in ${f.frames.join(', ')}`)].join('; ');

/**
 * Tests a rule. Every accepted trace has no finding and applies the rule; every rejected one has exactly
 * one finding, the rule's. And without the rule verdicts flip: a limit's or obligation's rejected traces
 * become accepted, a permit's or exemption's accepted traces rejected; of a track at least one verdict,
 * either way, or only from decided to undecided.
 */
export function testRule(rule: Rule, before: Prelude, cases: RuleCases): void {
  const options = { profile: cases.profile ?? 'current-practice', recorder: cases.recorder ?? 'inferred' };
  const accepts = prepare(cases.accepts, before);
  const rejects = prepare(cases.rejects, before);
  const judged = (trace: Trace): Judged => judgeTrace(trace, options);
  const lacking = (trace: Trace): Judged =>
    judgeTrace(trace, { ...options, interpreted: true, spec: without(SPEC, rule.id) });

  describe(rule.id, () => {
    test.each(accepts)('accepts: $name', ({ trace }) => {
      const found = judged(trace);
      expect(found.findings.map(line)).toEqual([]);
      expect(applied(rule, found)).toBeGreaterThan(0);
    });
    test.each(rejects)('rejects: $name', ({ trace, by, also }) => {
      const { findings } = judged(trace);
      expect(findings.map(line)).toHaveLength(1 + also.length);
      expect(findings.slice(1).map((f) => f.rule)).toEqual(also);
      expectFinding(rule, by, findings);
    });
    test(cases.noFlip === undefined ? 'decides' : `decides nothing alone: ${cases.noFlip}`, () => {
      expect(accepts.length * rejects.length).toBeGreaterThan(0);
      const changed = [...accepts, ...rejects].filter(
        ({ trace }) => gist(judged(trace)) !== gist(lacking(trace)),
      );
      if (cases.noFlip !== undefined) expect(changed.map(({ name }) => name)).toEqual([]);
      else if (rule.verb === 'forbid' || rule.verb === 'oblige')
        for (const { trace } of rejects) expect(lacking(trace).findings.map(line)).toEqual([]);
      else if (rule.verb === 'track') expect(changed.length).toBeGreaterThan(0);
      else for (const { trace } of accepts) expect(lacking(trace).findings.map(line)).not.toEqual([]);
    });
  });
}
