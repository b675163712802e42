import { beforeAll, describe, expect, test } from 'vitest';
import { RST, SYN, type Trace, type TraceEvent } from '../trace/trace.ts';
import { MS } from './clock.ts';
import { EDITS } from './edits.ts';
import type { Outcome } from './play.ts';
import { type Progress, record, recordOutcomes } from './record.ts';
import { SCENARIOS } from './scenarios/index.ts';
import { linuxAvailability } from './stacks/linux/availability.ts';

const { available, reason } = linuxAvailability();
const live = available ? describe : describe.skip;
const because = available ? '' : `: ${reason}`;

/** Different octets that went one way, by their number from the SYN on. */
function stream({ events }: Trace, kind: 'sent' | 'arrived'): number {
  const octets = new Set<number>();
  for (const event of events) {
    if (event.kind !== kind || event.segment.flags & (SYN | RST)) continue;
    for (let i = 0; i < event.segment.length; i++) octets.add((event.segment.seq + i) >>> 0);
  }
  return octets.size;
}

/** What all returns of one call moved. */
function moved({ events }: Trace, name: 'send' | 'recv'): number {
  const calls = new Set(events.flatMap((e) => (e.kind === 'call' && e.name === name ? [e.call] : [])));
  const returns = events.filter((e) => e.kind === 'return' && calls.has(e.call));
  return returns.reduce((sum, e) => sum + (e.kind === 'return' ? Math.max(0, e.value) : 0), 0);
}

/** Octets that a stack gets and its application does not: nobody is there, or no window. */
const UNREAD: Readonly<Record<string, number>> = {
  'close/data-after-close': 200,
  'close/unread-data': 300,
  'reset/exact': 10,
  'window/beyond': 600,
};

const spoilt = ({ header }: Trace): boolean => header.scenario === 'odd/bad-checksum';
const calls = (trace: Trace): boolean => trace.events.some(({ kind }) => kind === 'call');

let outcomes: readonly Outcome[] = [];
const progress: Progress[] = [];

beforeAll(async () => {
  if (!available) return;
  outcomes = await recordOutcomes({
    stack: 'linux',
    scenarios: [],
    families: ['ipv4', 'ipv6'],
    onProgress: (p) => progress.push(p),
  });
}, 120_000);

/** Holds every recorded trace to a check. */
function each(check: (trace: Trace) => void): void {
  expect(outcomes.length).toBe(2 * SCENARIOS.length);
  for (const { trace } of outcomes) check(trace);
}

live(`all scenarios on the Linux kernel${because}`, () => {
  test('each reaches its goal in both families', () => {
    expect(outcomes.filter(({ failure }) => failure !== undefined)).toEqual([]);
    const played = outcomes.map(({ scenario, family }) => `${scenario} ${family}`);
    const wanted = SCENARIOS.flatMap(({ id }) => [`${id} ipv4`, `${id} ipv6`]);
    expect(played.toSorted()).toEqual(wanted.toSorted());
    expect(progress.length).toBe(played.length);
    expect(progress.every(({ reached }) => reached)).toBe(true);
  });

  test('says what it is', () => {
    each(({ header }) => {
      expect(header).toMatchObject({ stack: 'linux', profile: 'linux', position: 'near', clock: 'real' });
      expect(header).toMatchObject({ api: true, lossless: true });
      expect(header.settings).toMatchObject({
        'net.ipv4.tcp_congestion_control': 'reno',
        'net.ipv4.tcp_no_metrics_save': '1',
      });
    });
  });

  test('numbers its events and keeps them in the order of their times', () => {
    each(({ events }) => {
      expect(events.map(({ frame }) => frame)).toEqual(events.map((_, i) => i + 1));
      expect(events.filter(({ kind }) => kind === 'end')).toEqual([events.at(-1)]);
      let last = 0;
      for (const { t0, t1 } of events) {
        expect(t0).toBeGreaterThanOrEqual(last);
        expect(t1).toBeGreaterThanOrEqual(t0);
        last = t0;
      }
    });
  });

  test('records on for as long as an answer may be delayed', () => {
    each(({ events }) => {
      const inputs = events.filter(({ kind }) => kind === 'arrived');
      expect((events.at(-1)?.t0 ?? 0) - (inputs.at(-1)?.t1 ?? 0)).toBeGreaterThanOrEqual(500 * MS);
    });
  });
});

live(`their segments and calls${because}`, () => {
  test('has one side only in the segments of one kind, and good checksums', () => {
    each((trace) => {
      const segments = trace.events.flatMap((e) => (e.kind === 'sent' || e.kind === 'arrived' ? [e] : []));
      const stack = new Set(
        segments.map(({ kind, segment: s }) => (kind === 'sent' ? s.source : s.destination).address),
      );
      expect(stack.size).toBe(1);
      const bad = segments.filter(({ segment }) => segment.checksum !== 'good');
      expect(bad.map(({ kind }) => kind)).toEqual(spoilt(trace) ? ['arrived', 'arrived'] : []);
      expect(segments.every(({ segment: s }) => s.payload?.length === s.length)).toBe(true);
    });
  });

  test('moves on the wire what the calls moved', () => {
    each((trace) => {
      if (!calls(trace)) return;
      expect([trace.header.scenario, stream(trace, 'sent')]).toEqual([
        trace.header.scenario,
        moved(trace, 'send'),
      ]);
      expect([trace.header.scenario, stream(trace, 'arrived')]).toEqual([
        trace.header.scenario,
        moved(trace, 'recv') + (UNREAD[trace.header.scenario] ?? 0),
      ]);
    });
  });

  test('pairs every return with its call', () => {
    each(({ events }) => {
      const open = new Map<number, TraceEvent>();
      for (const event of events) {
        if (event.kind === 'call') open.set(event.call, event);
        if (event.kind === 'return') expect(open.delete(event.call)).toBe(true);
      }
      expect(open.size).toBe(0);
    });
  });
});

live(`timers and edits${because}`, () => {
  test('shows retransmissions at the doubling distances of the timer', () => {
    const silences = outcomes.filter(({ scenario }) => scenario === 'timeout/silence');
    expect(silences.length).toBe(2);
    for (const { trace } of silences) {
      const sent = trace.events.filter((e) => e.kind === 'sent' && e.segment.length > 1000);
      const first = sent[0];
      const again = sent.filter(
        (e) => e.kind === 'sent' && first?.kind === 'sent' && e.segment.seq === first.segment.seq,
      );
      expect(again.length).toBe(5);
      const gaps = again.slice(1).map((e, i) => (e.t0 - (again[i]?.t0 ?? 0)) / MS);
      // The kernel's timer wheel is late by up to an eighth; its stamps are exact whatever this machine is
      // doing.
      for (const [i, gap] of gaps.slice(1).entries()) expect(gap / (gaps[i] ?? 1)).toBeCloseTo(2, 0);
    }
  });

  test.each(EDITS)('has something to edit for $name', ({ scenario, apply }) => {
    const traces = outcomes.filter((o) => o.scenario === scenario);
    expect(traces.length).toBe(2);
    for (const { trace } of traces) expect(apply(trace)).toBeDefined();
  });
});

live(`recording${because}`, () => {
  test('with an edit plays the scenario that the edit is made for', async () => {
    const [trace, ...others] = await record({
      stack: 'linux',
      scenarios: [],
      families: ['ipv4'],
      edit: 'ack-plus-one',
    });
    expect(others).toEqual([]);
    expect(trace?.header.scenario).toBe('open/passive');
    const ends = new Set<number>();
    const wrong = trace?.events.filter((event) => {
      if (event.kind === 'arrived')
        ends.add(event.segment.seq + event.segment.length + (event.segment.flags & 3 ? 1 : 0));
      return event.kind === 'sent' && !ends.has(event.segment.ack);
    });
    expect(wrong?.length).toBe(1);
  });

  test('says which scenario there is not', async () => {
    const order = { stack: 'linux', scenarios: ['no/such'], families: ['ipv4'] } as const;
    await expect(record(order)).rejects.toThrow('no scenario is called no/such');
  });

  test('says where an edit has nothing to do', async () => {
    const order = {
      stack: 'linux',
      scenarios: ['open/refused'],
      families: ['ipv4'],
      edit: 'fin-moved',
    } as const;
    await expect(record(order)).rejects.toThrow(
      'open/refused (ipv4) did not reach its goal: nothing to edit',
    );
  });
});
