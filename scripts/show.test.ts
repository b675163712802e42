import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lines } from './show/01.ts';
import { lines as linesOf02 } from './show/02.ts';
import { installSeconds } from './show/02-live.ts';
import { lastTable } from './show/02-speed.ts';
import { inFreshClone, runProgram, runScript, within } from './show/line.ts';

const show = (...args: string[]) => runScript('scripts/show.ts', args);

test('one line of an issue, with its figure and its denominator', async () => {
  const { code, output } = await show('01', '--only', 'catalogue');
  expect(output).toMatch(/794 of 794 requirements, of 39 RFCs[^]*1 of 1 hold, 0 fail, 0 not run\n$/);
  expect(code).toBe(0);
});

test.each([
  ['01', lines],
  ['02', linesOf02],
])('the list of issue %s names every line, and runs none', async (issue, all) => {
  const { code, output } = await show(issue, '--list');
  expect(output).toBe(all.map(({ id, claim }) => `${id}: ${claim}\n`).join(''));
  expect(code).toBe(0);
});

test('an id chooses its line alone, another text every line that contains it', async () => {
  const listed = async (only: string) =>
    (await show('02', '--list', '--only', only)).output.match(/^[^:]+/gm);
  expect(await listed('captures')).toEqual(['captures']);
  expect(await listed('GROUND-TRUTH')).toEqual(['ground-truth', 'violation-rows']);
});

test.each([
  [[]],
  [['1']],
  [['99']],
  [['01', '02']],
  [['01', '--onyl', 'x']],
  [['01', '--only', 'no such line']],
])('wrong usage: %j', async (args) => {
  const { code, output } = await show(...args);
  expect(code).toBe(2);
  expect(output).toContain('usage: npm run show -- NN');
});

test.each([[lines], [linesOf02]])('ids of lines are kebab-case, each once', (all) => {
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  for (const { id } of all) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
});

test('a fresh clone has the sources, no node_modules, and is gone afterwards', async () => {
  let place = '';
  await inFreshClone((clone) => {
    place = clone;
    expect(existsSync(`${clone}/package.json`)).toBe(true);
    expect(existsSync(`${clone}/node_modules`)).toBe(false);
    return Promise.resolve();
  });
  expect(existsSync(place)).toBe(false);
});

test('figures keep a digit where it matters', () => {
  expect([within(4.26, 20), within(41.4, 360)]).toEqual(['4.3 s of at most 20 s', '41 s of at most 360 s']);
});

test('a program has its input, and is killed where it does not end', async () => {
  const input = new TextEncoder().encode('≥ 48');
  const echo = 'process.stdin.pipe(process.stdout); console.error("aside")';
  const echoed = await runProgram(process.execPath, ['-e', echo], { input });
  expect([echoed.code, echoed.stdout]).toEqual([0, '≥ 48']);
  expect(echoed.output).toContain('aside\n');
  const hangs = await runProgram(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { timeout: 300 });
  expect(hangs.code).toBe(128);
});

test('the table that the script prints last, and how long an installation took', async () => {
  const { output } = await show('01', '--only', 'catalogue');
  expect(lastTable(output)).toMatchObject({ holds: 1, of: 1 });
  const text = 'holds    a  1\nFAILS    b  0 of 2\nnot run  c\n1 of 3 hold, 1 fail, 1 not run';
  expect(lastTable(`\na: holds\n  1\n\n${text}\n`)).toEqual({ text, holds: 1, of: 3 });
  expect(lastTable('show: no line')).toBeUndefined();
  expect(installSeconds('tcpassay: installed 93 packages in 34 s\nrest')).toBe(34);
  expect(installSeconds('nothing')).toBe(0);
});
