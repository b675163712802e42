import { expect, test } from 'vitest';
import { testsOf } from './load.ts';
import { PROFILE_LIST, SETTINGS } from './profile.ts';
import { SPEC } from './rules/index.ts';
import { nodes, sidesOf } from './term.ts';

const names = SETTINGS.map(({ name }) => name);

/** Constants with names that no profile sets (tcb.ts). */
const NO_SETTINGS = ['nothing sent', 'any number', 'any tick'];

test('the settings are those that the rules read, each once', () => {
  const read = SPEC.rules
    .flatMap((rule) => testsOf(rule).flatMap(sidesOf))
    .flatMap((side) => [...nodes(side)])
    .flatMap((node) => (node.op === 'constant' && node.name !== undefined ? [node.name] : []))
    .filter((name) => !NO_SETTINGS.includes(name));
  expect(names).toHaveLength(new Set(names).size);
  expect(names).toEqual(expect.arrayContaining([...new Set(read)]));
  expect(read).toContain('tolerated');
});

test('the built-in profiles set what there is to be set', () => {
  for (const { values } of PROFILE_LIST) expect(names).toEqual(expect.arrayContaining(Object.keys(values)));
});
