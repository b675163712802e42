/** The reference's own arithmetic: what it says of a box holds for every point of it. */
import { describe, expect, test } from 'vitest';
import { E } from '../../spec/event.ts';
import { currentPractice } from '../../spec/profile.ts';
import { holds as fastHolds, read } from '../../spec/read.ts';
import { allSlots, recordWidth } from '../../spec/tcb.ts';
import { leaves, nodes, type Slot, sidesOf, type Test } from '../../spec/term.ts';
import { Random, randomBox, randomEvent } from '../random-boxes.ts';
import { randomTest } from '../random-terms.ts';
import { answer } from './answers.ts';
import { endsOf } from './ends.ts';
import { narrow } from './narrowing.ts';

const RANGES = allSlots().filter((s) => s.kind === 'range');
const values = currentPractice.values;
const ROUNDS = 4000;

interface Scene {
  readonly box: Float64Array;
  readonly event: Float64Array;
  readonly test: Test;
}
/** By chance the ends of a choice stand the wrong way round, as those of no rule do. */
const hasChoice = (test: Test): boolean =>
  sidesOf(test).some((side) => [...nodes(side)].some((n) => n.op === 'between'));
function scene(random: Random): Scene {
  const box = new Float64Array(recordWidth());
  randomBox(random, box, 0);
  const event = new Float64Array(E.SIZE);
  randomEvent(random, random.pick(['segment sent', 'segment arrives']), event);
  let test = randomTest(random, random.between(1, 3));
  while (hasChoice(test)) test = randomTest(random, random.between(1, 3));
  return { box, event, test };
}

/** A point of the box: ends more often than what lies between. */
function pointOf(box: Float64Array, random: Random): Float64Array {
  const point = box.slice();
  for (const { lo, hi } of RANGES) {
    const [from, to] = [box[lo] ?? 0, box[hi] ?? 0];
    const inside = Number.isFinite(to - from) && random.chance(0.4);
    const value = inside ? random.between(from, to) : random.chance(0.5) ? from : to;
    point[lo] = value;
    point[hi] = value;
  }
  return point;
}
const sightOf = (s: Scene, box: Float64Array) => ({ box, event: s.event, values });
const slotsOf = (test: Test): readonly Slot[] =>
  sidesOf(test).flatMap((side) =>
    leaves(side).flatMap((l) => (l.op === 'slot' && l.slot.kind === 'range' ? [l.slot] : [])),
  );

describe('on random terms and boxes', () => {
  test('an interval and an answer are those of the plain reading', () => {
    const random = new Random(1);
    const counts = { yes: 0, no: 0, open: 0 };
    let [ends, same] = [0, 0];
    for (let n = 0; n < ROUNDS; n++) {
      const s = scene(random);
      const view = { ...sightOf(s, s.box), at: 0, lacks: 0 };
      for (const side of sidesOf(s.test)) {
        const { lo, hi } = endsOf(side, view);
        const [low, high] = [read(side, 'lo', view), read(side, 'hi', view)];
        // Where something inside has no number, ∞ − ∞, the plain reading says less of the whole.
        expect(!(lo < low) && !(hi > high)).toBe(true);
        ends++;
        if (lo === low && hi === high) same++;
      }
      const says = answer(s.test, view);
      counts[says]++;
      if (!fastHolds(s.test, 'may', view)) expect(says).toBe('no');
      if (fastHolds(s.test, 'must', view)) expect(says).toBe('yes');
    }
    expect(same).toBeGreaterThan(0.9 * ends);
    for (const n of Object.values(counts)) expect(n).toBeGreaterThan(ROUNDS / 20);
  });

  test('narrowing keeps every point on its side', () => {
    const random = new Random(2);
    let narrowed = 0;
    for (let n = 0; n < ROUNDS; n++) {
      const s = scene(random);
      if (answer(s.test, sightOf(s, s.box)) !== 'open') continue;
      for (let k = 0; k < 6; k++) {
        const point = pointOf(s.box, random);
        const says = answer(s.test, sightOf(s, point));
        if (says === 'open') continue;
        const box = s.box.slice();
        const left = narrow({ test: s.test, holds: says === 'yes' }, sightOf(s, box));
        const kept = slotsOf(s.test).every(
          ({ lo, hi }) => (box[lo] ?? 0) <= (point[lo] ?? 0) && (point[hi] ?? 0) <= (box[hi] ?? 0),
        );
        expect([left, kept], JSON.stringify(s.test)).toEqual([true, true]);
        if (box.some((x, i) => x !== s.box[i])) narrowed++;
      }
    }
    expect(narrowed).toBeGreaterThan(ROUNDS / 10);
  });
});
