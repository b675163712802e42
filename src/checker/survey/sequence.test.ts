import { describe, expect, test } from 'vitest';
import { acknowledge, isCopy, type Marks, SHOWN, takeIn } from './sequence.ts';
import { FLAW, S, sideAt, Table } from './table.ts';

const MS = 1e6;

function side(): { readonly d: Float64Array; readonly s: number } {
  const table = new Table();
  const s = sideAt(table.add(), 0);
  return { d: table.data, s };
}

describe('numbers of one side', () => {
  test('in order leave nothing to tell', () => {
    const { d, s } = side();
    expect([takeIn(d, s, 100, 50), takeIn(d, s, 150, 50)]).toEqual([SHOWN.NOTHING, SHOWN.NOTHING]);
    expect(acknowledge(d, s, 200)).toBe(false);
  });

  test('leave a hole, which a later packet fills', () => {
    const { d, s } = side();
    takeIn(d, s, 100, 50);
    expect(takeIn(d, s, 200, 50)).toBe(SHOWN.HOLE);
    expect(takeIn(d, s, 150, 50)).toBe(SHOWN.FILLED);
    expect(acknowledge(d, s, 250)).toBe(false);
  });

  test('of a hole that is acknowledged were never seen, and are told once', () => {
    const { d, s } = side();
    takeIn(d, s, 100, 50);
    takeIn(d, s, 200, 50);
    expect(acknowledge(d, s, 150)).toBe(false);
    expect(acknowledge(d, s, 180)).toBe(true);
    expect(acknowledge(d, s, 250)).toBe(true);
    expect(acknowledge(d, s, 250)).toBe(false);
  });

  test('ahead of all that was seen were never seen, if acknowledged', () => {
    const { d, s } = side();
    takeIn(d, s, 100, 50);
    expect(acknowledge(d, s, 151)).toBe(true);
    expect(takeIn(d, s, 150, 1)).toBe(SHOWN.FILLED);
  });

  test('that come again are a retransmission, unless they go beyond', () => {
    const { d, s } = side();
    takeIn(d, s, 100, 50);
    takeIn(d, s, 150, 50);
    expect(takeIn(d, s, 100, 50)).toBe(SHOWN.AGAIN);
    expect(takeIn(d, s, 150, 80)).toBe(SHOWN.NOTHING);
  });

  test('without octets ahead leave no hole', () => {
    const { d, s } = side();
    takeIn(d, s, 100, 50);
    expect(takeIn(d, s, 5000, 0)).toBe(SHOWN.NOTHING);
    expect(acknowledge(d, s, 150)).toBe(false);
  });

  test('wrap at 2^32', () => {
    const { d, s } = side();
    expect(takeIn(d, s, 4294967290, 6)).toBe(SHOWN.NOTHING);
    expect(d[s + S.MAX]).toBe(0);
    expect(takeIn(d, s, 0, 10)).toBe(SHOWN.NOTHING);
    expect(takeIn(d, s, 4294967290, 6)).toBe(SHOWN.AGAIN);
    expect(takeIn(d, s, 20, 10)).toBe(SHOWN.HOLE);
    expect(acknowledge(d, s, 10)).toBe(false);
    expect(acknowledge(d, s, 15)).toBe(true);
  });

  test('with more holes than are kept count as lost', () => {
    const { d, s } = side();
    takeIn(d, s, 0, 10);
    for (let i = 1; i <= 4; i++) takeIn(d, s, 100 * i, 10);
    expect((d[s + S.FLAWS] ?? 0) & FLAW.LOST).toBe(0);
    takeIn(d, s, 500, 10);
    expect((d[s + S.FLAWS] ?? 0) & FLAW.LOST).toBe(FLAW.LOST);
  });

  test('of a hole can be filled from its midst, its ends stay open', () => {
    const { d, s } = side();
    takeIn(d, s, 0, 100);
    takeIn(d, s, 400, 100);
    expect(takeIn(d, s, 100, 100)).toBe(SHOWN.FILLED);
    expect(takeIn(d, s, 300, 100)).toBe(SHOWN.FILLED);
    expect(acknowledge(d, s, 200)).toBe(false);
    expect(acknowledge(d, s, 500)).toBe(true);
  });
});

describe('a copy', () => {
  const packet: Marks = { seq: 100, ack: 7, shape: 50 * 512 + 0x18, clock: -1, id: 9, time: 0 };
  const seen = (...packets: readonly Marks[]): readonly boolean[] => {
    const { d, s } = side();
    return packets.map((one) => {
      const is = isCopy(d, s, one);
      d[s + S.PACKETS] = (d[s + S.PACKETS] ?? 0) + 1;
      return is;
    });
  };

  test.each<readonly [string, Partial<Marks>, boolean]>([
    ['a few milliseconds later with the same identification', { time: 5 * MS }, true],
    ['too late for a copy', { time: 25 * MS }, false],
    ['with another identification: sent again', { id: 10, time: 100 }, false],
    ['with another clock: sent again', { clock: 4, time: 100 }, false],
    ['with another acknowledgment', { ack: 8, time: 100 }, false],
    ['with other bits', { shape: 50 * 512 + 0x10, time: 100 }, false],
  ])('%s', (_, later, is) => {
    expect(seen(packet, { ...packet, ...later })).toEqual([false, is]);
  });

  test('without an identification stands in the same moment, and has octets', () => {
    const bare = { ...packet, id: 0 };
    expect(seen(bare, { ...bare, time: 50e3 })).toEqual([false, true]);
    expect(seen(bare, { ...bare, time: MS })).toEqual([false, false]);
    const empty = { ...bare, shape: 0x10 };
    expect(seen(empty, { ...empty, time: 50e3 })).toEqual([false, false]);
    expect(seen(empty, empty)).toEqual([false, true]);
  });

  test('is known among the last six packets', () => {
    const others = (n: number) =>
      Array.from({ length: n }, (_, i) => ({ ...packet, seq: 200 + i, id: 20 + i }));
    expect(seen(packet, ...others(5), packet).at(-1)).toBe(true);
    expect(seen(packet, ...others(6), packet).at(-1)).toBe(false);
  });
});
