import { expect, test } from 'vitest';
import { IMPAIRMENTS } from '../../src/harness/pair/impairments.ts';
import { linuxAvailability } from '../../src/harness/stacks/linux/availability.ts';
import { liveText, runLive } from './two-stacks.ts';

const { available } = linuxAvailability();
const SEGMENTS = 20_000;

test.skipIf(!available)(
  'two live kernels keep to the specification over every path (needs root and /dev/net/tun)',
  async () => {
    const result = await runLive({
      segments: SEGMENTS,
      seed: 1,
      octets: { least: 20_000, most: 200_000 },
    });
    expect(result.unexplained, liveText(result)).toBe(0);
    expect(result.segments).toBeGreaterThanOrEqual(SEGMENTS);
    expect(result.notLossless).toBe(0);
    for (const path of Object.keys(IMPAIRMENTS))
      for (const control of ['reno', 'cubic', 'bbr'])
        expect(result.by[`${control} × ${path}`]?.segments ?? 0).toBeGreaterThan(0);
  },
  // Some seconds on a machine that is free.
  180_000,
);
