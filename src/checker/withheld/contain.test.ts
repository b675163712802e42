import { describe, expect, test } from 'vitest';
import { SEG } from '../../spec/event.ts';
import type { Spec } from '../../spec/rule.ts';
import { SPEC } from '../../spec/rules/index.ts';
import { SND } from '../../spec/tcb.ts';
import type { Effect } from '../../spec/term.ts';
import { keptTrace, keptTraces } from '../../trace/fixtures/kept-traces.ts';
import { readText } from '../../trace/text/read.ts';
import { writeText } from '../../trace/text/write.ts';
import type { SnapshotEvent, Trace } from '../../trace/trace.ts';
import { check } from '../check.ts';
import { breachText, containTrace } from './contain.ts';
import { shrunk } from './shrink.ts';

const KEPT = keptTraces('withheld');
const kept = (name: string): Trace => keptTrace(`withheld/linux-6.18.44/${name}.trace`);
const without = (ids: string): Spec => ({
  ...SPEC,
  rules: SPEC.rules.filter((rule) => !ids.split(' ').includes(rule.id)),
});
const judged = (trace: Trace) =>
  check([{ file: 'a', sha256: '', traces: [trace], problems: [] }], {
    profile: 'linux',
    recorder: 'inferred',
  });

/** The trace with one field of its snapshots changed. */
function lying(trace: Trace, source: SnapshotEvent['source'], field: string, by: number): Trace {
  const events = trace.events.map((event) => {
    if (event.kind !== 'snapshot' || event.source !== source) return event;
    const value = event.fields[field];
    return value === undefined ? event : { ...event, fields: { ...event.fields, [field]: value + by } };
  });
  return { ...trace, events };
}

describe.each(KEPT)('%s', (file) => {
  const trace = keptTrace(file);

  test('what the kernel hides lies in the belief', () => {
    const { breaches, snapshots, tally } = containTrace(trace);
    expect(breaches.map(breachText)).toEqual([]);
    expect(snapshots).toBeGreaterThan(0);
    expect(tally.rows().reduce((sum, { compared }) => sum + compared, 0)).toBeGreaterThan(0);
    expect(trace.events.length).toBeLessThanOrEqual(60);
  });

  test('the verdict is the same without it', () => {
    const seen: Trace = { ...trace, events: trace.events.filter(({ kind }) => kind !== 'snapshot') };
    const { traces, totals } = judged(trace);
    expect(judged(seen).traces).toEqual(traces);
    expect(judged(seen).totals).toEqual(totals);
  });

  test('it survives writing and reading', () => {
    expect(readText(writeText(trace), file)).toEqual({ traces: [trace], problems: [] });
  });
});

test.each([
  ['loss-probe', 'loss-probe-again', 'RTO'],
  ['recovery-by-sack', 'duplicate-ack-by-sack', 'RTO'],
  ['sample-by-sack', 'first-sack-block-sampled', 'RTT'],
  ['close-half', 'ack-of-new-data ack-of-new-data-otherwise', 'SND.UNA'],
  ['open-simultaneous', 'syn-in-syn-sent', 'STATE'],
  ['close-half', 'own-fin-acknowledged', 'STATE'],
])('%s finds out that %s is missing', (name, ids, slot) => {
  const breaches = containTrace(kept(name), { spec: without(ids) }).breaches;
  expect(breaches.map((breach) => breach.slot)).toContain(slot);
});

const WINDOW = new Set(['SND.WND', 'SND.EDGE']);
const others = (then: readonly Effect[]): readonly Effect[] => then.filter(({ to }) => !WINDOW.has(to.name));

test.each([
  ['window-overtaken', 'window-update', () => [SND.WND.becomes(SEG.WND)]],
  ['open-simultaneous', 'syn-in-syn-sent', others],
] as const)('%s finds out a wrong window in %s', (name, id, changed) => {
  const rules = SPEC.rules.map((rule) =>
    rule.id === id && rule.verb === 'track' ? { ...rule, then: changed(rule.then) } : rule,
  );
  const breaches = containTrace(kept(name), { spec: { ...SPEC, rules } }).breaches;
  expect(breaches.map((breach) => breach.slot)).toContain('SND.WND');
});

test.each([
  ['tcp_probe', 'snd_una', -1, 'SND.UNA'],
  ['tcp_probe', 'snd_nxt', 1, 'SND.MAX'],
  ['tcp_probe', 'snd_wnd', -1, 'SND.WND'],
  ['tcp_probe', 'srtt', -30_000, 'RTT'],
  ['tcp_probe', 'srtt', 30_000, 'FLIGHT.LONGEST'],
  ['tcp-info', 'tcpi_bytes_received', 1, 'RCV.NXT'],
  ['tcp-info', 'tcpi_bytes_acked', 1, 'SND.UNA'],
  ['tcp-info', 'tcpi_rto', 9_000_000, 'RTO'],
  ['tcp-info', 'tcpi_state', 1, 'STATE'],
  ['inet_sock_set_state', 'newstate', 1, 'STATE'],
] as const)('a lie about %s %s is found out', (source, field, by, slot) => {
  const { breaches } = containTrace(lying(kept('close-half'), source, field, by));
  expect(breaches.map((breach) => breach.slot)).toContain(slot);
});

test('a breach names what it takes to find it', () => {
  const [breach] = containTrace(lying(kept('close-half'), 'tcp_probe', 'snd_wnd', 7)).breaches;
  expect(breach).toMatchObject({ source: 'tcp_probe', slot: 'SND.WND', value: '65542', range: '65535' });
  expect(breach?.writers[0]).toMatch(/^lo by window-update\S* at record \d+$/);
});

test('a departure is told, and what comes behind it is not compared', () => {
  const { breaches, departures } = containTrace(kept('reset-one-below'));
  expect(breaches).toEqual([]);
  expect([...departures.values()]).toEqual([1]);
});

test('a breach is shown by its connection up to there and its snapshot alone', () => {
  const trace = lying(kept('close-half'), 'tcp-info', 'tcpi_bytes_received', 1);
  const { breaches } = containTrace(trace);
  const breach = breaches.find(({ slot }) => slot === 'RCV.NXT');
  if (breach === undefined) throw new Error('there is a breach');
  const short = shrunk(trace, breach);
  const left = short.events.filter(({ kind }) => kind === 'snapshot');
  expect(left.map(({ frame }) => frame)).toEqual([breach.frame]);
  expect(short.events.at(-1)).toMatchObject({ kind: 'end', frame: breach.frame + 1 });
  expect(containTrace(short).breaches).toEqual([breach]);
});
