import { expect, test } from 'vitest';
import { fixtureVerdict } from './fixture/verdict.ts';
import { writeJson } from './json.ts';

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, content]) => [key, reversed(content)]),
  );
}

test('two equal verdicts are the same text, whatever the order of their keys', () => {
  expect(writeJson(reversed(fixtureVerdict) as typeof fixtureVerdict)).toBe(writeJson(fixtureVerdict));
});

test('nothing is lost and nothing is added', () => {
  expect(JSON.parse(writeJson(fixtureVerdict))).toEqual(fixtureVerdict);
});

test('begins with the version, and rule ids are sorted', () => {
  const text = writeJson(fixtureVerdict);
  expect(text.startsWith('{\n  "schema": 1,\n  "tool": "tcpassay 0.1.0",')).toBe(true);
  expect(text.indexOf('"initial-window": {')).toBeLessThan(text.indexOf('"window-never-shrunk": {'));
  expect(text.endsWith('}\n')).toBe(true);
});
