/** docs/judgements.md: departures of real stacks, written up by a person. */

/** One entry: a heading `## N · what the stack does`, and paragraphs that begin with a bold word. */
export interface Judgement {
  readonly number: number;
  readonly title: string;
  /** The text behind `**Records**`, `**Clause.**` and so on, by that word; up to the next such word. */
  readonly parts: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Reads all entries, in order. */
export function readJudgements(markdown: string): readonly Judgement[] {
  return markdown.split(/^(?=## )/m).flatMap((section) => {
    const [, number, title] = /^## (\d+) *[·.:–—-] *(.+)$/m.exec(section) ?? [];
    if (number === undefined || title === undefined) return [];
    return [{ number: Number(number), title: title.trim(), parts: partsOf(section), text: section }];
  });
}

function partsOf(section: string): Readonly<Record<string, string>> {
  const parts: Record<string, string> = {};
  const heads = [...section.matchAll(/^\*\*([^*]+?)\.?\*\*/gm)];
  for (const [i, head] of heads.entries()) {
    const end = heads[i + 1]?.index ?? section.length;
    // `**Records** (IPv4; …)` and `**Records of two runs**` are records all the same.
    const [word = ''] = (head[1] ?? '').toLowerCase().split(/[\s,]/);
    parts[word] = `${parts[word] ?? ''}${section.slice(head.index + head[0].length, end)}`.trim();
  }
  return parts;
}

/** What an entry owes: records, the clause, numbers in it; the witness is counted apart. */
export function lacksOf({ parts }: Judgement): readonly string[] {
  const out = ['records', 'clause', 'judged'].filter((part) => (parts[part] ?? '') === '');
  if (!/\d/.test(parts['clause'] ?? '')) out.push('arithmetic');
  return out;
}

export const hasWitness = ({ parts }: Judgement): boolean => (parts['witness'] ?? '') !== '';

/** The entry that a trait's witness points to, by `docs/judgements.md, N`. */
export function entryOf(witness: string, entries: readonly Judgement[]): Judgement | undefined {
  const number = /docs\/judgements\.md, (\d+)/.exec(witness)?.[1];
  return number === undefined ? undefined : entries.find((entry) => entry.number === Number(number));
}

/** Whether an entry names both the rule and the scenario of a finding. */
export const writtenUp = (rule: string, scenario: string, entries: readonly Judgement[]): boolean =>
  entries.some(({ text }) => text.includes(`\`${rule}\``) && text.includes(`\`${scenario}\``));
