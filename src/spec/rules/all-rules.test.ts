/** Every rule has its test, and the few that decide nothing alone are known. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Rule } from '../rule.ts';
import { SPEC } from './index.ts';

const here = dirname(fileURLToPath(import.meta.url));

interface Tested {
  readonly rule: Rule;
  readonly noFlip: boolean;
}

/** `reset.test.ts` and, since one file would be too long, `reset.sent.test.ts` test `reset.ts`. */
const neighbour = (file: string): string => file.replace(/(\.[a-z-]+)?\.test\.ts$/, '.ts');

/** The calls of testRule in a test file. Its first argument is a rule that the file beside it exports. */
async function testedBy(file: string): Promise<readonly Tested[]> {
  const rules = (await import(join(here, neighbour(file)))) as Readonly<Record<string, Rule>>;
  const calls = readFileSync(join(here, file), 'utf8')
    .split(/^testRule\(/m)
    .slice(1);
  return calls.map((call) => {
    const name = /^\w+/.exec(call)?.[0] ?? '';
    const rule = rules[name];
    if (rule === undefined) throw new Error(`${file} tests ${name}, which its neighbour does not export`);
    return { rule, noFlip: /^ {2}noFlip:/m.test(call) };
  });
}

const files = readdirSync(here, { recursive: true })
  .map(String)
  .filter(
    (file) => file.endsWith('.test.ts') && readFileSync(join(here, file), 'utf8').includes('\ntestRule('),
  );
const tested = (await Promise.all(files.map(testedBy))).flat();

test('every rule of the spec is tested by accepting and rejecting traces', () => {
  const ids = new Set(tested.map(({ rule }) => rule.id));
  expect(SPEC.rules.map((rule) => rule.id).filter((id) => !ids.has(id))).toEqual([]);
});

test('all but these flip a verdict when they are left out', () => {
  expect(
    tested
      .filter(({ noFlip }) => noFlip)
      .map(({ rule }) => rule.id)
      .toSorted(),
  ).toEqual([
    'ack-never-back',
    'call-close-with-known-unread-data',
    'duplicate-ack',
    'duplicate-ack-by-sack',
    'fast-retransmit',
    'own-fin-acknowledged-again',
    'run-above-gap',
    'run-above-gap-goes-on',
    'window-update-with-new-data-acknowledged',
  ]);
});
