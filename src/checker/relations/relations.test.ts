import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { walkPlain } from '../../harness/stacks/plain/walks/walk.ts';
import { keptTrace, keptTraces } from '../../trace/fixtures/kept-traces.ts';
import { trace as anyTrace } from '../../trace/fixtures/random-trace.ts';
import type { Trace } from '../../trace/trace.ts';
import { Random } from '../random-boxes.ts';
import { established, ruleTrace } from '../testing/rule-trace.ts';
import { noMore, noMorePairs, samePairs } from './compare.ts';
import { edited, renumbered } from './edit.ts';
import { judged } from './judged.ts';
import { RELATIONS, relationRun, relations } from './relations.ts';

const NAMED = ['accept', 'reject', 'recorded']
  .flatMap(keptTraces)
  .map((name) => ({ name, trace: keptTrace(name) }));
const MADE = NAMED.filter(({ name }) => !name.startsWith('recorded'));
// Of recordings, which differ little in what they show here, some.
const WHOLE = NAMED.filter(({ name }, i) => !name.startsWith('recorded') || i % 5 === 0);

const claims = RELATIONS.map((relation) => [relation.id, relation] as const);

/** What does not hold, in words. Traces of one form are enough where the other only differs in addresses. */
function broken(id: string, traces: typeof NAMED): readonly string[] {
  const others = traces.map((t) => t.trace);
  const relation = RELATIONS.find((r) => r.id === id);
  return traces.flatMap(({ name, trace }, i) => {
    const base = { ...trace, events: renumbered(trace.events) };
    const outcome = relation?.holds(base, new Random(i), others);
    return outcome && outcome.wrong !== '' ? [`${name}: ${outcome.wrong}`] : [];
  });
}

describe('every kept trace', () => {
  // Every second trace, another half for each relation next to another.
  test.each(claims)('%s', (id, relation) => {
    const half = RELATIONS.indexOf(relation) % 2;
    // Each capture costs five files; every fourth trace does here, the soak has them all.
    const some = id.startsWith('capture')
      ? MADE.filter((_, i) => i % 4 === half)
      : WHOLE.filter((_, i) => i % 2 === half);
    expect(broken(id, some)).toEqual([]);
  });
});

test('walks of the plain stack, seen from either end', () => {
  const traces = Array.from({ length: 20 }, (_, n) => walkPlain(500 + n)).flatMap((walk) =>
    walk.traces.map((trace, end) => ({ name: `end ${end} of walk ${walk.seed}`, trace })),
  );
  const counts = relations({ traces, runs: 200, seed: 20_261_126 });
  expect(counts.flatMap((c) => c.violations)).toEqual([]);
});

describe('traces with random departures', () => {
  test('no relation is broken in a fixed set of seeds, and each is tried', () => {
    const counts = relations({ traces: NAMED, runs: 700, seed: 20_261_125 });
    expect(counts.flatMap((c) => c.violations)).toEqual([]);
    expect(counts.filter((c) => c.runs === 0).map((c) => c.id)).toEqual([]);
  });

  test('a run is the same alone as among others', () => {
    const options = { traces: NAMED, runs: 1, seed: 77 };
    const among = relations({ ...options, runs: 3, seed: 76 });
    const alone = relationRun(options, 77);
    const moved = among.find(({ id }) => id === alone.relation.id);
    expect(moved?.runs).toBeGreaterThan(0);
  });

  test('departures are found: what is tested is not silence', () => {
    const found = MADE.filter(({ trace }, i) =>
      judged(edited(trace, new Random(i), 2)).some((pair) => pair.found.length > 0),
    );
    expect(found.length).toBeGreaterThan(MADE.length / 3);
  });

  test('a relation that does not exist is refused', () => {
    expect(() => relations({ traces: NAMED, runs: 1, seed: 1, only: 'nothing' })).toThrow(RangeError);
  });
});

describe('any trace that can be read', () => {
  const told = claims.filter(([id]) => !id.startsWith('capture') && id !== 'interpreted');
  test('finds no more with less evidence, and the same by other names', () => {
    fc.assert(
      fc.property(anyTrace, fc.constantFrom(...told), fc.nat(), (trace: Trace, [id, relation], seed) => {
        if (relation.conformantOnly || trace.events.length === 0) return;
        const base = { ...trace, events: renumbered(trace.events) };
        const outcome = relation.holds(base, new Random(seed), []);
        expect(`${id}: ${outcome?.wrong ?? ''}`).toBe(`${id}: `);
      }),
      { numRuns: 300, seed: 20_261_125 },
    );
  });
});

describe('what "no more" means', () => {
  const at = (rule: string, place: number) => ({ rule, at: place });
  test('nothing may come where there was nothing', () => {
    expect(noMore([], [at('a', 3)]).wrong).not.toBe('');
    expect(noMore([at('a', 3)], []).wrong).toBe('');
  });
  test('nothing may come before the first', () => {
    expect(noMore([at('a', 3)], [at('a', 2)]).wrong).not.toBe('');
  });
  test('at the first, only a part of what was there, or its parts together', () => {
    expect(noMore([at('a', 3), at('b', 3)], [at('b', 3)]).wrong).toBe('');
    expect(noMore([at('a', 3)], [at('b', 3)]).wrong).not.toBe('');
    expect(noMore([at('a', 3)], [at('jointly impossible', 3)]).wrong).toBe('');
  });
  test('behind it others are counted, not refused', () => {
    expect(noMore([at('a', 3)], [at('b', 4)])).toEqual({ wrong: '', moved: 1 });
    expect(noMore([at('a', 3), at('b', 4)], [at('b', 4)])).toEqual({ wrong: '', moved: 0 });
  });
  test('pairs of sockets are compared with themselves', () => {
    const pair = (id: string, ...found: readonly ReturnType<typeof at>[]) => ({
      id,
      found,
      coverage: [],
      excused: 0,
    });
    expect(noMorePairs([pair('x', at('a', 1))], [pair('y', at('a', 1))]).wrong).not.toBe('');
    expect(noMorePairs([pair('x', at('a', 1))], [pair('x', at('a', 1))]).wrong).toBe('');
    expect(samePairs([pair('x', at('a', 1))], [pair('y', at('a', 1))]).wrong).toBe('');
    expect(samePairs([pair('x', at('a', 1))], [pair('x', at('a', 2))]).wrong).not.toBe('');
    expect(samePairs([pair('x')], []).wrong).not.toBe('');
    expect(samePairs([{ ...pair('x'), excused: 1 }], [pair('x')]).wrong).not.toBe('');
    expect(
      samePairs([{ ...pair('x'), coverage: [[1]] }], [{ ...pair('x'), coverage: [[2]] }]).wrong,
    ).not.toBe('');
  });
});

describe('a broken checker', () => {
  const trace = ruleTrace(established(), '0 < P. 1:101(100) ack 1\n+.001 > . 1:1(0) ack 102');
  test('that finds more without evidence is caught', () => {
    expect(judged(trace).flatMap((p) => p.found)).toEqual([{ rule: 'acknowledgment', at: 11 }]);
    const conformant = ruleTrace(established(), '0 < P. 1:101(100) ack 1\n+.001 > . 1:1(0) ack 101');
    expect(noMorePairs(judged(conformant), judged(trace)).wrong).toContain('acknowledgment at record 11');
  });
});
