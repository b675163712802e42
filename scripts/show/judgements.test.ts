import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { entryOf, hasWitness, lacksOf, readJudgements, writtenUp } from './judgements.ts';
import { ROOT } from './line.ts';

const TEXT = `# Judgements

What is found, and \`no-rule\` in \`no/scenario\`.

## 1 · A stack does this

**Seen.** Scenario \`open/active\`, by \`within-mss\`.

**Records** (IPv4):

| record | |
|---|---|
| 6 | \`> S 0:0(0)\` |

**Clause.** 884 ≤ 536 does not hold.

**Witness.** A document.

**Judged.** A departure.

## 12 · And that

**Records**: 4.

**Clause.** Something.

**Judged.** Nobody knows.

## What stands at the end

**Witness.** Of nothing.
`;

test('entries with number, title and parts', () => {
  const entries = readJudgements(TEXT);
  expect(entries.map(({ number, title }) => [number, title])).toEqual([
    [1, 'A stack does this'],
    [12, 'And that'],
  ]);
  expect(entries[0]?.parts['clause']).toBe('884 ≤ 536 does not hold.');
  expect(entries[0]?.parts['records']).toMatch(/^\(IPv4\):[^]*0:0\(0\)/);
  expect(entries.map(hasWitness)).toEqual([true, false]);
  expect(entries.map(lacksOf)).toEqual([[], ['arithmetic']]);
});

test('the entry of a trait, and what is written up', () => {
  const entries = readJudgements(TEXT);
  expect(entryOf('docs/judgements.md, 12: a file', entries)?.title).toBe('And that');
  expect(entryOf('docs/judgements.md, 2: a file', entries)).toBeUndefined();
  expect(entryOf('hearsay', entries)).toBeUndefined();
  expect(writtenUp('within-mss', 'open/active', entries)).toBe(true);
  expect(writtenUp('within-mss', 'open/passive', entries)).toBe(false);
  expect(writtenUp('no-rule', 'no/scenario', entries)).toBe(false);
});

test('every heading with a number in the real document is an entry', () => {
  const text = readFileSync(join(ROOT, 'docs/judgements.md'), 'utf8');
  expect(readJudgements(text)).toHaveLength(text.match(/^## \d/gm)?.length ?? 0);
});
