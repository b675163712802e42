import { describe, expect, test } from 'vitest';
import { recordOutcomes } from '../../record.ts';
import { recordTwoStacks } from '../../two-stacks.ts';
import { Tracing, tracingAvailability } from './tracing.ts';

const { available, reason } = tracingAvailability();
const why = available ? '' : `: ${reason}`;

describe('tracepoints', () => {
  test('have a reason exactly where they cannot be read', () => {
    expect(reason === '').toBe(available);
  });

  test.skipIf(!available)(
    `are read through an instance of our own, which leaves nothing behind (needs tracefs${why})`,
    async () => {
      // One process has one instance: a second one opens only where the first is gone.
      for (let round = 0; round < 2; round++) {
        const tracing = await Tracing.open(64);
        expect(tracing.take()).toEqual([]);
        expect(tracing.lost()).toBe(0);
        await expect(Tracing.open(64)).rejects.toThrow('tracepoints cannot be read');
        tracing.close();
        tracing.close();
      }
    },
  );

  test.skipIf(!available)(`stand in a recording, each withheld (needs tracefs${why})`, async () => {
    const [outcome] = await recordOutcomes({
      stack: 'linux',
      scenarios: ['close/half'],
      families: ['ipv6'],
      hidden: true,
    });
    const shown = outcome?.trace.events.flatMap((event) => (event.kind === 'snapshot' ? [event] : [])) ?? [];
    expect(new Set(shown.map(({ source }) => source))).toEqual(
      new Set(['tcp_probe', 'tcp-info', 'inet_sock_set_state']),
    );
    expect(shown.every(({ withheld }) => withheld)).toBe(true);
  });

  test.skipIf(!available)(
    `are there at both ends of a path, and none is lost (needs tracefs${why})`,
    async () => {
      const sources = new Set<string>();
      const { missed } = await recordTwoStacks({
        segments: 200,
        concurrent: 4,
        seed: 1,
        congestionControls: ['reno'],
        impairments: ['loss-5'],
        octets: { least: 20_000, most: 40_000 },
        hidden: true,
        onTrace: ({ trace, end }) => {
          for (const event of trace.events)
            if (event.kind === 'snapshot') sources.add(`${event.source} ${end}`);
        },
      });
      expect(missed).toEqual({ lost: 0, unplaced: 0 });
      expect(sources).toContain('tcp_probe 0');
      expect(sources).toContain('tcp_probe 1');
      expect(sources).toContain('tcp-info 0');
    },
    60_000,
  );
});
