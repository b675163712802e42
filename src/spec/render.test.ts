/** Rules as people read them. */
import { describe, expect, test } from 'vitest';
import { CTL, NOW, OUT, SEG } from './event.ts';
import { effectsOf, testsOf } from './load.ts';
import { IMMEDIATE } from './profile.ts';
import { numberText, renderEffect, renderNode, renderRule, renderTest, timeText } from './render.ts';
import { SPEC } from './rules/index.ts';
import { CLOSED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, LAST_ACK } from './state.ts';
import { DUPACKS, RCV, RTO, SMSS, SND, STATE } from './tcb.ts';
import { atWill, between, count, max, min, NOWHERE_OWN, octets, seconds } from './term.ts';
import { LAST_SENT } from './transmissions.ts';

describe('tests', () => {
  test.each([
    [SEG.SEQ.lt(RCV.NXT), 'SEG.SEQ < RCV.NXT'],
    [SEG.SEQ.gt(RCV.NXT), 'RCV.NXT < SEG.SEQ'],
    [SEG.SEQ.le(RCV.NXT), 'SEG.SEQ ≤ RCV.NXT'],
    [SEG.ACK.eq(SND.MAX), 'SEG.ACK = SND.MAX'],
    [DUPACKS.ge(count(3)), 'DUPACKS ≥ 3'],
    [SEG.LEN.gt(octets(0)), 'SEG.LEN > 0'],
    [SND.FIN.ge(NOWHERE_OWN), 'no SND.FIN yet'],
    [NOW.ge(NOW.plus(IMMEDIATE)), 'NOW + IMMEDIATE ≤ NOW'],
    [CTL.no.SYN, 'no SYN'],
    [STATE.in(ESTABLISHED | FIN_WAIT_1), 'STATE in ESTABLISHED | FIN-WAIT-1'],
    [atWill(), 'at the stack’s will'],
  ])('%#', (of, text) => {
    expect(renderTest(of)).toBe(text);
  });
});

describe('terms', () => {
  test.each([
    [OUT.NEW.END.minus(SND.UNA).node, 'OUT.NEW.END − SND.UNA'],
    [SND.MAX.minus(SEG.ACK.plus(SEG.WND)).node, 'SND.MAX − SEG.EDGE'],
    [SND.UNA.plus(SMSS).node, 'SND.UNA + SMSS'],
    [OUT.EDGE.minus(RCV.NXT).node, 'OUT.EDGE − RCV.NXT'],
    [SND.EDGE.minus(SND.UNA.plus(octets(1))).node, 'SND.EDGE − (SND.UNA + 1)'],
    [RTO.times(2).node, '2 × RTO'],
    [SND.MAX.minus(SND.UNA).times(2).node, '2 × (SND.MAX − SND.UNA)'],
    [min(SMSS.times(10), max(SMSS, octets(4380))).node, 'min(10 × SMSS, max(SMSS, 4380))'],
    [between(RTO, RTO.times(2)).node, 'any of [RTO … 2 × RTO]'],
    [NOW.plus(IMMEDIATE).node, 'NOW + IMMEDIATE'],
    [NOW.plus(seconds(2)).node, 'NOW + 2 s'],
    [LAST_SENT.oldest(SND.UNA, SND.MAX).node, 'oldest of transmissions(SND.UNA, SND.MAX)'],
  ])('%#', (node, text) => {
    expect(renderNode(node)).toBe(text);
  });
});

describe('effects', () => {
  test('a value', () => {
    expect(renderEffect(SND.UNA.becomes(SEG.ACK))).toBe('SND.UNA ← SEG.ACK');
  });
  test('moves of the state', () => {
    expect(renderEffect(STATE.moves([FIN_WAIT_1, FIN_WAIT_2], [LAST_ACK, CLOSED]))).toBe(
      'STATE: FIN-WAIT-1 → FIN-WAIT-2, LAST-ACK → CLOSED',
    );
  });
});

describe('numbers', () => {
  test.each([
    [0, '0 s'],
    [40e6, '40 ms'],
    [1.5e9, '1.5 s'],
    [-2e6, '-2 ms'],
    [1234, '1.234 µs'],
    [7, '7 ns'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('time %d', (nanos, text) => {
    expect(timeText(nanos)).toBe(text);
  });
  test.each([
    [7, '7'],
    [0.12345, '0.123'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('count %d', (value, text) => {
    expect(numberText(value)).toBe(text);
  });
});

describe('every rule', () => {
  test.each(SPEC.rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
    const text = renderRule(rule);
    expect(text).toContain(`${rule.verb} ${id} `);
    for (const cited of rule.cites) expect(text).toContain(cited);
    expect(text).toContain(`on ${rule.on}`);
    for (const of of rule.when) expect(text).toContain(renderTest(of));
    for (const effect of effectsOf(rule)) expect(text).toContain(renderEffect(effect));
    expect(text).not.toMatch(/undefined|NaN|\[object/);
    expect(text.split('\n').every((line) => line.trim() !== '')).toBe(true);
  });

  test('says what it allows, owes, excuses', () => {
    for (const rule of SPEC.rules) {
      const text = renderRule(rule);
      if (rule.verb === 'forbid') {
        expect(text).toContain(`allow only\n    ${renderTest(rule.allow)}`);
        for (const x of rule.exempt) expect(text).toContain(x.id);
      }
      if (rule.verb === 'permit') expect(text).toContain(`family ‘${rule.of.id}’`);
      if (rule.verb === 'exempt') expect(text).toContain(`slack\n    ${renderNode(rule.slack.node)}`);
      if (rule.verb !== 'oblige') continue;
      expect(text).toContain(`${rule.owes.kind} by ${renderNode(rule.owes.by.node)}`);
      for (const of of testsOf(rule)) expect(text).toContain(renderTest(of));
    }
  });
});
