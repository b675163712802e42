/** Reassembly: right against a plain set of octets, and a belief of it contains every stack in it. */
import { describe, expect, test } from 'vitest';
import { Random } from '../checker/random-boxes.ts';
import { newBox } from '../checker/random-points.ts';
import { BIT, E } from './event.ts';
import { read } from './read.ts';
import { HELD_RANGES, RECEIVED, reassembly } from './reassembly.ts';
import { RCV, slotOf } from './tcb.ts';
import { count, type Node, Term } from './term.ts';

const NXT = slotOf(RCV.NXT);
const HOLDS = slotOf(RCV.HOLDS);
const HELD = reassembly.slots.find((s) => s.kind === 'block')?.lo ?? 0;

const segment = (l: number, r: number, flags: number = BIT.ACK): Float64Array => {
  const e = new Float64Array(E.SIZE);
  e[E.SEQ] = l;
  e[E.LEN] = r - l;
  e[E.FLAGS] = flags;
  return e;
};
/** A stack at `next`, which holds out-of-order octets or not. */
function stack(next: number, holds: number): Float64Array {
  const box = newBox();
  box.set([next, next], NXT.lo);
  box.set([holds, holds], HOLDS.lo);
  return box;
}
const apply = (box: Float64Array, l: number, r: number, sure = true): void =>
  reassembly.apply(box, 0, segment(l, r), sure);
const next = (box: Float64Array): [number, number] => [box[NXT.lo] ?? 0, box[NXT.hi] ?? 0];
const held = (box: Float64Array): number[][] =>
  Array.from({ length: box[HELD] ?? 0 }, (_, i) => [...box.subarray(HELD + 1 + 2 * i, HELD + 3 + 2 * i)]);

describe('a stack that holds octets above a gap', () => {
  test('in order', () => {
    const box = stack(1, 1);
    apply(box, 1, 11);
    expect([next(box), held(box)]).toEqual([[11, 11], []]);
  });
  test('a gap, and what fills it', () => {
    const box = stack(1, 1);
    apply(box, 21, 31);
    apply(box, 41, 51);
    expect([next(box), held(box)]).toEqual([
      [1, 1],
      [
        [21, 31],
        [41, 51],
      ],
    ]);
    apply(box, 1, 25);
    expect([next(box), held(box)]).toEqual([[31, 31], [[41, 51]]]);
    apply(box, 31, 41);
    expect([next(box), held(box)]).toEqual([[51, 51], []]);
  });
  test('overlaps and neighbours become one range', () => {
    const box = stack(1, 1);
    apply(box, 21, 31);
    apply(box, 25, 41);
    apply(box, 41, 51);
    apply(box, 11, 21);
    expect(held(box)).toEqual([[11, 51]]);
  });
  test('what came before, and what is empty, changes nothing', () => {
    const box = stack(100, 1);
    const before = box.slice();
    apply(box, 1, 100);
    apply(box, 100, 100);
    expect(box).toEqual(before);
  });
  test('with no room for one more range it drops the segment', () => {
    const box = stack(1, 1);
    for (let i = 1; i <= HELD_RANGES + 1; i++) apply(box, 10 * i, 10 * i + 5);
    expect(held(box)).toHaveLength(HELD_RANGES);
    expect(held(box).at(-1)).toEqual([10 * HELD_RANGES, 10 * HELD_RANGES + 5]);
    // A range that grows needs no room.
    apply(box, 15, 18);
    expect(held(box)[0]).toEqual([10, 18]);
  });
});

test('a stack that holds nothing waits for what is next', () => {
  const box = stack(1, 0);
  apply(box, 21, 31);
  apply(box, 1, 11);
  expect([next(box), held(box)]).toEqual([[11, 11], []]);
});

test.each([0, 1])('RCV.NXT is that of a plain set of octets (holds: %i)', (holds) => {
  const random = new Random(61 + holds);
  let jumps = 0;
  for (let run = 0; run < 400; run++) {
    const box = stack(1, holds);
    const octets = new Set<number>();
    let expected = 1;
    for (let n = 0; n < 40; n++) {
      const l = random.between(Math.max(0, expected - 6), expected + 20);
      const r = l + random.between(0, 8);
      const full = (box[HELD] ?? 0) === HELD_RANGES;
      apply(box, l, r);
      // With all ranges in use the stack may drop; what it does then is shown above.
      if (full && l > expected) break;
      if (holds === 1 || l <= expected) for (let o = l; o < r; o++) octets.add(o);
      const before = expected;
      while (octets.has(expected)) expected++;
      if (expected > Math.max(before, r)) jumps++;
      expect(next(box)).toEqual([expected, expected]);
      if (holds === 0) octets.clear();
    }
  }
  if (holds === 1) expect(jumps).toBeGreaterThan(200);
});

describe('a belief', () => {
  test('where nobody knows whether the stack holds: both ends', () => {
    const box = stack(1, 0);
    box.set([0, 1], HOLDS.lo);
    apply(box, 11, 21);
    apply(box, 1, 11);
    expect(next(box)).toEqual([11, 21]);
  });
  test('where nobody knows whether the segment was read', () => {
    const box = stack(1, 1);
    apply(box, 1, 11, false);
    expect(next(box)).toEqual([1, 11]);
    apply(box, 11, 21);
    // If the first was not read, this one waits above the gap.
    expect(next(box)).toEqual([1, 21]);
    // Either way nothing is missing once the first comes again.
    apply(box, 1, 11);
    expect(next(box)).toEqual([21, 21]);
  });

  test.each([
    ['few gaps', 30, 8],
    ['more gaps than ranges: the superset only grows', 400, 5],
  ])('contains every stack in it, whatever that one drops or has not read yet: %s', (_, spread, longest) => {
    const random = new Random(62);
    let wide = 0;
    let full = 0;
    for (let run = 0; run < 600; run++) {
      const point = stack(1, 1);
      const box = stack(1, 1);
      box.set([0, 1], HOLDS.lo);
      for (let n = 0; n < 60; n++) {
        const [lo, hi] = next(box);
        const from = random.chance(0.5) ? lo : hi;
        const l = random.chance(0.3) ? from : random.between(Math.max(0, from - 6), from + spread);
        const r = l + random.between(1, longest);
        const sure = random.chance(0.6);
        // The stack may drop now and then, and lacks room when it likes.
        const holds = random.below(2);
        point.set([holds, holds], HOLDS.lo);
        if (sure || random.chance(0.5)) apply(point, l, r);
        apply(box, l, r, sure);
        const [at] = next(point);
        const [least, most] = next(box);
        expect([run, n, least <= at && at <= most, reassembly.contains(box, 0, point, 0)]).toEqual([
          run,
          n,
          true,
          true,
        ]);
        if (most > least) wide++;
        if ((box[HELD] ?? 0) === HELD_RANGES) full++;
      }
    }
    expect(wide).toBeGreaterThan(5000);
    if (spread > 100) expect(full).toBeGreaterThan(1000);
  });

  test('what it does not hold is not contained', () => {
    const [box, point] = [stack(1, 1), stack(1, 1)];
    apply(point, 21, 31);
    expect(reassembly.contains(box, 0, point, 0)).toBe(false);
    apply(box, 21, 30);
    expect(reassembly.contains(box, 0, point, 0)).toBe(false);
    apply(box, 30, 40);
    expect(reassembly.contains(box, 0, point, 0)).toBe(true);
    expect(reassembly.contains(box, 0, stack(1, 1), 0)).toBe(true);
  });
  test('ranges stay sorted, apart, and within their number', () => {
    const random = new Random(63);
    const box = stack(1, 1);
    for (let n = 0; n < 3000; n++) {
      if (n % 50 === 0) box.set(stack(1, 1));
      const l = random.between(0, 300);
      apply(box, l, l + random.between(1, 9), random.chance(0.5));
      const ends = held(box).flat();
      expect(ends.length).toBeLessThanOrEqual(2 * HELD_RANGES);
      expect(ends.every((x, i) => i === 0 || x > (ends[i - 1] ?? 0))).toBe(true);
    }
  });
});

describe('what has arrived', () => {
  const at = (value: number): Term<'peer'> => new Term({ op: 'constant', value });
  const ends = (node: Node, box: Float64Array): readonly number[] => {
    const view = { box, at: 0, event: segment(0, 0), values: {}, lacks: 0 };
    return [read(node, 'lo', view), read(node, 'hi', view)];
  };
  const none = at(Number.NEGATIVE_INFINITY);
  const met = (box: Float64Array, l: number, r: number, from = none, to = none): readonly number[] =>
    ends(RECEIVED.met(at(l), at(r), from, to).node, box);
  const reach = (box: Float64Array, l: number, from = none, to = none): readonly number[] =>
    ends(RECEIVED.reach(0, count(1), at(l), from, to).node, box);
  const belief = (): Float64Array => {
    const box = stack(1, 0);
    box.set([0, 1], HOLDS.lo);
    return box;
  };

  test('a stack knows', () => {
    const box = stack(11, 1);
    apply(box, 21, 31);
    expect([met(box, 5, 21), met(box, 11, 21), met(box, 11, 22), met(box, 31, 41)]).toEqual([
      [1, 1],
      [0, 0],
      [1, 1],
      [0, 0],
    ]);
    expect(reach(box, 21)).toEqual([31, 31]);
    expect(reach(box, 5)).toEqual([11, 11]);
    expect(reach(box, 15)).toEqual([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  });
  test('a belief knows what may have, and what came in order', () => {
    const box = belief();
    apply(box, 1, 11);
    apply(box, 21, 31);
    expect([met(box, 5, 21), met(box, 11, 21), met(box, 11, 22)]).toEqual([
      [1, 1],
      [0, 0],
      [0, 1],
    ]);
    expect(reach(box, 21)).toEqual([Number.NEGATIVE_INFINITY, 31]);
    expect(reach(box, 5)).toEqual([11, 11]);
  });
  test('and the run that the latest segment belongs to, kept or not', () => {
    const box = belief();
    apply(box, 21, 31);
    expect(met(box, 25, 41, at(21), at(31))).toEqual([1, 1]);
    expect(reach(box, 25, at(21), at(31))).toEqual([31, 31]);
    const dropped = stack(1, 0);
    apply(dropped, 21, 31);
    expect(met(dropped, 25, 41, at(21), at(31))).toEqual([1, 1]);
    expect(reach(dropped, 25, at(21), at(31))).toEqual([31, 31]);
  });
  test('with more gaps than ranges more may have arrived, never less', () => {
    const box = belief();
    for (let i = 1; i <= 2 * HELD_RANGES; i++) apply(box, 10 * i, 10 * i + 5);
    for (let i = 1; i <= 2 * HELD_RANGES; i++) {
      expect(met(box, 10 * i, 10 * i + 5)).toEqual([0, 1]);
      expect(reach(box, 10 * i)[1]).toBeGreaterThanOrEqual(10 * i + 5);
    }
  });

  test('a belief contains what every stack in it says', () => {
    const random = new Random(64);
    let sure = 0;
    for (let run = 0; run < 300; run++) {
      const [point, box] = [stack(1, 1), belief()];
      for (let n = 0; n < 30; n++) {
        const [lo] = next(box);
        const l = random.between(Math.max(0, lo - 6), lo + 60);
        const r = l + random.between(1, 8);
        const certain = random.chance(0.6);
        const holds = random.below(2);
        point.set([holds, holds], HOLDS.lo);
        if (certain || random.chance(0.5)) apply(point, l, r);
        apply(box, l, r, certain);
        const x = random.between(0, lo + 60);
        for (const ask of [(b: Float64Array) => met(b, x, x + 4), (b: Float64Array) => reach(b, x)]) {
          const [pLo = 0, pHi = 0] = ask(point);
          const [bLo = 0, bHi = 0] = ask(box);
          expect([run, n, x, pLo === pHi, bLo <= pLo, pHi <= bHi]).toEqual([run, n, x, true, true, true]);
          if (bLo === bHi) sure++;
        }
      }
    }
    expect(sure).toBeGreaterThan(1000);
  });
});
