import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Nanos } from '../trace/trace.ts';
import { type Path, WIRE } from './link/path.ts';
import { type Delivery, Link } from './link.ts';

const MS = 1e6;

interface Offer {
  readonly at: Nanos;
  readonly octets: Uint8Array;
}

/** Datagrams of IPv4 without options, each with its number behind the header. */
function offers(count: number, every: Nanos, size = 100): Offer[] {
  return Array.from({ length: count }, (_, i) => {
    const octets = new Uint8Array(size);
    octets[0] = 0x45;
    new DataView(octets.buffer).setUint32(20, i);
    return { at: i * every, octets };
  });
}
const numberOf = ({ octets }: { readonly octets: Uint8Array }): number =>
  new DataView(octets.buffer, octets.byteOffset).getUint32(20);

/** All that comes out, time running from due to due. */
function carry(link: Link, all: readonly Offer[]): Delivery<undefined>[] {
  const out: Delivery<undefined>[] = [];
  const takeUntil = (now: Nanos): void => {
    for (let d = link.take(now); d !== undefined; d = link.take(now)) out.push(d);
  };
  for (const { at, octets } of all) {
    takeUntil(at);
    link.offer(at, octets);
  }
  while (link.due() !== Infinity) takeUntil(link.due());
  return out;
}

const share = fc.double({ min: 0, max: 0.5, noNaN: true });
const somePath: fc.Arbitrary<Path> = fc.record({
  delay: fc.integer({ min: 0, max: 50 * MS }),
  jitter: fc.integer({ min: 0, max: 20 * MS }),
  ordered: fc.boolean(),
  loss: share,
  duplication: share,
  corruption: share,
  reordering: share,
  heldBack: fc.integer({ min: 0, max: 30 * MS }),
  rate: fc.constantFrom(0, 10_000, 1_000_000),
  queueOctets: fc.constantFrom(150, 1000, Infinity),
  queuePackets: fc.constantFrom(1, 7, Infinity),
  mtu: fc.constantFrom(99, 100, Infinity),
});
const seed = fc.integer({ min: 0, max: 1e6 });

describe('a path', () => {
  test('with nothing in it is a wire', () => {
    const all = offers(50, MS);
    expect(carry(new Link(WIRE, 1), all)).toEqual(all.map((one) => ({ ...one, about: undefined })));
  });

  test('gives back the array that was offered, and what came with it', () => {
    const link = new Link<string>({ ...WIRE, delay: MS }, 1);
    const octets = new Uint8Array(40);
    link.offer(5, octets, 'about');
    expect(link.due()).toBe(5 + MS);
    expect(link.take(4 + MS)).toBeUndefined();
    expect(link.take(5 + MS)?.octets).toBe(octets);
    link.offer(6, octets, 'about');
    expect(link.take(6 + MS)?.about).toBe('about');
    expect(link.due()).toBe(Infinity);
  });

  test('of the same seed does the same', () => {
    fc.assert(
      fc.property(somePath, seed, (path, s) => {
        const all = offers(60, 2 * MS);
        expect(carry(new Link(path, s), all)).toEqual(carry(new Link(path, s), all));
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  test('accounts for every datagram, and delivers in the order of times', () => {
    fc.assert(
      fc.property(somePath, seed, (path, s) => {
        const link = new Link(path, s);
        const out = carry(link, offers(80, MS));
        const { offered, delivered, lost, overflowed, tooLong, duplicated } = link.statistics;
        expect(offered).toBe(80);
        expect(delivered).toBe(out.length);
        expect(delivered).toBe(offered - lost - overflowed - tooLong + duplicated);
        for (const [i, { at }] of out.entries()) expect(at).toBeGreaterThanOrEqual(out[i - 1]?.at ?? 0);
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  test('that keeps the order keeps it whatever the jitter', () => {
    fc.assert(
      fc.property(somePath, seed, (path, s) => {
        const link = new Link({ ...path, ordered: true, reordering: 0, corruption: 0 }, s);
        const numbers = carry(link, offers(80, MS)).map(numberOf);
        expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  test('that reorders lets others overtake', () => {
    const link = new Link({ ...WIRE, reordering: 0.2, heldBack: 5 * MS }, 4);
    const numbers = carry(link, offers(200, MS)).map(numberOf);
    expect(numbers).not.toEqual([...numbers].sort((a, b) => a - b));
    expect(link.statistics.reordered).toBeGreaterThan(20);
    expect(link.statistics.reordered).toBeLessThan(70);
  });

  test('never holds more than its queue, and is not faster than its rate', () => {
    fc.assert(
      fc.property(somePath, seed, (path, s) => {
        const link = new Link(
          { ...path, rate: 50_000, loss: 0, duplication: 0, jitter: 0, reordering: 0 },
          s,
        );
        const first = offers(120, 0.5 * MS);
        for (const { at, octets } of first) {
          link.offer(at, octets);
          const { packets, octets: waiting } = link.waiting(at);
          expect(packets).toBeLessThanOrEqual(path.queuePackets);
          expect(waiting).toBeLessThanOrEqual(path.queueOctets);
        }
        const out: Nanos[] = [];
        for (let d = link.take(Infinity); d !== undefined; d = link.take(Infinity)) out.push(d.at);
        // 100 octets at 50,000 a second are 2 ms.
        for (const [i, at] of out.entries())
          if (i > 0) expect(at - (out[i - 1] ?? 0)).toBeGreaterThanOrEqual(2 * MS);
      }),
      { seed: 5, numRuns: 80 },
    );
  });

  test('fills its rate while something waits', () => {
    const out = carry(new Link({ ...WIRE, rate: 100_000 }, 1), offers(100, 0));
    expect(out.map(({ at }) => at)).toEqual(Array.from({ length: 100 }, (_, i) => (i + 1) * MS));
  });

  test.each(['loss', 'duplication', 'corruption'] as const)(
    'has a share of %s near what was asked',
    (name) => {
      const link = new Link({ ...WIRE, [name]: 0.1 }, 7);
      carry(link, offers(10_000, 1));
      const { lost, duplicated, corrupted } = link.statistics;
      const found = { loss: lost, duplication: duplicated, corruption: corrupted };
      // Five standard deviations: 150.
      for (const [key, count] of Object.entries(found))
        if (key === name) expect(Math.abs(count - 1000)).toBeLessThan(150);
        else expect(count).toBe(0);
    },
  );

  test('drops what is longer than its MTU', () => {
    const link = new Link({ ...WIRE, mtu: 99 }, 1);
    expect(carry(link, offers(3, 1))).toEqual([]);
    expect(link.statistics.tooLong).toBe(3);
  });

  test('damages one bit, behind the IP header, of a copy', () => {
    const all = offers(300, 1);
    const before = all.map(({ octets }) => octets.slice());
    for (const [i, { octets, about }] of carry(new Link({ ...WIRE, corruption: 1 }, 3), all).entries()) {
      const whole = before[i] ?? octets;
      const turned = octets.map((octet, at) => octet ^ (whole[at] ?? 0));
      expect([...turned.subarray(0, 20)].every((octet) => octet === 0)).toBe(true);
      expect(turned.reduce((sum, octet) => sum + octet.toString(2).replaceAll('0', '').length, 0)).toBe(1);
      expect(about).toBeUndefined();
    }
    expect(all.map(({ octets }) => octets)).toEqual(before);
  });

  test.each([{ loss: 1.1 }, { delay: -1 }, { rate: Infinity }, { queuePackets: 0 }, { mtu: Number.NaN }])(
    'of %o is none',
    (wrong) => {
      expect(() => new Link({ ...WIRE, ...wrong }, 1)).toThrow(RangeError);
    },
  );
});
