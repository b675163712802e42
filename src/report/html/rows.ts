/**
 * A connection's ladder as rows, before any markup: which events belong to it, calls joined with their
 * returns, and which rows are left out.
 */

import type { CallEvent, ReturnEvent, SnapshotEvent, Trace, TraceEvent } from '../../trace/trace.ts';
import { eventsOf } from '../connection-events.ts';
import type { Shown } from './model.ts';

/**
 * One row of the ladder. A call whose return follows at once is one row with it; snapshots that follow each
 * other are one row.
 */
export type Row =
  | {
      readonly kind: 'event';
      readonly event: Exclude<TraceEvent, SnapshotEvent>;
      readonly findings: readonly Shown[];
      readonly again: readonly Shown[];
    }
  | {
      readonly kind: 'call';
      readonly event: CallEvent;
      readonly returned: ReturnEvent;
      readonly findings: readonly Shown[];
      readonly again: readonly Shown[];
    }
  | {
      readonly kind: 'snapshots';
      readonly events: readonly SnapshotEvent[];
      readonly findings: readonly Shown[];
      readonly again: readonly Shown[];
    }
  | { readonly kind: 'omitted'; readonly count: number; readonly from: number; readonly to: number };

export interface Ladder {
  readonly rows: readonly Row[];
  /** Events of the connection, and how many of them the rows leave out. */
  readonly events: number;
  readonly omitted: number;
  /** Findings whose records are not in the trace, or without a trace: shown below the ladder. */
  readonly unplaced: readonly Shown[];
}

type Drawn = Exclude<Row, { kind: 'omitted' }>;

/**
 * The rows of one connection, at most about `most` of them: all around the findings first, then the
 * beginning and the end.
 */
export function ladder(trace: Trace, id: string, findings: readonly Shown[], most: number): Ladder {
  const events = eventsOf(trace, id);
  const { drawn, unplaced } = place(joined(events), findings);
  const kept = keep(drawn, most, citedBy(findings));
  const rows: Row[] = [];
  let omitted = 0;
  for (let i = 0; i < drawn.length; ) {
    const row = drawn[i];
    if (row !== undefined && kept.has(i)) {
      rows.push(row);
      i += 1;
      continue;
    }
    const from = i;
    while (i < drawn.length && !kept.has(i)) i += 1;
    const hidden = drawn.slice(from, i);
    const frames = hidden.flatMap(framesOf);
    rows.push({ kind: 'omitted', count: frames.length, from: Math.min(...frames), to: Math.max(...frames) });
    omitted += frames.length;
  }
  return { rows, events: events.length, omitted, unplaced };
}

function joined(events: readonly TraceEvent[]): readonly Drawn[] {
  const rows: Drawn[] = [];
  for (const event of events) {
    const last = rows.at(-1);
    if (event.kind === 'snapshot') {
      if (last?.kind === 'snapshots') rows[rows.length - 1] = { ...last, events: [...last.events, event] };
      else rows.push({ kind: 'snapshots', events: [event], findings: [], again: [] });
    } else if (event.kind === 'return' && last?.kind === 'event' && isCall(last.event, event.call)) {
      rows[rows.length - 1] = { kind: 'call', event: last.event, returned: event, findings: [], again: [] };
    } else {
      rows.push({ kind: 'event', event, findings: [], again: [] });
    }
  }
  return rows;
}

function isCall(event: TraceEvent, call: number): event is CallEvent {
  return event.kind === 'call' && event.call === call;
}

function eventsIn(row: Drawn): readonly TraceEvent[] {
  if (row.kind === 'snapshots') return row.events;
  return row.kind === 'call' ? [row.event, row.returned] : [row.event];
}

function framesOf(row: Drawn): readonly number[] {
  return eventsIn(row).map((event) => event.frame);
}

/**
 * Hangs every finding at the last of its records up to its time: later ones are its repetitions, and only
 * point to it.
 */
function place(
  rows: readonly Drawn[],
  findings: readonly Shown[],
): { drawn: readonly Drawn[]; unplaced: readonly Shown[] } {
  const rowOf = new Map<number, number>();
  const timeOf = new Map<number, number>();
  for (const [i, row] of rows.entries()) {
    for (const event of eventsIn(row)) {
      rowOf.set(event.frame, i);
      timeOf.set(event.frame, event.t0);
    }
  }
  const findingsAt = new Map<number, Shown[]>();
  const againAt = new Map<number, Shown[]>();
  const unplaced: Shown[] = [];
  for (const shown of findings) {
    const here = shown.finding.frames.filter((frame) => rowOf.has(frame));
    const frame = here.findLast((one) => (timeOf.get(one) ?? 0) <= shown.finding.time) ?? here[0];
    if (frame === undefined) unplaced.push(shown);
    for (const one of here) push(one === frame ? findingsAt : againAt, rowOf.get(one) ?? 0, shown);
  }
  const drawn = rows.map((row, i) => ({
    ...row,
    findings: findingsAt.get(i) ?? [],
    again: againAt.get(i) ?? [],
  }));
  return { drawn, unplaced };
}

function push(into: Map<number, Shown[]>, at: number, shown: Shown): void {
  const list = into.get(at);
  if (list === undefined) into.set(at, [shown]);
  else if (!list.includes(shown)) list.push(shown);
}

/**
 * Rows of the opening that are kept before the neighbours of findings, and how many neighbours on each side.
 */
const OPENING = 8;
const AROUND = 12;

/** The records that findings speak of: their own, and those that bounds come from. */
function citedBy(findings: readonly Shown[]): ReadonlySet<number> {
  return new Set(
    findings.flatMap(({ finding }) => [...finding.frames, ...finding.provenance.map((p) => p.frame)]),
  );
}

function keep(rows: readonly Drawn[], most: number, cited: ReadonlySet<number>): ReadonlySet<number> {
  if (rows.length <= most) return new Set(rows.keys());
  const kept = new Set<number>();
  const add = (i: number): void => {
    if (i >= 0 && i < rows.length && kept.size < most) kept.add(i);
  };
  const marked = [...rows.entries()].flatMap(([i, row]) =>
    row.findings.length > 0 || framesOf(row).some((frame) => cited.has(frame)) ? [i] : [],
  );
  for (const i of marked) add(i);
  for (let i = 0; i < OPENING; i++) add(i);
  add(rows.length - 1);
  for (let near = 1; near <= AROUND; near++) {
    for (const i of marked) {
      add(i - near);
      add(i + near);
    }
  }
  for (let i = 0; kept.size < most; i++) {
    add(i);
    if (i % 4 === 0) add(rows.length - 1 - i / 4);
  }
  return kept;
}
