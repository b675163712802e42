import { describe, expect, test } from 'vitest';
import { type SegmentEvent, SYN, type Trace } from '../trace/trace.ts';
import { Refused } from './refused.ts';
import { linuxAvailability } from './stacks/linux/availability.ts';
import { type EndTrace, recordTwoStacks } from './two-stacks.ts';

const { available } = linuxAvailability();

const ORDER = {
  seed: 1,
  congestionControls: ['reno'],
  impairments: ['clean'],
  octets: { least: 20_000, most: 60_000 },
  concurrent: 4,
} as const;

const segments = ({ events }: Pick<Trace, 'events'>): SegmentEvent[] =>
  events.filter((e): e is SegmentEvent => e.kind === 'sent' || e.kind === 'arrived');

describe('two stacks', () => {
  test.skipIf(!available)('tell the same story from both ends (needs root and /dev/net/tun)', async () => {
    const all: EndTrace[] = [];
    await recordTwoStacks({ ...ORDER, segments: 600, onTrace: (one) => all.push(one) });
    expect(all.length).toBeGreaterThan(1);
    for (const one of all) {
      const other = all.find((o) => o.end !== one.end && o.trace.header.seed === one.trace.header.seed);
      const sent = segments(one.trace).filter(({ kind }) => kind === 'sent');
      const arrived = segments(other?.trace ?? { events: [] }).filter(({ kind }) => kind === 'arrived');
      // The path is clean and has room: what one end sent the other got, in the same order.
      expect(arrived.map(({ segment }) => segment)).toEqual(sent.map(({ segment }) => segment));
      expect(one.trace.header).toMatchObject({ position: 'near', api: true, lossless: true });
      expect(one.trace.header.settings['net.ipv4.tcp_congestion_control']).toBe('reno');
    }
  });

  test.skipIf(!available)(
    'are recorded in order, within the MTU, from the SYN to the end (needs root and /dev/net/tun)',
    async () => {
      const all: Trace[] = [];
      const impairments = ['reordering', 'loss-5'];
      await recordTwoStacks({
        ...ORDER,
        impairments,
        segments: 600,
        onTrace: ({ trace }) => all.push(trace),
      });
      for (const { events } of all) {
        const [first] = segments({ events });
        expect((first?.segment.flags ?? 0) & SYN).toBe(SYN);
        expect(events.at(-1)?.kind).toBe('end');
        for (const [i, event] of events.entries()) {
          expect(event.t1).toBeGreaterThanOrEqual(event.t0);
          expect(event.t0).toBeGreaterThanOrEqual(events[i - 1]?.t0 ?? 0);
        }
        for (const { segment } of segments({ events })) expect(segment.length).toBeLessThanOrEqual(1460);
      }
    },
  );

  test.skipIf(!available)(
    'refuse a congestion control that the kernel has not (needs root and /dev/net/tun)',
    async () => {
      const order = { ...ORDER, congestionControls: ['no-such'], segments: 100, onTrace: () => undefined };
      await expect(recordTwoStacks(order)).rejects.toThrow(Refused);
      await expect(recordTwoStacks(order)).rejects.toThrow("'no-such'");
    },
  );

  test.skipIf(!available)(
    'refuse an impairment that there is not (needs root and /dev/net/tun)',
    async () => {
      const order = { ...ORDER, impairments: ['no-such'], segments: 100, onTrace: () => undefined };
      await expect(recordTwoStacks(order)).rejects.toThrow("there is no impairment 'no-such'");
    },
  );
});
