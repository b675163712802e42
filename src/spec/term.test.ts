/** Terms: units that do not mix are refused by the type checker, and what a term is made of. */
import { describe, expect, test } from 'vitest';
import { NOW, OUT, SEG } from './event.ts';
import { CHALLENGED, DUPACKS, RCV, RTO, SMSS, SND, slotOf } from './tcb.ts';
import {
  atWill,
  between,
  count,
  leaves,
  max,
  min,
  nodes,
  octets,
  per,
  sameLeaf,
  seconds,
  sidesOf,
} from './term.ts';

describe('what the type checker refuses (each line would compile without its mark’s error)', () => {
  test('a position is not a size', () => {
    // @ts-expect-error SMSS counts octets, SEG.SEQ is a place
    SEG.SEQ.gt(SMSS);
    // @ts-expect-error the window is a size, its edge a place
    OUT.WND.le(SND.EDGE);
    // @ts-expect-error a place plus a place is no place
    SND.UNA.plus(SND.EDGE);
    // @ts-expect-error a size less a place
    SMSS.minus(SND.UNA);
    // @ts-expect-error duplicates are counted, not measured in octets
    DUPACKS.ge(octets(3));
    // @ts-expect-error the larger of a size and a place
    max(SMSS, SND.UNA);
    expect(sidesOf(SEG.SEQ.gt(RCV.NXT))).toHaveLength(2);
  });

  test('own numbers are not the peer’s', () => {
    // @ts-expect-error the arriving segment counts the peer's octets, SND.UNA the stack's
    SEG.SEQ.eq(SND.UNA);
    // @ts-expect-error the ACK field of a sent segment is in the peer's space
    OUT.ACK.le(SND.MAX);
    // @ts-expect-error a slot of own numbers takes no number of the peer's
    SND.UNA.becomes(SEG.SEQ);
    // @ts-expect-error a difference needs two places of one space
    SND.MAX.minus(RCV.NXT);
    // @ts-expect-error a choice from an own to a peer's number
    between(SND.UNA, RCV.NXT);
    expect(sidesOf(SEG.ACK.le(SND.MAX))).toHaveLength(2);
  });

  test('an instant is not a duration', () => {
    // @ts-expect-error RTO is a span, NOW a moment
    RTO.becomes(NOW);
    // @ts-expect-error a moment becomes no span
    CHALLENGED.becomes(RTO);
    // @ts-expect-error a moment plus a moment
    NOW.plus(CHALLENGED);
    // @ts-expect-error a moment cannot be doubled
    NOW.times(2);
    // @ts-expect-error a place cannot be doubled
    expect(() => SND.UNA.times(2)).not.toThrow();
    // @ts-expect-error seconds are no octets
    SND.UNA.plus(seconds(1));
    // @ts-expect-error a span is compared with a span
    NOW.minus(CHALLENGED).ge(NOW);
    expect(sidesOf(NOW.minus(CHALLENGED).ge(RTO))).toHaveLength(2);
  });

  test('a clause stands for an entry of the catalogue', () => {
    // @ts-expect-error no such entry
    per('RFC9293-99-1', DUPACKS.ge(count(1)));
    expect(per('MUST-40', DUPACKS.ge(count(1)))).toMatchObject({ per: 'MUST-40', op: '<=' });
  });
});

describe('what is refused when it runs', () => {
  test('a factor that would change the ends about', () => {
    expect(() => SMSS.times(0)).toThrow('times(0)');
    expect(() => RTO.times(-1)).toThrow('times(-1)');
    expect(() => RTO.times(Number.NaN)).toThrow('times(NaN)');
  });
  test('assigning what is no slot', () => {
    expect(() => SND.UNA.plus(octets(1)).becomes(SND.UNA)).toThrow('only a slot');
    expect(() => slotOf(SEG.SEQ)).toThrow('not a slot');
  });
});

describe('comparisons', () => {
  test('less than is one less or equal', () => {
    expect(SND.UNA.lt(SND.MAX)).toEqual({
      op: '<=',
      a: { op: '+', a: SND.UNA.node, b: { op: 'constant', value: 1 } },
      b: SND.MAX.node,
    });
    expect(SND.UNA.gt(SND.MAX)).toEqual(SND.MAX.lt(SND.UNA));
    expect(SND.UNA.ge(SND.MAX)).toEqual(SND.MAX.le(SND.UNA));
  });
  test('each will is a choice of its own', () => {
    const [a, b] = [atWill(), atWill()];
    expect(a).toEqual(b);
    expect(sidesOf(a)[0]).not.toBe(sidesOf(b)[0]);
  });
});

describe('leaves and nodes', () => {
  const term = min(SND.EDGE.minus(SND.UNA), max(SMSS.times(2), octets(5)));
  test('leaves in reading order, constants left out', () => {
    expect(leaves(term.node)).toEqual([SND.EDGE.node, SND.UNA.node, SMSS.node]);
  });
  test('nodes, the whole included', () => {
    expect([...nodes(term.node)].map((n) => n.op)).toEqual([
      'min',
      '-',
      'slot',
      'slot',
      'max',
      '*',
      'slot',
      'constant',
    ]);
  });
  test('a field of an arriving segment is none of a sent one, wherever it stands', () => {
    expect(sameLeaf(SEG.SEQ.node, OUT.SEQ.node)).toBe(false);
    expect(sameLeaf(SEG.SEQ.node, { ...SEG.SEQ.node })).toBe(true);
    expect(sameLeaf(SND.UNA.node, { ...SND.UNA.node })).toBe(true);
    expect(sameLeaf(SND.UNA.node, SND.MAX.node)).toBe(false);
  });
});
