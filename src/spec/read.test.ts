/**
 * The readings of terms and tests: a belief's contains each of its points', and NaN falls to the lenient
 * side.
 */
import { describe, expect, test } from 'vitest';
import { Random, randomEvent } from '../checker/random-boxes.ts';
import { Draws, newBox, randomPoint, widen, widenTime } from '../checker/random-points.ts';
import { randomNode, randomTest } from '../checker/random-terms.ts';
import { E, NOW, SEG } from './event.ts';
import { CLOCK_MS, LOSSLESS_IN } from './evidence.ts';
import { effectsOf, testsOf } from './load.ts';
import { holds, read, store, type View } from './read.ts';
import { renderNode, renderTest } from './render.ts';
import { SPEC } from './rules/index.ts';
import { ESTABLISHED, FIN_WAIT_1, LISTEN } from './state.ts';
import { RTO, SND, STATE } from './tcb.ts';
import { between, leaves, type Node, nodes, octets, setting, sidesOf, type Test } from './term.ts';

interface Scene {
  readonly point: View;
  readonly belief: View;
}

function scene(random: Random): Scene {
  const [at, box] = [newBox(), newBox()];
  const [event, wide] = [new Float64Array(E.SIZE), new Float64Array(E.SIZE)];
  randomPoint(SPEC, random, at);
  randomEvent(random, random.pick(['segment sent', 'segment arrives']), event);
  widenTime(random, event, wide);
  widen(random, at, box);
  const common = { at: 0, values: {}, lacks: 0 };
  return {
    point: { ...common, box: at, event, draw: new Draws(random).draw },
    belief: { ...common, box, event: wide },
  };
}

/** A run of own numbers that holds nothing has no time and no digest: its query says nothing on a point. */
const emptyRun = (node: Node, view: View): boolean =>
  [...nodes(node)].some((n) => {
    const [l, r] = n.op === 'query' && n.of.id === 'transmissions' ? n.args : [];
    return l !== undefined && r !== undefined && !(read(l, 'lo', view) < read(r, 'lo', view));
  });

/** The point's value where it has one that all its choices allow. */
function escapes(node: Node, { point, belief }: Scene): string | undefined {
  if (emptyRun(node, point)) return undefined;
  const [lo, hi] = [read(node, 'lo', point), read(node, 'hi', point)];
  const [least, most] = [read(node, 'lo', belief), read(node, 'hi', belief)];
  return lo < least || hi > most
    ? `${renderNode(node)}: [${lo}, ${hi}] not in [${least}, ${most}]`
    : undefined;
}

/** Belief says certainly: so does the point. Point passes: so may the belief. */
function disagrees(of: Test, { point, belief }: Scene): string | undefined {
  if (sidesOf(of).some((n) => emptyRun(n, point))) return undefined;
  if (holds(of, 'must', belief) && !holds(of, 'may', point)) return `${renderTest(of)}: must, and does not`;
  if (holds(of, 'must', point) && !holds(of, 'may', belief)) return `${renderTest(of)}: may not, and does`;
  return undefined;
}

const SPEC_TESTS = [...new Set(SPEC.rules.flatMap(testsOf))];
const SPEC_NODES: readonly Node[] = [
  ...new Set([
    ...SPEC_TESTS.flatMap(sidesOf),
    ...SPEC.rules.flatMap((r) => effectsOf(r).flatMap((e) => ('value' in e ? [e.value] : []))),
    ...SPEC.rules.flatMap((r) => (r.verb === 'exempt' ? [r.slack.node] : [])),
    ...SPEC.rules.flatMap((r) => (r.verb === 'oblige' ? [r.owes.by.node] : [])),
  ]),
];

describe('the reading of a belief contains that of every point in it', () => {
  test('all terms and tests of all rules', () => {
    expect(SPEC_NODES.length).toBeGreaterThan(150);
    const random = new Random(21);
    for (let n = 0; n < 700; n++) {
      const s = scene(random);
      for (const node of SPEC_NODES) expect(escapes(node, s)).toBeUndefined();
      for (const of of SPEC_TESTS) expect(disagrees(of, s)).toBeUndefined();
    }
  });

  test('random terms and tests with every kind of node', () => {
    const random = new Random(22);
    for (let n = 0; n < 25_000; n++) {
      const s = n % 8 === 0 ? scene(random) : last;
      last = s;
      const node = randomNode(random, 3);
      if (!hasEmptyChoice([node], s.point)) expect(escapes(node, s)).toBeUndefined();
      const of = randomTest(random, 2);
      if (!hasEmptyChoice(sidesOf(of), s.point)) expect(disagrees(of, s)).toBeUndefined();
    }
  });
  let last = scene(new Random(1));
  /** A choice from nothing: no rule has one, random terms do. */
  const hasEmptyChoice = (of: readonly Node[], view: View): boolean =>
    of.some((side) => [...nodes(side)].some((n) => Number.isNaN(read(n, 'lo', view))));
});

describe('NaN, should one appear, falls to the lenient side', () => {
  const view: View = { box: newBox(), at: 0, event: new Float64Array(E.SIZE), values: {}, lacks: 0 };
  const endless = octets(Number.POSITIVE_INFINITY);
  const nothing = SND.MAX.plus(endless);
  view.box[(SND.MAX.node as Extract<Node, { op: 'slot' }>).slot.lo] = Number.NEGATIVE_INFINITY;

  test.each([
    ['less or equal, left', nothing.le(SND.UNA)],
    ['less or equal, right', SND.UNA.le(nothing)],
    ['less', SND.UNA.lt(nothing)],
    ['equal', SND.UNA.eq(nothing)],
    ['equal to itself', nothing.eq(nothing)],
  ])('%s', (_, of) => {
    expect(read(nothing.node, 'lo', view)).toBeNaN();
    expect(holds(of, 'may', view)).toBe(true);
    expect(holds(of, 'must', view)).toBe(false);
  });

  test('what is stored is no bound', () => {
    expect(store(Number.NaN, 'lo')).toBe(Number.NEGATIVE_INFINITY);
    expect(store(Number.NaN, 'hi')).toBe(Number.POSITIVE_INFINITY);
    expect(store(7, 'hi')).toBe(7);
  });
});

describe('what a reading looks at', () => {
  const box = newBox();
  const slot = (node: Node) => {
    if (node.op !== 'slot') throw new Error('not a slot');
    return node.slot;
  };
  const rto = slot(RTO.node);
  const una = slot(SND.UNA.node);
  box[rto.lo] = 5;
  box[rto.hi] = 9;
  box[una.lo] = 100;
  box[una.hi] = 200;
  const view: View = { box, at: 0, event: new Float64Array(E.SIZE), values: {}, lacks: 0 };

  test('a bound without its evidence reads as no bound, the other stays', () => {
    expect(read(RTO.node, 'lo', { ...view, lacks: CLOCK_MS })).toBe(Number.NEGATIVE_INFINITY);
    expect(read(RTO.node, 'hi', { ...view, lacks: CLOCK_MS })).toBe(9);
    expect(read(SND.UNA.node, 'hi', { ...view, lacks: LOSSLESS_IN })).toBe(Number.POSITIVE_INFINITY);
    expect(read(SND.UNA.node, 'lo', { ...view, lacks: 0 })).toBe(100);
  });
  test('a setting is what the profile says, else the standard', () => {
    const node = setting<'span'>('IMMEDIATE', 40).node;
    expect(read(node, 'lo', view)).toBe(40);
    expect(read(node, 'lo', { ...view, values: { IMMEDIATE: 7 } })).toBe(7);
  });
  test('a choice has the ends of its two terms, and one value where it is drawn', () => {
    const choice = between(SND.UNA, SND.UNA.plus(octets(50)));
    expect([read(choice.node, 'lo', view), read(choice.node, 'hi', view)]).toEqual([100, 250]);
    const drawn: View = { ...view, draw: (_, lo, hi) => lo + hi };
    expect([read(choice.node, 'lo', drawn), read(choice.node, 'hi', drawn)]).toEqual([350, 350]);
  });
  test('NOW has two ends, a field of an arriving segment one', () => {
    const event = new Float64Array(E.SIZE);
    event[E.T0] = 10;
    event[E.T1] = 15;
    event[E.SEQ] = 3;
    const v = { ...view, event };
    expect([read(NOW.node, 'lo', v), read(NOW.node, 'hi', v)]).toEqual([10, 15]);
    expect([read(SEG.SEQ.node, 'lo', v), read(SEG.SEQ.node, 'hi', v)]).toEqual([3, 3]);
    expect(leaves(SEG.END.node)).toHaveLength(2);
  });
  test('states: may where some are in the set, must where all are', () => {
    box[STATE.slot.lo] = ESTABLISHED | FIN_WAIT_1;
    const both = (states: number) => [
      holds(STATE.in(states), 'may', view),
      holds(STATE.in(states), 'must', view),
    ];
    expect(both(ESTABLISHED)).toEqual([true, false]);
    expect(both(ESTABLISHED | FIN_WAIT_1)).toEqual([true, true]);
    expect(both(LISTEN)).toEqual([false, false]);
  });
});
