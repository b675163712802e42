/** A spec that lacks one rule: what does the rule decide? */
import type { Rule, Spec } from '../../spec/rule.ts';

/** The same rules but this one; an exemption also leaves the limits that name it. Not checked as at load. */
export function without(spec: Spec, id: string): Spec {
  const rules = spec.rules.flatMap((rule): Rule[] => {
    if (rule.id === id) return [];
    if (rule.verb !== 'forbid' || !rule.exempt.some((x) => x.id === id)) return [rule];
    return [{ ...rule, exempt: rule.exempt.filter((x) => x.id !== id) }];
  });
  return { ...spec, rules };
}
