/** Which rules make up a cell, and which slots stand on which side of the frontier. */
import { describe, expect, test } from 'vitest';
import { BIT, CALL_BIT, CTL, SEG } from '../spec/event.ts';
import { writesOf } from '../spec/load.ts';
import { SPEC } from '../spec/rules/index.ts';
import { ESTABLISHED } from '../spec/state.ts';
import { allSlots, DUPACKS, RCV, SND, STATE, slotOf } from '../spec/tcb.ts';
import { count } from '../spec/term.ts';
import { coverageIndex, flagMask, narrowable, narrowings, planCell, slotSets } from './plan.ts';
import { flagsFor, OPTION_PATTERNS } from './random-boxes.ts';

const ids = (rules: readonly { readonly rule: { readonly id: string } }[]): string[] =>
  rules.map((r) => r.rule.id);

describe('a cell', () => {
  test('has the rules that its flags leave, without the clauses that they decide', () => {
    const plan = planCell(SPEC, 'segment arrives', BIT.RST);
    expect(ids(plan.tracks)).toContain('rst-at-rcv-nxt');
    expect(ids(plan.tracks)).not.toContain('ack-of-new-data');
    const tests = [...plan.tracks, ...plan.obliges].flatMap((t) => t.when);
    expect(tests.filter((t) => t.op === 'flags')).toEqual([]);
  });
  test('of a sent segment has the families that apply, each with its permits, and the limits', () => {
    const plan = planCell(SPEC, 'segment sent', BIT.SYN);
    expect(plan.families.map((f) => f.family.id)).toEqual(['SYN']);
    expect(ids(plan.families[0]?.permits ?? [])).toContain('active-open');
    expect(ids(plan.families[0]?.permits ?? [])).not.toContain('passive-open');
    const bits = [...plan.families, ...plan.forbids].map((x) => x.bit);
    expect(bits).toEqual(bits.map((_, i) => i));
    expect(plan.jointBit).toBe(bits.length);
  });
  test('of no other class has families', () => {
    for (const on of ['segment arrives', 'call', 'return', 'time passes'] as const)
      expect(planCell(SPEC, on, BIT.ACK).families).toEqual([]);
  });
  test('every rule but exemptions and what they excuse stands in a cell of its class', () => {
    const found = new Set<string>();
    for (const on of ['segment arrives', 'segment sent', 'call', 'return', 'time passes'] as const)
      for (const flags of flagsFor(on).flatMap((f) => OPTION_PATTERNS.map((o) => f | o))) {
        const plan = planCell(SPEC, on, flags);
        for (const r of [...plan.tracks, ...plan.obliges, ...plan.forbids]) found.add(r.rule.id);
        for (const x of plan.forbids.flatMap((f) => f.exempt)) found.add(x.rule.id);
        for (const p of plan.families.flatMap((f) => f.permits)) found.add(p.rule.id);
      }
    expect(SPEC.rules.filter((r) => !found.has(r.id)).map((r) => r.id)).toEqual([]);
  });
});

test('events share a cell where they agree in the bits that some rule asks about', () => {
  expect(flagMask(SPEC, 'segment arrives') & BIT.PSH).toBe(0);
  expect(flagMask(SPEC, 'segment sent') & BIT.SEQ_ZERO).toBe(BIT.SEQ_ZERO);
  expect(flagMask(SPEC, 'call') & CALL_BIT.ABORT).toBe(CALL_BIT.ABORT);
  const with_ = planCell(SPEC, 'segment arrives', BIT.ACK | BIT.PSH);
  const without = planCell(SPEC, 'segment arrives', BIT.ACK);
  expect(ids(with_.tracks)).toEqual(ids(without.tracks));
});

test('each rule and family has its own place in the coverage', () => {
  const places = [...coverageIndex(SPEC).values()];
  expect(places).toEqual(places.map((_, i) => i));
  expect(places).toHaveLength(SPEC.rules.length + SPEC.families.length);
});

describe('sides of the frontier', () => {
  const sets = slotSets(SPEC);
  test('every slot that a rule writes is on one side or on both', () => {
    const placed = [...sets.inputOnly, ...sets.outputOnly, ...sets.shared];
    expect(new Set(placed).size).toBe(placed.length);
    const written = new Set(SPEC.rules.flatMap(writesOf).filter((s) => s.kind !== 'block'));
    expect(new Set(placed)).toEqual(written);
    const given = allSlots().filter((s) => s.kind !== 'block' && !written.has(s));
    expect(given.every((s) => s.given)).toBe(true);
  });
  test('facts are written by outputs, what the trace hides of inputs by inputs, the state by both', () => {
    expect(sets.outputOnly).toContain(slotOf(SND.MAX));
    expect(sets.inputOnly).toContain(slotOf(SND.UNA));
    expect(sets.inputOnly).toContain(slotOf(RCV.NXT));
    expect(sets.shared).toContain(STATE.slot);
    expect(sets.inputBlocks.map((s) => s.name)).toEqual(['RCV.HELD']);
    expect(sets.outputBlocks.map((s) => s.name)).toEqual(['SND.RUNS']);
  });
});

describe('what a clause narrows', () => {
  test('ranges that it reads once, and the state', () => {
    expect(narrowable([SEG.ACK.gt(SND.UNA), STATE.in(ESTABLISHED), CTL.ACK])).toEqual([
      slotOf(SND.UNA),
      STATE.slot,
    ]);
  });
  test('no fact, and no range that stands in it twice', () => {
    expect(narrowable([SEG.ACK.le(SND.MAX)])).toEqual([]);
    expect(narrowable([DUPACKS.plus(DUPACKS).ge(count(2))])).toEqual([]);
  });
  test('each range once', () => {
    expect(narrowings(SND.UNA.eq(SND.EDGE)).map((n) => [n.slot.name, n.solved.length])).toEqual([
      ['SND.UNA', 2],
      ['SND.EDGE', 2],
    ]);
  });
});
