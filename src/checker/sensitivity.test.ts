/** On the live kernel: each of the eight edits is found by its rule, and nothing is found without it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { type Sensed, sensitivity } from '../../scripts/show/sensitivity.ts';
import { EDITS } from '../harness/edits.ts';
import { linuxAvailability } from '../harness/stacks/linux/availability.ts';

const { available, reason } = linuxAvailability();
const live = available ? describe : describe.skip;

let sensed: readonly Sensed[] = [];
beforeAll(async () => {
  if (available) sensed = await sensitivity();
});

live(`live sensitivity${available ? '' : `: ${reason}`}`, () => {
  test('eight edits, IPv4 and IPv6', () => {
    expect(EDITS).toHaveLength(8);
    expect(sensed).toHaveLength(16);
  });

  test.each(EDITS)('$name: $sentence', ({ name }) => {
    const both = sensed.filter((s) => s.edit === name);
    expect(both.map((s) => s.family)).toEqual(['ipv4', 'ipv6']);
    for (const { family, expected, found, hit } of both)
      expect({ family, first: found[0], hit }).toEqual({ family, first: expected.rule, hit: true });
  });

  test('without an edit there is no finding', () => {
    expect(sensed.filter((s) => !s.clean).map((s) => `${s.edit} ${s.family}`)).toEqual([]);
  });
});
