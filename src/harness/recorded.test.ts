/** The recordings that are kept: readable, one of each scenario and family, and worth judging. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readText } from '../trace/text/read.ts';
import { SCENARIOS } from './scenarios/index.ts';

const root = fileURLToPath(new URL('../../traces/recorded', import.meta.url));
const MOST_OCTETS = 1_500_000;

const files = readdirSync(root, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.trace'))
  .toSorted();
const stacks = new Set(files.map((file) => file.split('/')[0] ?? ''));

describe('the recorded traces', () => {
  test.each(files)('%s is read without a problem and shows what its scenario is made for', (file) => {
    const { traces, problems } = readText(readFileSync(join(root, file), 'utf8'), file);
    expect(problems).toEqual([]);
    const [trace, ...others] = traces;
    expect(others).toEqual([]);
    const scenario = SCENARIOS.find(({ id }) => id === trace?.header.scenario);
    const unmet = scenario?.goals.filter((goal) => trace === undefined || !goal.met(trace));
    expect(unmet?.map(({ what }) => what)).toEqual([]);
  });

  test.each([...stacks])('%s has every scenario in both families', (stack) => {
    const names = SCENARIOS.map(({ id }) => id.replaceAll('/', '-'));
    const wanted = names.flatMap((name) => [`${name}-ipv4.trace`, `${name}-ipv6.trace`]);
    const own = readdirSync(join(root, stack)).filter((name) => name.endsWith('.trace'));
    expect(own.toSorted()).toEqual(wanted.toSorted());
  });

  test('are of one stack at least, and small', () => {
    expect(stacks.size).toBeGreaterThan(0);
    const octets = files.reduce((sum, file) => sum + statSync(join(root, file)).size, 0);
    expect(octets).toBeLessThan(MOST_OCTETS);
  });
});
