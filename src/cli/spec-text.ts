/** One entry of the spec as text: a rule with its requirements, or a requirement with its rules. */

import { sourceText } from '../report/book.ts';
import { specBook } from '../report/spec-book.ts';
import type { Requirement } from '../spec/requirement.ts';
import { REQUIREMENTS } from '../spec/requirements/all.ts';
import { UsageError } from './failure.ts';

/** The text of a rule or requirement; an id that is neither is refused with the nearest ones. */
export function entryText(id: string): string {
  const { rules } = specBook();
  const rule = rules.find((each) => each.id === id);
  if (rule !== undefined) {
    const cited = REQUIREMENTS.filter((each) => rule.cites.includes(each.id));
    return [
      rule.text,
      '',
      ...cited.map((each) => `${each.id}, ${sourceText(each)}, ${each.level}: ${each.summary}`),
    ].join('\n');
  }
  const entry = REQUIREMENTS.find((each) => each.id === id);
  if (entry !== undefined) {
    return requirementText(
      entry,
      rules.filter((each) => each.cites.includes(id)).map((each) => each.id),
    );
  }
  const near = nearest(
    id,
    [...rules, ...REQUIREMENTS].map((each) => each.id),
  );
  throw new UsageError(`no rule and no requirement '${id}'; nearest: ${near.join(', ')}`);
}

function requirementText(entry: Requirement, rules: readonly string[]): string {
  const lines = [
    `${entry.id}, ${sourceText(entry)}, ${entry.level}${entry.keyword === 'prose' ? ' (our reading of plain prose)' : ''}`,
    `  ${entry.summary}`,
    `  when           ${entry.condition}`,
    `  conforms       ${entry.conforms}`,
    `  violates       ${entry.violates}`,
    `  not decided    ${entry.inconclusive}`,
    `  seen by        ${entry.observable}, of the ${entry.party}`,
    `  superseded by  ${entry.supersededBy?.join(', ') ?? 'nothing'}`,
    `  rules          ${rules.length === 0 ? 'none cites it yet' : rules.join(', ')}`,
  ];
  return lines.join('\n');
}

function nearest(id: string, all: readonly string[]): readonly string[] {
  const wanted = id.toLowerCase();
  const far = new Map(all.map((each) => [each, distance(wanted, each.toLowerCase())]));
  return [...all].sort((a, b) => (far.get(a) ?? 0) - (far.get(b) ?? 0)).slice(0, 3);
}

/** Edits of one character that lead from a to b (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
