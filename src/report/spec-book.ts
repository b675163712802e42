/** The report's view of our own spec. */

import { renderRule } from '../spec/render.ts';
import { requirement } from '../spec/requirements/all.ts';
import { SPEC } from '../spec/rules/index.ts';
import type { Book, BookRule } from './book.ts';

/**
 * All rules in their order, then the closed families, which findings name where no permit explains a
 * segment.
 */
export function specBook(): Book {
  const rules = SPEC.rules.map((rule): BookRule => {
    const { id, verb, on, cites } = rule;
    const topic = rule.verb === 'forbid' || rule.verb === 'oblige' ? { topic: rule.topic } : {};
    return { id, verb, on, ...topic, cites, text: renderRule(rule) };
  });
  const families = SPEC.families.flatMap((family): readonly BookRule[] => {
    if (family.closed === false) return [];
    const permits = SPEC.rules.filter((rule) => rule.verb === 'permit' && rule.of.id === family.id);
    const text = `family ${family.id}\nclosed: a segment of it needs one of these permits\n${permits.map(({ id }) => `  ${id}`).join('\n')}`;
    const { id, topic } = family;
    return [{ id, verb: 'family', on: 'segment sent', topic, cites: family.closed.by, text }];
  });
  return { rules: [...rules, ...families], requirement };
}
