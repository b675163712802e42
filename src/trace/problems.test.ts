import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTrace } from './read.ts';

const here = import.meta.dirname;
const guide = (name: string): string => readFileSync(join(here, '../../docs/guide', name), 'utf8');

test('every code of a reader is explained in the guide, and no other', () => {
  const sources = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter(
    (n) => /(?<!test)\.ts$/.test(n) && !n.includes('generated'),
  );
  // One is told by who reads packets, not by a reader.
  const files = [...sources.map((n) => join(here, n)), join(here, '../cli/capture.ts')];
  const text = files.map((n) => readFileSync(n, 'utf8')).join('\n');
  const used = new Set(text.match(/(?<=')(TRACE|CAPTURE)-\d{3}(?=')/g));
  const explained = guide('problems.md').match(/(?<=^### )(TRACE|CAPTURE)-\d{3}$/gm);
  expect([...used].sort()).toEqual([...(explained ?? [])].sort());
});

test('the example of the guide is a trace', () => {
  const example = /^```\n(tcpassay 1\n[^`]*)```$/m.exec(guide('trace-format.md'))?.[1] ?? '';
  const { traces, problems } = readTrace(new TextEncoder().encode(example), 'trace-format.md');
  expect(problems).toEqual([]);
  expect(traces[0]?.events).toHaveLength(9);
});
