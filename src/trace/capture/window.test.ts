import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SEED } from '../fixtures/random-trace.ts';
import { u16, u32, u64, Window } from './window.ts';

const counting = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i & 0xff);

/** Takes records of these lengths out of a file that comes in these chunks; undefined where it ran out. */
function taken(
  file: Uint8Array,
  chunks: readonly number[],
  lengths: readonly number[],
): (number[] | undefined)[] {
  const window = new Window();
  const found: (number[] | undefined)[] = [];
  let fed = 0;
  let chunk = 0;
  for (const length of lengths) {
    while (!window.has(length) && fed < file.length) {
      const size = chunks[chunk++ % chunks.length] ?? 1;
      window.feed(file.slice(fed, fed + size));
      fed = Math.min(file.length, fed + size);
    }
    if (!window.has(length)) {
      found.push(undefined);
      break;
    }
    found.push([window.offset, ...window.bytes.subarray(window.at, window.at + length)]);
    window.at += length;
  }
  return found;
}

describe('a window', () => {
  test('gives the same octets however they come', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 20 });
    const lengths = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 30 });
    const file = counting(5000);
    fc.assert(
      fc.property(sizes, lengths, (chunks, records) => {
        expect(taken(file, chunks, records)).toEqual(taken(file, [file.length], records));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  test('takes chunks before the last one has been read', () => {
    const window = new Window();
    for (const part of [counting(3), counting(2), counting(4)]) window.feed(part);
    expect(window.left).toBe(9);
    expect(window.has(9)).toBe(true);
    expect([...window.bytes.subarray(window.at, window.end)]).toEqual([0, 1, 2, 0, 1, 0, 1, 2, 3]);
  });

  test('keeps what straddles when its chunk is filled anew', () => {
    const window = new Window();
    const buffer = counting(4);
    window.feed(buffer);
    expect(window.has(6)).toBe(false);
    buffer.fill(9);
    window.feed(buffer);
    expect(window.has(6)).toBe(true);
    expect([...window.bytes.subarray(window.at, window.at + 6)]).toEqual([0, 1, 2, 3, 9, 9]);
  });

  test('reads in place what does not straddle', () => {
    const window = new Window();
    const chunk = counting(8);
    window.feed(chunk);
    expect(window.has(8)).toBe(true);
    expect(window.bytes).toBe(chunk);
  });

  test('does not take memory on the word of a length', () => {
    const window = new Window();
    window.feed(counting(4));
    expect(window.has(1e9)).toBe(false);
    expect(window.bytes.length).toBeLessThan(1000);
    expect(window.left).toBe(4);
  });
});

test('numbers in both byte orders', () => {
  const bytes = Uint8Array.of(0xff, 0xfe, 0xfd, 0xfc, 0, 0, 0, 1);
  expect([u16(bytes, 0, true), u16(bytes, 0, false)]).toEqual([0xfeff, 0xfffe]);
  expect([u32(bytes, 0, true), u32(bytes, 0, false)]).toEqual([0xfcfdfeff, 0xfffefdfc]);
  expect(u64(Uint8Array.of(1, 2, 3, 0, 4, 0, 0, 0), 0, true)).toBe(0x400030201);
  expect(u64(Uint8Array.of(0, 0, 0, 4, 0, 3, 2, 1), 0, false)).toBe(0x400030201);
});
