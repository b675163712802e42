/**
 * A stack that was written from the RFCs alone, and the checker that was not asked: where they disagree,
 * one of both
 * is wrong. Fresh seeds: `hostWalks` of host-walks.ts.
 */
import { expect, test } from 'vitest';
import { check } from '../../src/checker/check.ts';
import { play } from '../../src/harness/play.ts';
import { SCENARIOS } from '../../src/harness/scenarios/index.ts';
import { drawChoices, USUAL } from '../../src/harness/stacks/plain/choices.ts';
import { Dice } from '../../src/harness/stacks/plain/dice.ts';
import { plainStack } from '../../src/harness/stacks/plain/plain.ts';
import { walkPlain } from '../../src/harness/stacks/plain/walks/walk.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { hostWalks } from './host-walks.ts';

const findings = (trace: Trace): readonly string[] =>
  check([{ file: trace.header.scenario, sha256: '', traces: [trace], problems: [] }], {
    profile: 'current-practice',
    recorder: 'inferred',
  }).traces.flatMap((t) =>
    t.connections.flatMap((c) => c.endpoints.flatMap((e) => e.findings.map(({ rule }) => rule))),
  );

test('walks of two plain stacks have no finding', () => {
  const { walks, segments, endpoints, undecided, failures, decided } = hostWalks({ walks: 150, seed: 1 });
  expect(failures).toEqual([]);
  expect(walks).toBe(150);
  expect(segments).toBeGreaterThan(4000);
  expect(endpoints).toBeGreaterThan(300);
  expect(undecided / endpoints).toBeLessThan(0.6);
  expect(Object.keys(decided).length).toBeGreaterThan(100);
}, 60_000);

test('a walk is the same every time, and another for another seed', () => {
  expect(walkPlain(4)).toEqual(walkPlain(4));
  expect(walkPlain(4).traces[0]?.events).not.toEqual(walkPlain(5).traces[0]?.events);
});

test('what a plain stack does wrong is found: each ACK of a walk says one octet more', () => {
  const [trace] = walkPlain(2).traces;
  if (!trace) throw new Error('unreachable: a walk has two traces');
  const events = trace.events.map((event) =>
    event.kind === 'sent' && event.segment.length === 0 && event.segment.ack !== 0
      ? { ...event, segment: { ...event.segment, ack: (event.segment.ack + 1) >>> 0 } }
      : event,
  );
  expect(findings({ ...trace, events })).toContain('acknowledgment');
});

test.each([0, 1, 2])(
  'the scenarios, played on a plain stack of other choices (%i), have no finding',
  async (seed) => {
    const choices = seed === 0 ? USUAL : drawChoices(new Dice(seed));
    const families = ['ipv4', 'ipv6'] as const;
    const outcomes = await play(plainStack({ choices, seed }), {
      scenarios: SCENARIOS,
      families,
      tool: 'test',
    });
    expect(outcomes).toHaveLength(2 * SCENARIOS.length);
    expect(
      outcomes.flatMap(({ scenario, trace }) => findings(trace).map((rule) => `${scenario}: ${rule}`)),
    ).toEqual([]);
    const unreached = outcomes.filter(({ failure }) => failure !== undefined).map(({ scenario }) => scenario);
    // It leaves urgent octets in the stream.
    if (seed === 0) expect([...new Set(unreached)]).toEqual(['urgent/arrives']);
    else expect(unreached.length).toBeLessThan(30);
  },
);
