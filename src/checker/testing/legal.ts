/** Tests of whole traces: legal behaviour has no finding, a departure one, in the last record. */
import { expect, test } from 'vitest';
import type { Trace } from '../../trace/trace.ts';
import { type CheckOptions, check } from '../check.ts';
import { type Prelude, ruleTrace } from './rule-trace.ts';

/** What has happened before, and the lines of a trace. */
export interface One {
  readonly after: Prelude;
  readonly trace: string;
}
/** Rule or family, and records, of what is found in any incarnation; compiled and interpreted alike. */
export function found(trace: Trace, options: Partial<CheckOptions> = {}): readonly string[] {
  const input = { file: 'test', sha256: '', traces: [trace], problems: [] };
  const [compiled, interpreted] = [false, true].map((slow) =>
    check([input], { profile: 'current-practice', recorder: 'inferred', interpreted: slow, ...options })
      .traces.flatMap((t) => t.connections.flatMap((c) => c.endpoints))
      .flatMap((e) => e.findings.map((f) => `${f.rule} in ${f.frames.join(', ')}`)),
  );
  expect(interpreted).toEqual(compiled);
  return compiled ?? [];
}
/** How many endpoints the trace has: one for each incarnation of its 4-tuple. */
export function incarnations({ after, trace }: One): number {
  const input = { file: 'test', sha256: '', traces: [ruleTrace(after, trace)], problems: [] };
  const verdict = check([input], { profile: 'current-practice', recorder: 'inferred' });
  return verdict.traces.flatMap((t) => t.connections.flatMap((c) => c.endpoints)).length;
}
export const legal = (cases: Readonly<Record<string, One>>): void => {
  test.each(Object.entries(cases))('no finding: %s', (_, { after, trace }) => {
    expect(found(ruleTrace(after, trace))).toEqual([]);
  });
};
/** `by` is the rule or family that finds it, in the last record before the end. */
export const departures = (cases: Readonly<Record<string, One & { readonly by: string }>>): void => {
  test.each(Object.entries(cases))('a finding: %s', (_, { after, trace, by }) => {
    const whole = ruleTrace(after, trace);
    const frame = whole.events.at(-2)?.frame;
    expect(found(whole)).toEqual([`${by} in ${frame}`]);
  });
};
