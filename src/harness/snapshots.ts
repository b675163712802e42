/**
 * Puts what tracepoints told into a trace, each at the place among segments and calls for which it holds.
 *
 * Writing to a stack and calling it run to their end before they return, so whatever the kernel traced then
 * lies in the bracket of that step. A `tcp_probe` tells the state that its segment met: it stands before the
 * segment's arrival. A change of state stands after what caused it and before what the stack sent because of
 * it; a retransmission behind the segment that it tells of. What a timer did has only the clock.
 */
import type { Endpoint, Nanos, SnapshotEvent, SnapshotSource, Trace, TraceEvent } from '../trace/trace.ts';

/** What a source showed at one instant, of one connection. */
export interface Shown {
  readonly source: SnapshotSource;
  /** On the clock of the stack. */
  readonly at: Nanos;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** With `sport` and `dport`. */
  readonly fields: Readonly<Record<string, number>>;
}

export interface Merged {
  readonly trace: Trace;
  /** How many found their place. */
  readonly placed: number;
  /** Those of this trace's connections that did not: a probe without a segment. */
  readonly unplaced: readonly Shown[];
}

/** How far a stamp may be from the truth: rounding to a microsecond, and our reading of the clock. */
const BLUR: Nanos = 1000;

const key = (a: Endpoint, b: Endpoint): string => `${a.address} ${a.port} ${b.address} ${b.port}`;

function pairOf(event: TraceEvent): string | undefined {
  if (event.kind === 'sent') return key(event.segment.source, event.segment.destination);
  if (event.kind === 'arrived') return key(event.segment.destination, event.segment.source);
  return undefined;
}

/**
 * `start` is t = 0 of the trace, on the clock of what was shown. Only what is of the trace's connections
 * counts, up to its end. Events must have both ends of their brackets in order, as a recorder leaves them.
 */
export function mergeSnapshots(trace: Trace, shown: readonly Shown[], start: Nanos): Merged {
  const { events } = trace;
  const pairs = new Set(events.map(pairOf));
  const unplaced: Shown[] = [];
  const before: Shown[][] = events.map(() => []);
  const met = new Set<number>();
  const ends = (events.at(-1)?.t1 ?? 0) - BLUR;
  let placed = 0;
  let from = 0;
  for (const one of [...shown].sort((a, b) => a.at - b.at)) {
    const at = one.at - start;
    if (at > ends || !pairs.has(key(one.local, one.remote))) continue;
    while (from < events.length && (events[from]?.t1 ?? 0) < at - BLUR) from++;
    const probe = one.source === 'tcp_probe';
    const index = probe ? segmentOf(events, from, one, at, met) : placeOf(events, from, one, at);
    if (index < 0) unplaced.push(one);
    else {
      before[index]?.push(one);
      placed++;
    }
  }
  const all = events.flatMap((event, i) => [...(before[i] ?? []).map((one) => snapshot(one, start)), event]);
  return { trace: { ...trace, events: settled(all) }, placed, unplaced };
}

function snapshot({ source, at, fields }: Shown, start: Nanos): TraceEvent {
  const t = Math.max(0, Math.round(at - start));
  const placeless = { frame: 0, t0: Math.max(0, t - BLUR), t1: t + BLUR };
  return { kind: 'snapshot', ...placeless, source, socket: -1, withheld: true, fields };
}

/** The arrival within which a segment met the state that the probe tells, −1 where there is none. */
function segmentOf(
  events: readonly TraceEvent[],
  from: number,
  one: Shown,
  at: Nanos,
  met: Set<number>,
): number {
  const pair = key(one.local, one.remote);
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let i = from; i < events.length; i++) {
    const event = events[i];
    if (event === undefined || event.t0 > at + BLUR) break;
    if (event.kind !== 'arrived' || met.has(i) || pairOf(event) !== pair) continue;
    if (event.segment.length !== one.fields['data_len']) continue;
    const away = Math.max(0, event.t0 - at, at - event.t1);
    // A segment is read somewhat after it is given: between two the later one is meant.
    if (away <= least) [best, least] = [i, away];
  }
  if (best >= 0) met.add(best);
  return best;
}

/** The first event that comes after it; the trace has an end, so there is one. */
function placeOf(events: readonly TraceEvent[], from: number, one: Shown, at: Nanos): number {
  const told = one.source === 'tcp_retransmit_skb';
  let i = from;
  for (let j = from; j < events.length; j++) {
    const event = events[j];
    if (event === undefined || event.t0 > at + BLUR) break;
    if (comesBefore(event, told, at, events[j - 1]?.t1 ?? 0)) i = j + 1;
  }
  return i < events.length ? i : -1;
}

/** `earlier` is the end of the event before this one. */
function comesBefore(event: TraceEvent, told: boolean, at: Nanos, earlier: Nanos): boolean {
  switch (event.kind) {
    case 'arrived':
    case 'call':
    case 'snapshot':
      // Rounded down to before the step that it happened in, and behind the end of the one before.
      return event.t0 <= at || (earlier < at && event.t0 <= at + BLUR);
    case 'sent':
      return told ? event.t0 <= at : event.t1 < at - BLUR;
    case 'return':
    case 'end':
    case 'gap':
      return event.t1 < at - BLUR;
  }
}

/** Numbered, and no snapshot at a time that its place does not allow; the others stay as they were. */
function settled(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const latest: Nanos[] = [];
  for (const event of events)
    latest.push(Math.max(event.kind === 'snapshot' ? 0 : event.t0, latest.at(-1) ?? 0));
  let earliest = Number.POSITIVE_INFINITY;
  const out: TraceEvent[] = new Array(events.length);
  for (let i = events.length - 1; i >= 0; i--) {
    const event = events[i];
    if (event === undefined) continue;
    if (event.kind === 'snapshot' && event.socket < 0)
      out[i] = { ...within(event, latest[i] ?? 0, earliest), frame: i + 1 };
    else {
      out[i] = { ...event, frame: i + 1 };
      earliest = Math.min(earliest, event.t1);
    }
  }
  return out;
}

function within(event: SnapshotEvent, from: Nanos, to: Nanos): SnapshotEvent {
  const t0 = Math.min(event.t0, to);
  return { ...event, t0, t1: Math.max(event.t1, from, t0) };
}
