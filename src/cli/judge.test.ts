import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Input } from '../checker/check.ts';
import { fixtureTraces } from '../report/fixture/traces.ts';
import { UsageError } from './failure.ts';
import type { Interrupt } from './interrupt.ts';
import { judge } from './judge.ts';

const [trace] = fixtureTraces.get('traces/passive-ipv4.pcapng') ?? [];
if (trace === undefined) throw new Error('the fixture has it');

const OPTIONS = { profile: 'current-practice', recorder: 'inferred' } as const;

function read(file: string): Input {
  return { file, sha256: '0', traces: trace === undefined ? [] : [trace], problems: [] };
}

// What a file begins with says whether it is a trace or a capture of another tool.
const folder = mkdtempSync(join(tmpdir(), 'tcpassay-judge-'));
const FILES = ['a', 'b', 'c'].map((name) => join(folder, name));
for (const file of FILES) writeFileSync(file, 'tcpassay 1\n');
afterAll(() => rmSync(folder, { recursive: true }));

/** Ctrl-C comes when so many files are judged. */
function after(files: number): Interrupt {
  let asked = 0;
  return {
    came: () => Promise.resolve(asked++ >= files),
    orElse: (work) => work,
    spare: (work) => work(),
    release: () => undefined,
  };
}

test('judges every file, in order', async () => {
  const judged = await judge(FILES, read, OPTIONS, after(9));
  expect(judged?.interrupted).toBe(false);
  expect(judged?.verdict.traces.map(({ file }) => file)).toEqual(FILES);
  expect(judged?.verdict.totals.traces).toBe(3);
  expect([...(judged?.traces.keys() ?? [])]).toEqual(FILES);
});

test('ends at Ctrl-C with what is known by then', async () => {
  const judged = await judge(FILES, read, OPTIONS, after(2));
  expect(judged?.interrupted).toBe(true);
  expect(judged?.verdict.traces.map(({ file }) => file)).toEqual(FILES.slice(0, 2));
});

test('has nothing to show where Ctrl-C came first', async () => {
  expect(await judge(FILES.slice(0, 1), read, OPTIONS, after(0))).toBeUndefined();
});

test('refuses a profile that there is not, and names those that there are', async () => {
  const asked = judge(FILES.slice(0, 1), read, { ...OPTIONS, profile: 'lenient' }, after(9));
  await expect(asked).rejects.toThrow(UsageError);
  await expect(asked).rejects.toThrow(/'lenient'.*strict/);
});
