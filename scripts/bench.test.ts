/** The bench runs, and its figures are of segments that were judged. */
import { expect, test } from 'vitest';
import { measureCells } from './bench/cells.ts';
import { measureDecode } from './bench/decode.ts';
import { measureEndpoint } from './bench/endpoint.ts';
import { cpuPer } from './bench/measure.ts';

test('cells: of arriving data, a pure ACK, sent data, the silent step', () => {
  const figures = measureCells(300);
  expect(figures.map((f) => f.what)).toEqual([
    'data arrives',
    'pure ACK arrives',
    'data sent',
    'silent step',
  ]);
  for (const f of figures) {
    expect(f.rules).toBeGreaterThan(0);
    expect(f.perRuleAndBox).toBeCloseTo(f.perSegment.median / (f.rules * f.boxes), 6);
  }
});

test('decoding', () => {
  expect(measureDecode(100).map((f) => f.octets)).toEqual([1500, 52]);
});

test('a whole endpoint finds nothing wrong with a bulk transfer', () => {
  for (const f of measureEndpoint(600))
    expect([f.what, f.findings, f.segments > 0]).toEqual([f.what, 0, true]);
});

test('the median lies between the ends', () => {
  let runs = 0;
  const spent = cpuPer(1, () => {
    runs++;
    for (let i = 0, x = 0; i < 1e5; i++) x += i;
  });
  expect(runs).toBe(7);
  expect(spent.least).toBeLessThanOrEqual(spent.median);
  expect(spent.median).toBeLessThanOrEqual(spent.most);
});
