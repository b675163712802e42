import { describe, expect, test } from 'vitest';
import { REQUIREMENTS } from '../spec/requirements/all.ts';
import { matches } from './scenario.ts';
import { SCENARIOS } from './scenarios/index.ts';

describe('the scenarios', () => {
  test('have names of their own, a sentence and a goal', () => {
    const ids = SCENARIOS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, sentence, goals } of SCENARIOS) {
      expect(id).toMatch(/^[a-z-]+\/[a-z-]+$/);
      expect(sentence).toMatch(/^[A-Z].*\.$/);
      expect(goals.length).toBeGreaterThan(0);
    }
  });

  test('name requirements that the catalogue has', () => {
    const known = new Set(REQUIREMENTS.map(({ id }) => id));
    const unknown = SCENARIOS.flatMap(({ requirements }) => requirements.filter((id) => !known.has(id)));
    expect(unknown).toEqual([]);
  });

  test.each([
    ['open/passive', [], true],
    ['open/passive', ['open/*'], true],
    ['open/passive', ['*passive'], true],
    ['open/passive', ['close/*', 'open/passive'], true],
    ['open/passive', ['open'], false],
    ['open/passive', ['open.passive'], false],
  ])('%s is chosen by %j: %s', (id, patterns, chosen) => {
    expect(matches(id, patterns)).toBe(chosen);
  });
});
