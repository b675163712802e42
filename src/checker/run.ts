/** One connection through one endpoint: the only place that deals steps to the frontier. */
import { E } from '../spec/event.ts';
import { CLOSED, LISTEN } from '../spec/state.ts';
import type { Trace } from '../trace/trace.ts';
import type { Cells } from './cells.ts';
import type { Connection, SnapshotStep, Step } from './connections.ts';
import { Endpoint, type Raw } from './endpoint.ts';
import { asPoint, split } from './split.ts';

/**
 * How long a finding stays provisional: a gap that the recorder declares in this time excuses it (engine.md
 * §7.3).
 */
const LOOK_AHEAD = 1e9;

export interface Run {
  readonly endpoint: Endpoint;
  /** Findings that nothing excused, with the step at which each was noticed. */
  readonly found: readonly Found[];
  readonly excused: number;
  /** The recorder lost records: nothing after them was judged. */
  readonly blind: boolean;
}
export interface Found {
  readonly raw: Raw;
  readonly step: Step;
}

/** For a second pass that explains: the endpoint before anything happens, and what each step found. */
export interface Watcher {
  begins(endpoint: Endpoint): void;
  found(raw: readonly Raw[]): void;
  /** State that is withheld from the endpoint, at its place. */
  shown?(step: SnapshotStep): void;
}

function take(endpoint: Endpoint, step: Step): void {
  switch (step.kind) {
    case 'sent':
      split(step.event, endpoint.sndMax, step.payload);
      asPoint(step.event);
      endpoint.sent(step.event);
      break;
    case 'arrived':
      endpoint.arrives('segment arrives', step.event);
      break;
    case 'call':
      endpoint.arrives('call', step.event, step.call);
      break;
    case 'return':
      endpoint.returned(step.event, step.call);
      break;
    case 'end':
      endpoint.end(step.event);
      break;
    case 'gap':
    case 'snapshot':
      break;
  }
}

export function runConnection(connection: Connection, trace: Trace, cells: Cells, watcher?: Watcher): Run {
  const { header } = trace;
  const states = header.api || connection.begins === 'SYN sent' ? CLOSED : CLOSED | LISTEN;
  const endpoint = new Endpoint(cells, header.lag, { states, callsLogged: header.api });
  watcher?.begins(endpoint);
  let found: Found[] = [];
  let excused = 0;
  for (const step of connection.steps) {
    if (step.kind === 'gap') {
      const since = (step.event[E.STAMP] ?? 0) - LOOK_AHEAD;
      const kept = found.filter((f) => (f.step.event[E.STAMP] ?? 0) < since);
      excused += found.length - kept.length;
      found = kept;
      return { endpoint, found, excused, blind: true };
    }
    if (step.kind === 'snapshot') watcher?.shown?.(step);
    const before = endpoint.raw.length;
    take(endpoint, step);
    const raw = endpoint.raw.slice(before);
    found.push(...raw.map((r) => ({ raw: r, step })));
    if (raw.length > 0) watcher?.found(raw);
  }
  return { endpoint, found, excused, blind: false };
}
