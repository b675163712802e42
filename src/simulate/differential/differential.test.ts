/** The checker against the reference, a fixed budget of it; and both shown to bite. */
import { describe, expect, test } from 'vitest';
import { connectionsOf } from '../../checker/connections.ts';
import { declared } from '../../checker/reference/looseness.ts';
import { E } from '../../spec/event.ts';
import { SPEC } from '../../spec/rules/index.ts';
import { keptTrace, keptTraces } from '../../trace/fixtures/kept-traces.ts';
import { compare, feed, pairOf } from './compare.ts';
import { differential } from './differential.ts';
import { Bench, type Tape, tapeOfConnection, tapesOfWalk } from './tape.ts';

const bench = new Bench();

describe('the checker and the reference', () => {
  test('agree on random short traces, but for declared loosenesses', () => {
    const run = differential({ traces: 250, seed: 1 });
    expect({ falseAlarms: run.falseAlarms, undeclared: run.undeclared }).toEqual({
      falseAlarms: [],
      undeclared: [],
    });
    expect(Object.values(run.looser).reduce((sum, n) => sum + n, 0)).toBeLessThan(0.04 * run.traces);
    expect(run.gaveUp).toBeLessThan(0.05 * run.traces);
    expect(run.bothAccept).toBeGreaterThan(0.3 * run.traces);
    expect(run.bothReject).toBeGreaterThan(0.2 * run.traces);
  });

  const kept = ['accept', 'reject'].flatMap((folder) =>
    keptTraces(folder).flatMap((file): Tape[] => {
      const trace = keptTrace(file);
      const connections = connectionsOf(trace, trace.header.lag);
      return connections.flatMap((c) => tapeOfConnection(file, c, trace.header) ?? []);
    }),
  );
  test('agree on the kept traces that are short enough', () => {
    expect(kept.length).toBeGreaterThan(20);
    const wrong = kept.flatMap((tape) => {
      const of = compare(bench, tape);
      const agree = of.verdict === 'both accept' || of.verdict === 'both reject';
      return agree || declared(of.cause) ? [] : [`${tape.name}: ${of.verdict} at ${of.at} ${of.checker}`];
    });
    expect(wrong).toEqual([]);
  });
  test.each(['accept', 'reject'])('the reference itself: %s', (folder) => {
    const mine = kept.filter(({ name }) => name.startsWith(folder));
    const rejected = mine.filter((tape) => compare(bench, tape).verdict !== 'both accept');
    if (folder === 'accept') expect(rejected.map(({ name }) => name)).toEqual([]);
    else expect(rejected.length).toBeGreaterThan(0.8 * mine.length);
  });
});

describe('what would go wrong is seen', () => {
  const tapes = Array.from({ length: 25 }, (_, i) => tapesOfWalk(bench, 3 * i + 2, 5e6)).flat();

  test('a checker that forgets what waits raises false alarms', () => {
    const alarms = tapes.filter((tape) => {
      const pair = pairOf(bench, tape);
      pair.endpoint.closure = false;
      for (const step of tape.steps) {
        const reference = feed(pair, step);
        if (reference !== 'goes on' || pair.endpoint.raw.length > 0)
          return reference === 'goes on' && pair.endpoint.raw.length > 0;
      }
      return false;
    });
    expect(alarms.length).toBeGreaterThan(0);
  });

  test.each(['new-data', 'acknowledge', 'retransmit-on-timeout'])('a reference without %s rejects', (id) => {
    const poorer = { ...SPEC, rules: SPEC.rules.filter((r) => r.id !== id) };
    const missed = tapes.filter((tape) => {
      const pair = pairOf(bench, tape, undefined, poorer);
      for (const step of tape.steps) {
        const reference = feed(pair, step);
        if (reference !== 'goes on') return reference === 'rejected';
      }
      return false;
    });
    expect(missed.length).toBeGreaterThan(0);
  });

  test('an acknowledgment of what never came is rejected by both', () => {
    const verdicts = tapes.map((tape) => {
      const steps = tape.steps.map((step) => {
        const event = step.event.slice();
        if (step.kind === 'sent') event[E.ACK] = (event[E.ACK] ?? 0) + 7;
        return { ...step, event };
      });
      return compare(bench, { ...tape, steps }).verdict;
    });
    expect(verdicts.filter((v) => v === 'both reject').length).toBeGreaterThan(0.7 * tapes.length);
  });
});
