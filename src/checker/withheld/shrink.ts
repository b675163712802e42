/**
 * A trace that shows a breach, made as short as it may be without saying anything else than what happened.
 */
import type { Trace, TraceEvent } from '../../trace/trace.ts';
import { connectionsOf } from '../connections.ts';
import { type Breach, type ContainOptions, containTrace } from './contain.ts';

/**
 * The events up to the breach, of its connection alone, with its snapshot alone and an end; each is left out
 * only where the breach stays. What arrived and what was sent is never left out: without it the truth would
 * be none.
 */
export function shrunk(trace: Trace, breach: Breach, options: ContainOptions = {}): Trace {
  const last = trace.events.find(({ frame }) => frame === breach.frame);
  if (last === undefined) return trace;
  const end: TraceEvent = { kind: 'end', frame: last.frame + 1, t0: last.t1, t1: last.t1 };
  const upTo = trace.events.filter((event) => event.frame <= last.frame);
  const others = (event: TraceEvent): boolean => event.kind === 'snapshot' && event.frame !== last.frame;
  const foreign = foreignTo(trace, breach.connection);
  const tries = [
    upTo.filter((event) => !others(event) && !foreign(event)),
    upTo.filter((event) => !others(event)),
    upTo,
  ];
  for (const events of tries) {
    const shorter: Trace = { ...trace, events: [...events, end] };
    const same = containTrace(shorter, options).breaches.some(
      ({ frame, slot }) => frame === breach.frame && slot === breach.slot,
    );
    if (same) return shorter;
  }
  return trace;
}

/** Segments of other connections than the one of this id. */
function foreignTo(trace: Trace, id: string): (event: TraceEvent) => boolean {
  const own = connectionsOf(trace, trace.header.lag).find((connection) => connection.id === id);
  return (event) => {
    if (own === undefined || (event.kind !== 'sent' && event.kind !== 'arrived')) return false;
    const { source, destination } = event.segment;
    const [local, remote] = event.kind === 'sent' ? [source, destination] : [destination, source];
    return (
      local.port !== own.local.port ||
      remote.port !== own.remote.port ||
      local.address !== own.local.address ||
      remote.address !== own.remote.address
    );
  };
}
