/** Records of a pool as sets of states. */
import { describe, expect, test } from 'vitest';
import { writesOf } from '../spec/load.ts';
import { SPEC } from '../spec/rules/index.ts';
import { CLOSED, ESTABLISHED, LISTEN } from '../spec/state.ts';
import { allSlots, RCV, recordWidth, SND, STATE, slotOf } from '../spec/tcb.ts';
import { copyBox, copySlots, hullSlots, initialBox } from './boxes.ts';
import { Random, randomBox } from './random-boxes.ts';
import { outside } from './random-points.ts';

const WIDTH = recordWidth();
const PLAIN = allSlots().filter((s) => s.kind !== 'block');
const ranges = PLAIN.filter((s) => s.kind !== 'fact');
const una = slotOf(SND.UNA);
const nxt = slotOf(RCV.NXT);

/** Two records side by side. */
function pair(a: Float64Array, b: Float64Array): Float64Array {
  const pool = new Float64Array(2 * WIDTH);
  pool.set(a, 0);
  pool.set(b, WIDTH);
  return pool;
}

describe('the beginning', () => {
  test('every slot stands at its initial value', () => {
    const box = initialBox();
    for (const slot of PLAIN)
      expect([slot.name, box[slot.lo], box[slot.hi]]).toEqual([slot.name, ...slot.initial]);
    expect(box[STATE.slot.lo]).toBe(CLOSED);
    expect(box.some((x) => Number.isNaN(x))).toBe(false);
  });
  test('slots stand side by side and fill the record', () => {
    let next = 0;
    for (const slot of allSlots()) {
      expect(slot.lo).toBe(next);
      next += slot.width;
    }
    expect(next).toBe(WIDTH);
  });
});

describe('the hull', () => {
  test('takes the wider end on either side and all states', () => {
    const [a, b] = [initialBox(), initialBox()];
    a.set([5, 9], una.lo);
    b.set([7, 20], una.lo);
    a.set([1, 2], nxt.lo);
    b.set([Number.NEGATIVE_INFINITY, 1], nxt.lo);
    a[STATE.slot.lo] = LISTEN;
    b[STATE.slot.lo] = ESTABLISHED | CLOSED;
    const pool = pair(a, b);
    hullSlots(pool, 0, WIDTH, PLAIN);
    expect([...pool.subarray(una.lo, una.lo + 2)]).toEqual([5, 20]);
    expect([...pool.subarray(nxt.lo, nxt.lo + 2)]).toEqual([Number.NEGATIVE_INFINITY, 2]);
    expect(pool[STATE.slot.lo]).toBe(LISTEN | ESTABLISHED | CLOSED);
    expect(pool.subarray(WIDTH)).toEqual(b);
  });
  test('holds both, and nothing changes when it is taken again', () => {
    const random = new Random(51);
    const [a, b] = [initialBox(), initialBox()];
    for (let n = 0; n < 2000; n++) {
      randomBox(random, a, 0);
      randomBox(random, b, 0);
      const pool = pair(a, b);
      hullSlots(pool, 0, WIDTH, PLAIN);
      const hull = pool.slice(0, WIDTH);
      expect(outside(hull, a, ranges)).toBeUndefined();
      expect(outside(hull, b, ranges)).toBeUndefined();
      hullSlots(pool, 0, WIDTH, PLAIN);
      expect(pool.subarray(0, WIDTH)).toEqual(hull);
      // Nothing beyond what one of the two says.
      for (const slot of ranges.filter((s) => s.kind === 'range')) {
        expect([a[slot.lo], b[slot.lo]]).toContain(hull[slot.lo]);
        expect([a[slot.hi], b[slot.hi]]).toContain(hull[slot.hi]);
      }
    }
  });
  test('leaves slots that are not named', () => {
    const random = new Random(52);
    const [a, b] = [initialBox(), initialBox()];
    randomBox(random, a, 0);
    randomBox(random, b, 0);
    const pool = pair(a, b);
    hullSlots(pool, 0, WIDTH, [una]);
    for (const slot of PLAIN.filter((s) => s !== una)) expect(pool[slot.lo]).toBe(a[slot.lo]);
  });
});

describe('copies', () => {
  test('of a whole record, and of some slots with their blocks', () => {
    const random = new Random(53);
    const [a, b] = [initialBox(), initialBox()];
    randomBox(random, a, 0);
    randomBox(random, b, 0);
    const block = SPEC.rules.flatMap(writesOf).find((s) => s.kind === 'block');
    if (!block) throw new Error('no rule writes a block');
    for (let i = 0; i < block.width; i++) b[block.lo + i] = 100 + i;
    const pool = pair(a, b);
    copySlots(pool, 0, WIDTH, [una, block]);
    expect(pool.subarray(una.lo, una.lo + 2)).toEqual(b.subarray(una.lo, una.lo + 2));
    expect(pool.subarray(block.lo, block.lo + block.width)).toEqual(
      b.subarray(block.lo, block.lo + block.width),
    );
    expect(pool[nxt.lo]).toBe(a[nxt.lo]);
    copyBox(pool, 0, WIDTH);
    expect(pool.subarray(0, WIDTH)).toEqual(b);
  });
});
