import { expect, test } from 'vitest';
import { SPEC } from '../../spec/rules/index.ts';
import type { EndEvidence } from '../survey/evidence.ts';
import { Topics } from './outcome.ts';

const near: EndEvidence = {
  lacks: 0,
  near: true,
  vouched: false,
  vantage: 'near',
  begins: 'SYN sent',
  own: true,
  reasons: [],
};
const nothing = new Uint32Array(4 * (SPEC.rules.length + SPEC.families.length));

test('where nothing is missing, traffic would decide what did not apply', () => {
  const told = new Topics(SPEC).wouldDecide(nothing, near);
  expect(told.sequence).toBe('traffic that exercises it (sequence)');
});

test('where evidence is missing it comes first: rules without it do not count as applied', () => {
  const far: EndEvidence = { ...near, near: false, vantage: 'far', reasons: ['far-vantage'] };
  const told = new Topics(SPEC).wouldDecide(nothing, far);
  expect(new Set(Object.values(told))).toEqual(new Set(['a tap at the judged end']));
});
