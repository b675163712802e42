import { expect, test } from 'vitest';
import { FAR_LACKS } from '../simulate/judge.ts';
import { API_LOG } from '../spec/evidence.ts';
import { SPEC } from '../spec/rules/index.ts';
import { isMasked, sliceOf } from './slice.ts';

const ids = (lacks: number): ReadonlySet<string> => new Set([...sliceOf(SPEC, lacks).kept].map((r) => r.id));

test('without a log of calls nothing is left out', () => {
  expect(ids(API_LOG).size).toBe(SPEC.rules.length);
});

test('away from the recorder what needs every output in its order is left out, the rest stays', () => {
  const far = ids(FAR_LACKS);
  const kept = ['within-mss', 'shift-at-most-14', 'acknowledge', 'text-arrives', 'highest-sent'];
  expect(kept.filter((id) => !far.has(id))).toEqual([]);
  const left = ['window-not-shrunk', 'new-data', 'retransmit-on-timeout', 'ack-within-half-a-second'];
  expect(left.filter((id) => far.has(id))).toEqual([]);
  const masked = SPEC.rules.filter((r) => isMasked(r, FAR_LACKS)).map((r) => r.id);
  expect(left.filter((id) => !masked.includes(id))).toEqual([]);
});
