/**
 * Forward and solve agree (core-semantics.md §11): whatever satisfies a test keeps every bound that solve
 * names.
 */
import { describe, expect, test } from 'vitest';
import { Random, randomEvent } from '../checker/random-boxes.ts';
import { Draws, newBox, randomPoint, widen, widenTime } from '../checker/random-points.ts';
import { randomTest } from '../checker/random-terms.ts';
import { steer, YES } from '../checker/steering.ts';
import { E } from './event.ts';
import { testsOf } from './load.ts';
import { holds, read, type View } from './read.ts';
import { renderNode, renderTest } from './render.ts';
import { SPEC } from './rules/index.ts';
import { corner, solve } from './solve.ts';
import { DUPACKS, RTO, SND } from './tcb.ts';
import {
  between,
  count,
  isWill,
  leaves,
  max,
  min,
  type Node,
  nodes,
  octets,
  seconds,
  sidesOf,
  type Test,
} from './term.ts';

const SPEC_TESTS: readonly Test[] = [...new Set(SPEC.rules.flatMap(testsOf))].filter((t) => t.op !== 'flags');

interface Scene {
  readonly point: Float64Array;
  readonly box: Float64Array;
  readonly event: Float64Array;
  readonly wide: Float64Array;
}
const scene = (): Scene => ({
  point: newBox(),
  box: newBox(),
  event: new Float64Array(E.SIZE),
  wide: new Float64Array(E.SIZE),
});

const pointView = (s: Scene, draws: Draws): View => ({
  box: s.point,
  at: 0,
  event: s.event,
  values: {},
  lacks: 0,
  draw: draws.draw,
});
const boxView = (s: Scene): View => ({ box: s.box, at: 0, event: s.wide, values: {}, lacks: 0 });

/** A new point and event, and a belief that holds them. */
function fill(s: Scene, random: Random): void {
  randomPoint(SPEC, random, s.point);
  randomEvent(random, random.pick(['segment sent', 'segment arrives']), s.event);
  s.event[E.T1] = s.event[E.T0] ?? 0;
}

/** Bounds that the values of a satisfying point break; NaN bounds nothing. */
function broken(of: Test, s: Scene, point: View): string | undefined {
  for (const leaf of sidesOf(of).flatMap((n) => leaves(n))) {
    const value = read(leaf, 'lo', point);
    for (const { side, bound } of solve(of, leaf)) {
      const least = [corner(bound, { ...point, draw: undefined }), corner(bound, boxView(s))];
      for (const limit of least)
        if (side === 'hi' ? value > limit : value < limit)
          return `${renderTest(of)}: ${renderNode(leaf)} = ${value}, bounded on ${side} by ${limit}`;
    }
  }
  return undefined;
}

/** Draws points that satisfy the test and counts them; gives the first broken bound. */
function tryTest(
  of: Test,
  random: Random,
  draws: number,
  s: Scene,
): { met: number; wrong: string | undefined } {
  let met = 0;
  for (let n = 0; n < draws; n++) {
    fill(s, random);
    const draws = new Draws(random);
    const point = pointView(s, draws);
    steer(of, YES, 8, { ...point, draw: undefined }, random);
    s.event[E.T1] = s.event[E.T0] ?? 0;
    for (const leaf of sidesOf(of).flatMap((l) => leaves(l)))
      if (leaf.op === 'slot' && leaf.slot.kind === 'range')
        s.point[leaf.slot.hi] = s.point[leaf.slot.lo] ?? 0;
    if (!holds(of, 'must', point) || draws.empty) continue;
    met++;
    widen(random, s.point, s.box);
    widenTime(random, s.event, s.wide);
    const wrong = broken(of, s, point);
    if (wrong !== undefined) return { met, wrong };
  }
  return { met, wrong: undefined };
}

describe('a point that satisfies a test keeps every bound solved on itself and on a belief around it', () => {
  test('all tests of the rules', () => {
    const random = new Random(11);
    const s = scene();
    const seldom: string[] = [];
    let met = 0;
    // What speaks of the profile alone has nothing to solve.
    const speaking = SPEC_TESTS.filter((of) => isWill(of) || sidesOf(of).some((n) => leaves(n).length > 0));
    for (const of of speaking) {
      const found = tryTest(of, random, 400, s);
      expect(found.wrong).toBeUndefined();
      met += found.met;
      if (found.met < 20) seldom.push(`${renderTest(of)}: ${found.met}`);
    }
    expect(SPEC_TESTS.length).toBeGreaterThan(200);
    expect(seldom).toEqual([]);
    expect(met).toBeGreaterThan(40_000);
  });

  test('random terms with every kind of node', () => {
    const random = new Random(12);
    const s = scene();
    const kinds = new Map<string, number>();
    let met = 0;
    for (let n = 0; n < 4000; n++) {
      const of = randomTest(random, 1 + random.below(3));
      const found = tryTest(of, random, 8, s);
      expect(found.wrong).toBeUndefined();
      met += found.met;
      if (found.met === 0) continue;
      for (const { op } of sidesOf(of).flatMap((x) => [...nodes(x)])) kinds.set(op, (kinds.get(op) ?? 0) + 1);
    }
    expect([...kinds.keys()].sort()).toEqual(
      ['*', '+', '-', 'between', 'constant', 'event', 'max', 'min', 'query', 'slot'].sort(),
    );
    expect(Math.min(...kinds.values())).toBeGreaterThan(300);
    expect(met).toBeGreaterThan(10_000);
  });
});

/** Bounds as text: which side, and the number on a box of zeros but for what is set. */
function bounds(of: Test, leaf: Node, set: readonly (readonly [Node, number, number])[] = []): string[] {
  const box = newBox();
  for (const [node, lo, hi] of set) {
    if (node.op !== 'slot') throw new Error('only a slot can be set');
    box[node.slot.lo] = lo;
    box[node.slot.hi] = hi;
  }
  const view: View = { box, at: 0, event: new Float64Array(E.SIZE), values: {}, lacks: 0 };
  return solve(of, leaf).map(({ side, bound }) => `${side === 'hi' ? '≤' : '≥'} ${corner(bound, view)}`);
}

describe('the table of core-semantics.md §2', () => {
  const { UNA, EDGE } = SND;
  const una = UNA.node;
  const edge = EDGE.node;

  test('a slot', () => {
    expect(bounds(UNA.le(EDGE), una, [[edge, 10, 30]])).toEqual(['≤ 30']);
    expect(bounds(UNA.le(EDGE), edge, [[una, 3, 7]])).toEqual(['≥ 3']);
    expect(bounds(UNA.eq(EDGE), una, [[edge, 10, 30]])).toEqual(['≤ 30', '≥ 10']);
  });
  test('a sum and a difference', () => {
    expect(bounds(UNA.plus(octets(5)).le(EDGE), una, [[edge, 10, 30]])).toEqual(['≤ 25']);
    const size = EDGE.minus(UNA);
    expect(bounds(size.le(octets(100)), edge, [[una, 3, 7]])).toEqual(['≤ 107']);
    expect(bounds(size.le(octets(100)), una, [[edge, 500, 600]])).toEqual(['≥ 400']);
    expect(bounds(size.ge(octets(100)), edge, [[una, 3, 7]])).toEqual(['≥ 103']);
    expect(bounds(size.ge(octets(100)), una, [[edge, 500, 600]])).toEqual(['≤ 500']);
  });
  test('a multiple', () => {
    expect(bounds(RTO.times(4).le(seconds(8)), RTO.node)).toEqual(['≤ 2000000000']);
  });
  test('min and max say something on one side only', () => {
    const [x, two] = [DUPACKS, count(2)];
    expect(bounds(min(x, two).le(count(1)), x.node)).toEqual([]);
    expect(bounds(min(x, two).ge(count(1)), x.node)).toEqual(['≥ 1']);
    expect(bounds(max(x, two).le(count(3)), x.node)).toEqual(['≤ 3']);
    expect(bounds(max(x, two).ge(count(3)), x.node)).toEqual([]);
  });
  test('a choice bounds its low end from above and its high end from below', () => {
    const choice = between(UNA, EDGE);
    expect(bounds(choice.le(SND.MAX), una, [[SND.MAX.node, 50, 50]])).toEqual(['≤ 50']);
    expect(bounds(choice.le(SND.MAX), edge)).toEqual([]);
    expect(bounds(choice.ge(SND.MAX), edge, [[SND.MAX.node, 50, 50]])).toEqual(['≥ 50']);
    expect(bounds(choice.ge(SND.MAX), una)).toEqual([]);
  });
  test('a leaf that occurs twice is not solved', () => {
    expect(bounds(UNA.plus(octets(1)).le(max(UNA, EDGE)), una)).toEqual([]);
  });
});
