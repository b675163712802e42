import { expect, test } from 'vitest';
import { tracingAvailability } from '../../src/harness/stacks/linux/tracing.ts';
import { compareFiles, runWithheld, withheldText } from './withheld.ts';

const { available } = tracingAvailability();
const SEGMENTS = 4000;
const KEPT = 'traces/withheld/linux-6.18.44/close-half.trace';

test.skipIf(!available)(
  'what two live kernels hide lies in the belief (needs root, /dev/net/tun and tracefs)',
  async () => {
    const octets = { least: 5000, most: 60_000 };
    const result = await runWithheld({ segments: SEGMENTS, seed: 1, octets });
    expect(result.breaches, withheldText(result)).toEqual([]);
    expect(result.segments).toBeGreaterThanOrEqual(SEGMENTS);
    expect(result.ended?.missed).toEqual({ lost: 0, unplaced: 0 });
    for (const { slot, compared } of result.tally.rows()) expect(compared, slot).toBeGreaterThan(0);
  },
  180_000,
);

test('figures have their denominators', () => {
  const text = withheldText(compareFiles([KEPT]));
  expect(text).toMatch(/^\d+ events \(\d+ segments, \d+ snapshots\) in 1 traces, 0 breaches$/m);
  expect(text).toMatch(/^ {2}SND\.UNA +\d+ +0 {2}0$/m);
});
