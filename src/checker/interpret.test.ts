/**
 * One step of the cells: a belief stays around every state in it, a doubtful step allows all that a certain
 * one does (core-semantics.md §5, §11).
 */
import { describe, expect, test } from 'vitest';
import { E } from '../spec/event.ts';
import { writesOf } from '../spec/load.ts';
import { currentPractice, rfc793Era } from '../spec/profile.ts';
import type { On, Rule } from '../spec/rule.ts';
import { SPEC } from '../spec/rules/index.ts';
import { CLOSED, CLOSING, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, LAST_ACK, TIME_WAIT } from '../spec/state.ts';
import { allSlots } from '../spec/tcb.ts';
import type { Slot, Test } from '../spec/term.ts';
import { hullSlots } from './boxes.ts';
import { interpretInput, interpretSent, moved, OUT_FINDINGS, OUT_WORDS, PASS } from './interpret.ts';
import { type CellPlan, planCell } from './plan.ts';
import { Random, randomEvent } from './random-boxes.ts';
import { computedsOf, Draws, newBox, outside, randomPoint, widen, widenTime } from './random-points.ts';
import { clausesOf, steerAll } from './steering.ts';

const INPUTS = ['segment arrives', 'segment arrives', 'call', 'time passes'] as const;
const PLAIN = allSlots().filter((s) => s.kind !== 'block');
const COMPUTED = computedsOf(SPEC);
const ofComputeds = new Set<Slot>(COMPUTED.flatMap(({ computed }) => computed.slots));
const WIDTH = 4 * (SPEC.rules.length + SPEC.families.length);

const plans = new Map<string, CellPlan>();
function planFor(on: On, event: Float64Array): CellPlan {
  const key = `${on} ${event[E.FLAGS]}`;
  const known = plans.get(key) ?? planCell(SPEC, on, event[E.FLAGS] ?? 0);
  plans.set(key, known);
  return known;
}

interface Step {
  readonly point: Float64Array;
  readonly box: Float64Array;
  readonly event: Float64Array;
  readonly wide: Float64Array;
  readonly out: Int32Array;
  readonly cov: Uint32Array;
}
const step = (): Step => ({
  point: newBox(),
  box: newBox(),
  event: new Float64Array(E.SIZE),
  wide: new Float64Array(E.SIZE),
  out: new Int32Array(OUT_WORDS),
  cov: new Uint32Array(WIDTH),
});

/** A state, an event, a belief around both; often led to a rule that applies, mostly a scarce one. */
function fill(
  s: Step,
  on: On,
  random: Random,
  scarce: (rule: Rule, i: number) => boolean = () => false,
): void {
  randomPoint(SPEC, random, s.point);
  randomEvent(random, on, s.event);
  s.event[E.T1] = s.event[E.T0] ?? 0;
  if (random.chance(0.6)) {
    const rules = SPEC.rules.filter((r) => r.on === on);
    const few = random.chance(0.5) ? SPEC.rules.filter((r, i) => r.on === on && scarce(r, i)) : [];
    const rule = random.pick(few.length > 0 ? few : rules);
    for (const t of clausesOf(rule))
      if (t.op === 'flags') s.event[E.FLAGS] = ((s.event[E.FLAGS] ?? 0) & ~t.mask) | t.want;
    const tests = on === 'segment sent' ? wholeSegment(rule, s, random) : clausesOf(rule);
    steerAll(tests, { box: s.point, at: 0, event: s.event, values: {}, lacks: 0 }, random);
    collapse(s, random);
  }
  widen(random, s.point, s.box);
  widenTime(random, s.event, s.wide);
}

/** What a segment with this rule needs: a permit of every family that its bits leave, and every limit. */
function wholeSegment(rule: Rule, s: Step, random: Random): readonly Test[] {
  const plan = planFor('segment sent', s.event);
  const permits = plan.families.flatMap((f) => {
    if (f.permits.length === 0) return [];
    return [f.permits.find((p) => p.rule === rule) ?? random.pick(f.permits)];
  });
  const chosen = permits.filter((p) => p.rule === rule || random.chance(0.7));
  return [...chosen.flatMap((p) => clausesOf(p.rule)), ...plan.forbids.map((f) => f.rule.allow)];
}

/** Steering may have left ranges: one of their values is the state's. */
function collapse({ point, event }: Step, random: Random): void {
  event[E.T1] = event[E.T0] ?? 0;
  for (const slot of PLAIN) {
    if (slot.kind === 'range') {
      const end = random.chance(0.5) ? slot.lo : slot.hi;
      const value = point[end] ?? 0;
      point[slot.lo] = value;
      point[slot.hi] = value;
    }
    if (slot.kind === 'mask') {
      const states = point[slot.lo] ?? 0;
      point[slot.lo] = states & -states || 1;
    }
  }
}

describe('one step of an input', () => {
  test('the belief after it contains the state after it, whatever the stack chose', () => {
    const random = new Random(41);
    const s = step();
    const took = new Uint32Array(SPEC.rules.length);
    for (let n = 0; n < 30_000; n++) {
      const on = random.pick(INPUTS);
      fill(s, on, random, (r, i) => r.verb === 'track' && (took[i] ?? 0) < 30);
      const plan = planFor(on, s.event);
      const before = s.point.slice();
      s.cov.fill(0);
      const draws = new Draws(random);
      interpretInput(
        plan,
        false,
        { values: {}, lacks: 0, draw: draws.draw },
        s.point,
        0,
        s.event,
        s.out,
        s.cov,
      );
      if (draws.empty) continue;
      SPEC.rules.forEach((_, i) => {
        took[i] = (took[i] ?? 0) + (s.cov[4 * i + PASS] ?? 0);
      });
      const join = s.box.slice();
      interpretInput(plan, false, { values: {}, lacks: 0 }, s.box, 0, s.wide, s.out, s.cov);
      const place = `${n}: ${on}, flags ${s.event[E.FLAGS]}`;
      expect([place, outside(s.box, s.point, PLAIN, COMPUTED)]).toEqual([place, undefined]);
      interpretInput(plan, true, { values: {}, lacks: 0 }, join, 0, s.wide, s.out, s.cov);
      const own = PLAIN.filter((slot) => !ofComputeds.has(slot));
      expect([place, outside(join, s.point, own)]).toEqual([place, undefined]);
      expect([place, outside(join, before, PLAIN)]).toEqual([place, undefined]);
    }
    const seldom = SPEC.rules.filter(
      (r, i) => r.on !== 'segment sent' && r.verb === 'track' && (took[i] ?? 0) < 30,
    );
    expect(seldom.map((r) => r.id)).toEqual([]);
  });

  test('what may have been read allows what was read for certain, and what was not', () => {
    const random = new Random(42);
    const s = step();
    const own = PLAIN.filter((slot) => !ofComputeds.has(slot) && slot.kind !== 'fact');
    for (let n = 0; n < 20_000; n++) {
      const on = random.pick(INPUTS);
      fill(s, on, random);
      const plan = planFor(on, s.event);
      const lacks = random.pick([0, 0, 0x0008, 0x3fff]);
      const [sure, join] = [s.box.slice(), s.box.slice()];
      interpretInput(plan, false, { values: {}, lacks }, sure, 0, s.wide, s.out, s.cov);
      interpretInput(plan, true, { values: {}, lacks }, join, 0, s.wide, s.out, s.cov);
      for (const [what, box] of [['read', sure] as const, ['not read', s.box] as const]) {
        const hull = join.slice();
        const pool = new Float64Array(2 * hull.length);
        pool.set(hull, 0);
        pool.set(box, hull.length);
        hullSlots(pool, 0, hull.length, own);
        expect([n, what, pool.subarray(0, hull.length)]).toEqual([n, what, join]);
      }
    }
  });

  test('no input writes a fact: a fact has no room for doubt', () => {
    const writes = SPEC.rules
      .filter((r) => r.on !== 'segment sent')
      .flatMap((r) => writesOf(r).map((slot) => [r.id, slot]));
    expect(writes.filter(([, slot]) => (slot as Slot).kind === 'fact')).toEqual([]);
    expect(writes.length).toBeGreaterThan(50);
  });
});

describe('one step of an output', () => {
  test('what some state permits is no finding, and the belief after it contains that state', () => {
    const random = new Random(43);
    const s = step();
    let permitted = 0;
    const used = new Set<string>();
    for (let n = 0; n < 90_000; n++) {
      fill(s, 'segment sent', random, (r) => r.verb === 'permit' && !used.has(r.id));
      const plan = planFor('segment sent', s.event);
      s.cov.fill(0);
      const draws = new Draws(random);
      // Permits of older stacks hold by their profile only.
      const { values } = random.pick([currentPractice, rfc793Era]);
      interpretSent(plan, { values, lacks: 0, draw: draws.draw }, s.point, 0, s.event, s.out, s.cov);
      if (draws.empty || s.out[OUT_FINDINGS] !== 0) continue;
      permitted++;
      SPEC.rules.forEach((rule, i) => {
        if (rule.verb === 'permit' && (s.cov[4 * i + PASS] ?? 0) > 0) used.add(rule.id);
      });
      interpretSent(plan, { values, lacks: 0 }, s.box, 0, s.wide, s.out, s.cov);
      const place = `${n}: flags ${s.event[E.FLAGS]}`;
      expect([place, s.out[OUT_FINDINGS], outside(s.box, s.point, PLAIN, COMPUTED)]).toEqual([
        place,
        0,
        undefined,
      ]);
    }
    expect(permitted).toBeGreaterThan(2000);
    const permits = SPEC.rules.filter((r) => r.verb === 'permit').map((r) => r.id);
    expect(permits.filter((id) => !used.has(id))).toEqual([]);
  });
});

describe('moves of states', () => {
  const moves = [
    [FIN_WAIT_1, FIN_WAIT_2],
    [CLOSING, TIME_WAIT],
    [LAST_ACK, CLOSED],
  ] as const;
  test('each possible state is mapped, the others stay', () => {
    expect(moved(FIN_WAIT_1 | ESTABLISHED, moves, false)).toBe(FIN_WAIT_2 | ESTABLISHED);
    expect(moved(CLOSING | LAST_ACK, moves, false)).toBe(TIME_WAIT | CLOSED);
    expect(moved(0, moves, false)).toBe(0);
  });
  test('a move that may not have happened keeps the state before', () => {
    expect(moved(FIN_WAIT_1, moves, true)).toBe(FIN_WAIT_1 | FIN_WAIT_2);
  });
  test('a swap is one move, not two', () => {
    const swap = [
      [FIN_WAIT_1, FIN_WAIT_2],
      [FIN_WAIT_2, FIN_WAIT_1],
    ] as const;
    expect(moved(FIN_WAIT_1, swap, false)).toBe(FIN_WAIT_2);
    expect(moved(FIN_WAIT_1 | FIN_WAIT_2, swap, false)).toBe(FIN_WAIT_1 | FIN_WAIT_2);
  });
});
