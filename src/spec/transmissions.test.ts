/**
 * What the stack has sent: times and digests against a plain list of octets, also where runs had to be
 * joined.
 */
import { describe, expect, test } from 'vitest';
import { Random } from '../checker/random-boxes.ts';
import { newBox } from '../checker/random-points.ts';
import { split } from '../checker/split.ts';
import { BIT, E } from './event.ts';
import type { Side } from './term.ts';
import { octetDigest, RUNS, runDigest, transmissions } from './transmissions.ts';

const [BLOCK] = transmissions.slots;
const COUNT = BLOCK?.lo ?? 0;
type Query = 'oldest' | 'newest' | 'digest';

/** What was sent last at a place. */
interface Octet {
  readonly t0: number;
  readonly t1: number;
  readonly value: number;
}
/** A sender with the block beside a plain map. */
class Sender {
  readonly box = newBox();
  readonly octets = new Map<number, Octet>();
  max = 0;

  /** Sends [l, r) with these octets, or with octets that nobody kept. */
  send(l: number, r: number, at: readonly [number, number], value?: (place: number) => number): void {
    const e = new Float64Array(E.SIZE);
    e[E.FLAGS] = BIT.ACK;
    e[E.SEQ] = l;
    e[E.LEN] = r - l;
    [e[E.T0], e[E.T1]] = at;
    split(e, this.max, value && Uint8Array.from({ length: r - l }, (_, i) => value(l + i)));
    transmissions.apply(this.box, 0, e, true);
    this.max = Math.max(this.max, r);
    for (let place = l; place < r; place++)
      this.octets.set(place, { t0: at[0], t1: at[1], value: value ? value(place) : -1 });
  }
  ask(query: Query, side: Side, l: number, r: number, lHi = l, rHi = r): number {
    const found = transmissions.queries[query];
    if (!found) throw new Error(`no query ${query}`);
    return found.read(side, this.box, 0, Float64Array.of(l, lHi, r, rHi));
  }
  ends(query: Query, l: number, r: number): [number, number] {
    return [this.ask(query, 'lo', l, r), this.ask(query, 'hi', l, r)];
  }
  /** The same from the map; undefined where an octet was never sent. */
  plain(query: 'oldest' | 'newest', l: number, r: number): [number, number] | undefined {
    const sent = Array.from({ length: r - l }, (_, i) => this.octets.get(l + i));
    if (sent.length === 0 || sent.includes(undefined)) return undefined;
    const pick = query === 'oldest' ? Math.min : Math.max;
    return [pick(...sent.map((o) => o?.t0 ?? 0)), pick(...sent.map((o) => o?.t1 ?? 0))];
  }
  plainDigest(l: number, r: number): number {
    let sum = 0;
    for (let place = l; place < r; place++) sum += octetDigest(this.octets.get(place)?.value ?? 0, place);
    return sum;
  }
  get runs(): number {
    return this.box[COUNT] ?? 0;
  }
}
const UNKNOWN: [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
const letter = (place: number): number => (place * 7 + 3) % 256;

describe('times', () => {
  test('of a run, of a part of it, of what was never sent', () => {
    const s = new Sender();
    s.send(0, 10, [5, 6]);
    expect(s.ends('oldest', 0, 10)).toEqual([5, 6]);
    expect(s.ends('newest', 3, 4)).toEqual([5, 6]);
    expect(s.ends('oldest', 5, 11)).toEqual(UNKNOWN);
    expect(s.ends('oldest', 20, 30)).toEqual(UNKNOWN);
    s.send(15, 20, [9, 9]);
    expect(s.ends('newest', 5, 18)).toEqual(UNKNOWN);
    expect(s.ends('newest', -5, 10)).toEqual(UNKNOWN);
    expect(s.ends('newest', 15, 18)).toEqual([9, 9]);
  });
  test('a retransmission makes its octets newer, not their neighbours', () => {
    const s = new Sender();
    s.send(0, 10, [1, 1]);
    s.send(4, 6, [9, 9]);
    expect(s.ends('oldest', 0, 10)).toEqual([1, 1]);
    expect(s.ends('newest', 0, 10)).toEqual([9, 9]);
    expect(s.ends('oldest', 4, 6)).toEqual([9, 9]);
    expect(s.ends('newest', 6, 10)).toEqual([1, 1]);
  });
  test('for a run whose ends are in doubt, those of every run that it may be', () => {
    const s = new Sender();
    s.send(0, 10, [1, 1]);
    s.send(10, 20, [5, 5]);
    s.send(20, 30, [9, 9]);
    const asked = (query: Query): [number, number] => [
      s.ask(query, 'lo', 5, 12, 15, 25),
      s.ask(query, 'hi', 5, 12, 15, 25),
    ];
    expect(asked('oldest')).toEqual([1, 9]);
    expect(asked('newest')).toEqual([1, 9]);
  });

  test('are those of a plain list of octets as long as no runs were joined', () => {
    const random = new Random(71);
    let compared = 0;
    for (let n = 0; n < 2000; n++) {
      const s = new Sender();
      for (let i = 0; i < 5; i++) {
        const l = random.between(0, s.max);
        const t = 10 * i + random.below(5);
        s.send(l, l + random.between(1, 12), [t, t + random.below(3)]);
        const from = random.between(0, s.max);
        const to = random.between(from + 1, s.max + 1);
        for (const query of ['oldest', 'newest'] as const) {
          const plain = s.plain(query, from, to);
          if (plain) compared++;
          expect(s.ends(query, from, to)).toEqual(plain ?? UNKNOWN);
        }
      }
    }
    expect(compared).toBeGreaterThan(10_000);
  });

  test('contain those of a plain list where runs were joined: the direction that overflow declares', () => {
    const random = new Random(72);
    let joined = 0;
    let told = 0;
    for (let n = 0; n < 300; n++) {
      const s = new Sender();
      for (let i = 0; i < 80; i++) {
        const l = random.between(Math.max(0, s.max - 100), s.max + (random.chance(0.1) ? 3 : 0));
        s.send(l, l + random.between(1, 9), [10 * i, 10 * i + 2]);
        if (s.runs > RUNS) throw new Error('more runs than there is room for');
        if (s.runs >= RUNS - 2) joined++;
        const from = random.between(0, s.max);
        const to = random.between(from, s.max);
        for (const query of ['oldest', 'newest'] as const) {
          const plain = s.plain(query, from, to);
          if (!plain) continue;
          const [lo, hi] = s.ends(query, from, to);
          expect([n, i, lo <= plain[0], plain[1] <= hi]).toEqual([n, i, true, true]);
          if (Number.isFinite(lo) && Number.isFinite(hi)) told++;
        }
      }
    }
    expect(joined).toBeGreaterThan(5000);
    expect(told).toBeGreaterThan(10_000);
    for (const query of Object.values(transmissions.queries)) expect(query.whenFull).toBe('unknown');
  });
});

describe('digests', () => {
  test('of whole runs; unknown for a part of one, and where octets were not kept', () => {
    const s = new Sender();
    s.send(0, 10, [1, 1], letter);
    s.send(10, 20, [2, 2], letter);
    expect(s.ends('digest', 0, 10)).toEqual([s.plainDigest(0, 10), s.plainDigest(0, 10)]);
    expect(s.ends('digest', 0, 20)[0]).toBe(s.plainDigest(0, 20));
    expect(s.ends('digest', 0, 15)).toEqual(UNKNOWN);
    s.send(20, 30, [3, 3]);
    expect(s.ends('digest', 10, 30)).toEqual(UNKNOWN);
    expect(s.ends('digest', 20, 30)).toEqual(UNKNOWN);
    expect([s.ask('digest', 'lo', 0, 10, 1, 10), s.ask('digest', 'hi', 0, 10, 1, 10)]).toEqual(UNKNOWN);
  });
  test('tell octets apart, and their order', () => {
    const s = new Sender();
    s.send(0, 4, [1, 1], letter);
    const other = new Sender();
    other.send(0, 4, [1, 1], (place) => letter(place === 2 ? 9 : place));
    const swapped = new Sender();
    swapped.send(0, 4, [1, 1], (place) => letter(place === 1 ? 2 : place === 2 ? 1 : place));
    const [a, b, c] = [s, other, swapped].map((x) => x.ask('digest', 'lo', 0, 4));
    expect(new Set([a, b, c]).size).toBe(3);
    expect(Number.isSafeInteger(a)).toBe(true);
  });

  test('where known are those of a plain list, through retransmissions, cuts and joins', () => {
    const random = new Random(73);
    let known = 0;
    for (let n = 0; n < 600; n++) {
      const s = new Sender();
      for (let i = 0; i < 40; i++) {
        const back = random.chance(0.5) ? s.max : random.between(Math.max(0, s.max - 60), s.max);
        s.send(back, back + random.between(1, 9), [i, i], random.chance(0.95) ? letter : undefined);
        // Ask for what stands between two ends of runs: there an answer can be known.
        const ends = Array.from({ length: s.runs }, (_, k) => [
          ...s.box.subarray(COUNT + 1 + 5 * k, COUNT + 3 + 5 * k),
        ]).flat();
        const [from, to] = [random.pick(ends), random.pick(ends)].sort((a, b) => a - b) as [number, number];
        const [lo, hi] = s.ends('digest', from, to);
        if (!Number.isFinite(lo)) continue;
        known++;
        expect([n, i, lo, hi]).toEqual([n, i, s.plainDigest(from, to), s.plainDigest(from, to)]);
      }
    }
    expect(known).toBeGreaterThan(5000);
  });
});

test('a record contains one of the same runs whose times lie inside its own', () => {
  const [wide, point] = [new Sender(), new Sender()];
  wide.send(0, 10, [4, 8]);
  point.send(0, 10, [5, 5]);
  const contains = (a: Sender, b: Sender): boolean => transmissions.contains(a.box, 0, b.box, 0);
  expect(contains(wide, point)).toBe(true);
  expect(contains(point, wide)).toBe(false);
  point.send(10, 12, [6, 6]);
  expect(contains(wide, point)).toBe(false);
  wide.send(10, 13, [6, 6]);
  expect(contains(wide, point)).toBe(false);
});

test('the digest of a run is the sum of its octets, also where the places wrap', () => {
  const random = new Random(5);
  for (const position of [0, 1, 65_500, 65_521, 7 * 65_521 - 3, 2 ** 40 + 11, -70_000]) {
    const octets = Uint8Array.from({ length: 300 }, () => random.between(0, 255));
    let sum = 0;
    for (let at = 20; at < 280; at++) sum += octetDigest(octets[at] ?? 0, position + at - 20);
    expect(runDigest(octets, 20, 280, position)).toBe(sum);
  }
});
