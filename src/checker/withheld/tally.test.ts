import { expect, test } from 'vitest';
import { SND, STATE, slotOf } from '../../spec/tcb.ts';
import { Tally } from './tally.ts';

const una = slotOf(SND.UNA);
const claim = (value: number) => ({ slot: una, lo: value, hi: value, origin: 100 });
const row = (tally: Tally, slot: string) => tally.rows().find((r) => r.slot === slot);

test('the median of widths over values, counted from the ISN', () => {
  const tally = new Tally();
  tally.count(claim(200), 150, 200, true);
  tally.count(claim(200), 200, 200, true);
  tally.count(claim(300), 200, 300, true);
  expect(row(tally, 'SND.UNA')).toEqual({ slot: 'SND.UNA', compared: 3, breaches: 0, looseness: 0.5 });
});

test('no bound is shown as infinity, and nothing compared as no number', () => {
  const tally = new Tally();
  tally.count(claim(200), 0, Number.POSITIVE_INFINITY, true);
  expect(row(tally, 'SND.UNA')?.looseness).toBe(Number.POSITIVE_INFINITY);
  expect(row(tally, 'RTO')?.looseness).toBeNaN();
});

test('of a claim with one end the distance from the bound to the value', () => {
  const tally = new Tally();
  tally.count({ slot: una, lo: Number.NEGATIVE_INFINITY, hi: 50, origin: 0 }, 40, 1000, true);
  expect(row(tally, 'SND.UNA')?.looseness).toBe(0.2);
});

test('of the state how many others are thought possible; sums add up', () => {
  const one = new Tally();
  one.count({ slot: STATE.slot, lo: 1, hi: 1, origin: 0 }, 0b111, 0b111, true);
  const all = new Tally();
  all.add(one);
  all.count({ slot: STATE.slot, lo: 8, hi: 8, origin: 0 }, 0b111, 0b111, false);
  expect(row(all, 'STATE')).toEqual({ slot: 'STATE', compared: 2, breaches: 1, looseness: 2 });
});
