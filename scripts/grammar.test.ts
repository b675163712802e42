import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { GRAMMARS, generate } from './grammar.ts';

/** Files of a folder by name and content. */
async function contents(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder);
  return Object.fromEntries(
    await Promise.all(names.map(async (n) => [n, await readFile(join(folder, n), 'utf8')] as const)),
  );
}

test.each(GRAMMARS)('the code in $into is what $grammar generates', async ({ grammar, into }) => {
  const folder = await mkdtemp(join(tmpdir(), 'tcpassay-drift-'));
  try {
    await generate(grammar, folder);
    const fresh = await contents(folder);
    expect(Object.keys(fresh)).toContain('TraceParser.ts');
    expect(await contents(into), 'run npm run grammar').toEqual(fresh);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a grammar with an error is refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tcpassay-drift-'));
  try {
    await writeFile(join(folder, 'Bad.g4'), 'grammar Bad;\nline : missing ;\n');
    await expect(generate(join(folder, 'Bad.g4'), folder)).rejects.toThrow(/error/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
