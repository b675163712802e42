/** However a capture comes, and whatever has become of it: the readers never throw and never hang. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { everyBlock, packet, pcap, readCapture, snoop } from '../fixtures/capture-files.ts';
import { SEED } from '../fixtures/random-trace.ts';

const RECORDS = [
  [1_700_000_000, 5, packet(60, 1)],
  [1_700_000_000, 4, packet(0, 2)],
  [1_700_000_001, 3, packet(61, 3), 1514],
] as const;

const FILES: Readonly<Record<string, Uint8Array>> = {
  'little-endian pcap': pcap(RECORDS),
  'big-endian pcap in nanoseconds': pcap(RECORDS, { littleEndian: false, magic: 0xa1b23c4d }),
  'modified pcap': pcap(RECORDS, { magic: 0xa1b2cd34 }),
  pcapng: everyBlock(),
  snoop: snoop(RECORDS.map(([seconds, micros, bytes], i) => [seconds, micros, bytes, i])),
};

describe.each(Object.entries(FILES))('%s', (_, file) => {
  const whole = readCapture(file);

  test('is read whole', () => {
    expect(whole.problems).toEqual([]);
    expect(whole.rows.length).toBeGreaterThan(2);
  });

  test('is the same in chunks of any size', () => {
    expect(readCapture(file, 1)).toEqual(whole);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: file.length }), (chunk) => {
        expect(readCapture(file, chunk)).toEqual(whole);
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  test('cut anywhere gives the records in front of the cut', () => {
    for (let cut = 0; cut < file.length; cut++) {
      const { rows, problems } = readCapture(file.subarray(0, cut), 50);
      expect(rows).toEqual(whole.rows.slice(0, rows.length));
      const last = whole.rows[rows.length];
      // The next record is missing only because the cut lies in front of its end.
      if (last) expect(cut).toBeLessThan(last.offset + last.captured + 56);
      for (const problem of problems) expect(problem.at.offset).toBeLessThanOrEqual(cut);
      expect(problems.length).toBeLessThanOrEqual(1);
    }
  });

  test('with flipped bits and any chunks ends with problems in place, the same for any chunks', () => {
    const flips = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(7)), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(flips, fc.integer({ min: 1, max: 300 }), (places, chunk) => {
        const damaged = file.slice();
        for (const [at, bit] of places) damaged[at] = (damaged[at] as number) ^ (1 << bit);
        const read = readCapture(damaged, chunk);
        expect(read).toEqual(readCapture(damaged));
        expect(read.rows.length).toBeLessThanOrEqual(file.length / 12);
        for (const { at } of read.problems) expect(at.offset).toBeLessThanOrEqual(file.length);
      }),
      { seed: SEED, numRuns: 400 },
    );
  });
});

test('random octets', () => {
  const magics = Object.values(FILES).map((file) => file.slice(0, 24));
  fc.assert(
    fc.property(fc.constantFrom(...magics), fc.uint8Array({ maxLength: 2000 }), (magic, octets) => {
      const file = Uint8Array.from([...magic, ...octets]);
      expect(readCapture(file, 100)).toEqual(readCapture(file));
    }),
    { seed: SEED, numRuns: 300 },
  );
});
