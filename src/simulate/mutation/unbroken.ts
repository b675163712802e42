/** Rules that no mutant breaks: what a list of mutants leaves untried. */
import type { Rule, Spec } from '../../spec/rule.ts';
import { type Mutant, overridden } from './mutant.ts';

/** Rules of these verbs that no mutant overrides or makes impossible to keep, by id, in the spec's order. */
export function unbroken(
  spec: Spec,
  mutants: readonly Mutant[],
  verbs: readonly Rule['verb'][],
): readonly string[] {
  const tried = new Set(mutants.flatMap(overridden));
  return spec.rules.filter((r) => verbs.includes(r.verb) && !tried.has(r.id)).map((r) => r.id);
}
