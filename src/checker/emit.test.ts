/** Terms and tests as source say what the readings say, also where no rule has such a term yet. */
import { describe, expect, test } from 'vitest';
import { E } from '../spec/event.ts';
import { ALL_EVIDENCE } from '../spec/evidence.ts';
import { holds, read, type View } from '../spec/read.ts';
import { renderTest } from '../spec/render.ts';
import { corner, solve } from '../spec/solve.ts';
import { ESTABLISHED, SYN_RECEIVED } from '../spec/state.ts';
import { RCV, SND, STATE } from '../spec/tcb.ts';
import { leaves, nodes, sidesOf } from '../spec/term.ts';
import { compileBits } from './compile.ts';
import { Bindings, emitCorner, emitNode, inexact, mayBeNaN } from './emit.ts';
import { Random, randomBox, randomEvent } from './random-boxes.ts';
import { newBox } from './random-points.ts';
import { randomNode, randomTest } from './random-terms.ts';

/** Source of an expression made into a function of pool and event. */
function evaluate(source: string, bindings: Bindings): (box: Float64Array, event: Float64Array) => number {
  const names = bindings.values.map((_, i) => `B${i}`);
  // oxlint-disable-next-line typescript/no-implied-eval
  const made = new Function(...names, `return (S,e,f=0)=>${source};`) as (
    ...bound: unknown[]
  ) => (box: Float64Array, event: Float64Array) => number;
  return made(...bindings.values);
}

const scene = (random: Random, lacks: number): View => {
  const view: View = {
    box: newBox(),
    at: 0,
    event: new Float64Array(E.SIZE),
    values: { IMMEDIATE: 77 },
    lacks,
  };
  randomBox(random, view.box, 0);
  randomEvent(random, random.pick(['segment sent', 'segment arrives']), view.event);
  return view;
};

describe('random terms with every kind of node, on boxes with infinities, with and without evidence', () => {
  test('tests', () => {
    const random = new Random(31);
    const kinds = new Set<string>();
    let passed = 0;
    for (let n = 0; n < 1500; n++) {
      const of = randomTest(random, 1 + random.below(3));
      for (const node of sidesOf(of).flatMap((x) => [...nodes(x)])) kinds.add(node.op);
      const lacks = random.chance(0.3) ? ALL_EVIDENCE : 0;
      const options = { values: { IMMEDIATE: 77 }, lacks };
      const may = compileBits([of], options);
      const must = compileBits([of], options, 'must');
      for (let k = 0; k < 12; k++) {
        const view = scene(random, lacks);
        const read = [holds(of, 'may', view), holds(of, 'must', view)];
        const ran = [may(view.box, 0, view.event) === 1, must(view.box, 0, view.event) === 1];
        if (read[0] !== ran[0] || read[1] !== ran[1])
          expect([renderTest(of), ...ran]).toEqual([renderTest(of), ...read]);
        if (read[0] === true) passed++;
      }
    }
    expect(kinds.size).toBe(10);
    expect(passed).toBeGreaterThan(1000);
    expect(passed).toBeLessThan(17_000);
  });

  test('ends of terms, and corners that solve makes', () => {
    const random = new Random(32);
    let corners = 0;
    for (let n = 0; n < 1500; n++) {
      const node = randomNode(random, 3);
      const of = randomTest(random, 2);
      const lacks = random.chance(0.3) ? ALL_EVIDENCE : 0;
      const solved = sidesOf(of)
        .flatMap((x) => leaves(x))
        .flatMap((leaf) => solve(of, leaf));
      const bindings = new Bindings();
      const ctx = { values: { IMMEDIATE: 77 }, lacks, bindings };
      const lo = emitNode(node, 'lo', ctx);
      const hi = emitNode(node, 'hi', ctx);
      const sources = [lo, hi, ...solved.map((x) => emitCorner(x.bound, ctx))];
      const ran = sources.map((source) => evaluate(source, bindings));
      corners += solved.length;
      for (let k = 0; k < 6; k++) {
        const view = scene(random, lacks);
        const wanted = [
          read(node, 'lo', view),
          read(node, 'hi', view),
          ...solved.map((x) => corner(x.bound, view)),
        ];
        expect(ran.map((f) => f(view.box, view.event))).toEqual(wanted);
      }
    }
    expect(corners).toBeGreaterThan(2000);
  });
});

test('only ∞ − ∞ gives NaN: terms that cannot be NaN never are', () => {
  const random = new Random(33);
  let seen = 0;
  for (let n = 0; n < 20_000; n++) {
    const node = randomNode(random, 3);
    const view = scene(random, 0);
    const value = read(node, random.pick(['lo', 'hi']), view);
    if (Number.isNaN(value)) seen++;
    if (!mayBeNaN(node)) expect(value).not.toBeNaN();
  }
  expect(seen).toBeGreaterThan(50);
});

test('a test that is exact has no third answer', () => {
  const random = new Random(34);
  const facts = SND.MAX.le(SND.FIN);
  expect(inexact([facts, SND.UNA.le(SND.MAX), STATE.in(ESTABLISHED | SYN_RECEIVED)], 0)).toHaveLength(2);
  // SND.MAX rests on a lossless recording: without it there is nothing exact.
  expect(inexact([facts], ALL_EVIDENCE)).toEqual([facts]);
  expect(inexact([RCV.ADV.le(RCV.ACKED)], 0)).toEqual([]);
  for (let n = 0; n < 20_000; n++) {
    const of = randomTest(random, 1);
    const view = scene(random, 0);
    if (inexact([of], 0).length === 0) expect(holds(of, 'must', view)).toBe(holds(of, 'may', view));
  }
});
