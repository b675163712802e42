/**
 * Compiled = interpreted over many random pairs, and the comparison shown to bite. `npm run show -- 01` has a
 * million of them.
 */
import { expect, test } from 'vitest';
import type { Rule, Spec } from '../spec/rule.ts';
import { SPEC } from '../spec/rules/index.ts';
import { octets } from '../spec/term.ts';
import { provesEquality, rare } from './equality.ts';

const PAIRS = 350_000;
/** How often each answer must have been given at least. */
const LEAST = 250;

test('compiled = interpreted on many random boxes and events, with every answer of every clause', () => {
  const run = provesEquality(PAIRS, 202_611);
  expect(run.difference).toBeUndefined();
  expect(run.pairs).toBe(PAIRS);
  expect(rare(run.tests, LEAST)).toEqual([]);
  // Only where the reading cannot differ is an answer not asked for.
  const never = run.tests.filter(({ can }) => !can.yes && !can.no).map(({ clause }) => clause);
  expect([...new Set(never)]).toEqual(['at the stack’s will']);
  expect(run.tests.filter(({ can, open }) => !can.open && open > 0)).toEqual([]);
  expect(run.tests.filter(({ can, yes, no }) => (!can.yes && yes > 0) || (!can.no && no > 0))).toEqual([]);
  expect(run.extremes.filter(({ count }) => count < LEAST)).toEqual([]);
  expect(Math.min(...Object.values(run.kinds))).toBeGreaterThan(1500);
  // 16 patterns of arriving bits, 32 of sent ones, 9 calls, the passing of time; each with all values and
  // evidence.
  expect(run.cells).toBeGreaterThan(500);
  expect(run.findings).toBeGreaterThan(30_000);
  expect(run.armed).toBeGreaterThan(300);
}, 300_000);

test('the same seed compares the same pairs', () => {
  expect(provesEquality(500, 3)).toEqual(provesEquality(500, 3));
  expect(provesEquality(500, 3).tests).not.toEqual(provesEquality(500, 4).tests);
});

/** The spec with one rule changed. */
const changed = (id: string, change: (rule: Rule) => Rule): Spec => {
  if (!SPEC.rules.some((r) => r.id === id)) throw new Error(`no rule ${id}`);
  return { ...SPEC, rules: SPEC.rules.map((r) => (r.id === id ? change(r) : r)) };
};
const without = (rule: Rule, clause: number): Rule => ({
  ...rule,
  when: rule.when.filter((_, i) => i !== clause),
});

test.each([
  ['new-data', 1],
  ['new-data', 2],
  ['acknowledge', 0],
  ['text-arrives', 4],
  ['fast-retransmit', 1],
  ['retransmit-on-timeout', 2],
  ['window-update', 6],
  ['own-fin-acknowledged', 0],
  ['call-close-with-unread-data', 1],
  ['within-initial-window', 4],
  ['ack-out-of-order', 6],
  ['reset-at-seg-ack', 1],
])('a cell compiled without a clause of %s (the one at %i) is found to differ', (id, clause) => {
  const run = provesEquality(
    100_000,
    5,
    SPEC,
    changed(id, (rule) => without(rule, clause)),
  );
  expect(run.difference).toMatch(/interpreted, .* compiled/);
});

test('a limit or an effect compiled otherwise is found to differ', () => {
  const limit = changed('within-mss', (rule) => {
    if (rule.verb !== 'forbid' || rule.allow.op !== '<=') throw new Error('within-mss is no limit');
    const b = { op: '+', a: rule.allow.b, b: octets(1).node } as const;
    return { ...rule, allow: { ...rule.allow, b } };
  });
  expect(provesEquality(100_000, 6, SPEC, limit).difference).toBeDefined();
  const effect = changed('ack-of-new-data', (rule) =>
    rule.verb === 'track' ? { ...rule, then: rule.then.slice(1) } : rule,
  );
  expect(provesEquality(100_000, 6, SPEC, effect).difference).toContain('SND.UNA');
});
