import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lines } from './show/01.ts';
import { inFreshClone, runScript, within } from './show/line.ts';

const show = (...args: string[]) => runScript('scripts/show.ts', args);

test('one line of an issue, with its figure and its denominator', async () => {
  const { code, output } = await show('01', '--only', 'catalogue');
  expect(output).toMatch(/794 of 794 requirements, of 39 RFCs[^]*1 of 1 hold, 0 fail, 0 not run\n$/);
  expect(code).toBe(0);
});

test('the list names every line, and runs none', async () => {
  const { code, output } = await show('01', '--list');
  expect(output).toBe(lines.map(({ id, claim }) => `${id}: ${claim}\n`).join(''));
  expect(code).toBe(0);
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

test('ids of lines are kebab-case, each once', () => {
  expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
  for (const { id } of lines) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
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
