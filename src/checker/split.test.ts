/** The pieces of a sent segment. */
import { describe, expect, test } from 'vitest';
import { BIT, E, HIGH } from '../spec/event.ts';
import { octetDigest } from '../spec/transmissions.ts';
import { asPoint, split, stampTerms } from './split.ts';

function pieces(seq: number, text: Uint8Array | number, sndMax: number, flags: number = BIT.ACK) {
  const length = typeof text === 'number' ? text : text.length;
  const e = new Float64Array(E.SIZE);
  e[E.FLAGS] = flags;
  e[E.SEQ] = seq;
  e[E.LEN] = length + ((flags & BIT.SYN) === 0 ? 0 : 1) + ((flags & BIT.FIN) === 0 ? 0 : 1);
  split(e, sndMax, typeof text === 'number' ? undefined : text);
  return {
    old: [e[E.OLD_SEQ], e[E.OLD_LEN]],
    new: [e[E.NEW_SEQ], e[E.NEW_LEN]],
    digests: [e[E.OLD_DIGEST], e[E.NEW_DIGEST]],
  };
}
const octets = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
const sum = (from: number, ...values: readonly number[]): number =>
  values.reduce((total, octet, i) => total + octetDigest(octet, from + i), 0);

describe('where a segment crosses SND.MAX it is in both families', () => {
  test.each([
    ['all new', 100, 100, [100, 0], [100, 50]],
    ['all old', 100, 500, [100, 50], [150, 0]],
    ['ends at SND.MAX', 100, 150, [100, 50], [150, 0]],
    ['crosses', 100, 120, [100, 20], [120, 30]],
    ['beyond a gap', 100, 40, [100, 0], [100, 50]],
    ['the first segment of all', 100, Number.NEGATIVE_INFINITY, [100, 0], [100, 50]],
  ])('%s', (_, seq, max, old, newer) => {
    expect(pieces(seq, 50, max)).toMatchObject({ old, new: newer });
  });
  test('an empty segment has no piece', () => {
    expect(pieces(100, 0, 100)).toMatchObject({ old: [100, 0], new: [100, 0], digests: [0, 0] });
  });
});

describe('digests', () => {
  test('of each piece, by place', () => {
    const made = pieces(100, octets(1, 2, 3, 4), 102);
    expect(made.digests).toEqual([sum(100, 1, 2), sum(102, 3, 4)]);
  });
  test('together are that of the whole, wherever it was cut', () => {
    const text = octets(9, 8, 7, 6, 5);
    const whole = pieces(100, text, 0).digests[1];
    for (let max = 100; max <= 105; max++) {
      const [a = 0, b = 0] = pieces(100, text, max).digests;
      expect(a + b).toBe(whole);
    }
  });
  test('SYN and FIN take a number and have no octet', () => {
    expect(pieces(100, octets(7), 0, BIT.SYN).digests[1]).toBe(sum(101, 7));
    expect(pieces(100, octets(7), 0, BIT.FIN | BIT.ACK).digests[1]).toBe(sum(100, 7));
    expect(pieces(100, octets(7), 101, BIT.FIN | BIT.ACK)).toMatchObject({
      new: [101, 1],
      digests: [sum(100, 7), 0],
    });
  });
  test('are −1 where the octets were not kept', () => {
    expect(pieces(100, 10, 105).digests).toEqual([-1, -1]);
    expect(pieces(100, 10, 0).digests).toEqual([0, -1]);
  });
});

test('a point has one value at both ends of every field', () => {
  const e = new Float64Array(E.SIZE);
  for (let i: number = E.SEQ; i <= E.SHIFT; i++) e[i] = i + 0.5;
  asPoint(e);
  for (let i: number = E.SEQ; i <= E.SHIFT; i++) expect(e[i + HIGH]).toBe(e[i]);
});

describe('the TSval of a segment as a term reads it', () => {
  const { POSITIVE_INFINITY: ANY, NEGATIVE_INFINITY: NONE } = Number;
  test.each([
    ['stands in its option', BIT.TIMESTAMPS, [700, 700]],
    ['is none where there is no option', BIT.ACK, [NONE, NONE]],
    ['may be any where options were cut off', BIT.OPTIONS_CUT, [NONE, ANY]],
    ['stands in its option though others were cut off', BIT.OPTIONS_CUT | BIT.TIMESTAMPS, [700, 700]],
  ])('%s', (_, flags, range) => {
    const stamped = new Float64Array(E.SIZE);
    stamped[E.FLAGS] = flags;
    stamped[E.TSVAL] = 700;
    const point = stamped.slice();
    stampTerms(stamped);
    expect([stamped[E.TS_LEAST], stamped[E.TS_MOST]]).toEqual(range);
    asPoint(point);
    expect([point[E.TS_LEAST], point[E.TS_MOST]]).toEqual(range);
  });
});
