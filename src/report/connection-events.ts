/** Which events of a trace belong to one of its connections. */

import { endpointText } from '../trace/segment-text.ts';
import type { CallEvent, Segment, Trace, TraceEvent } from '../trace/trace.ts';

/** The ids of a trace's connections, in the order in which they begin. */
export function connectionIds(trace: Trace): readonly string[] {
  const ids = new Set<string>();
  for (const event of trace.events) {
    if (event.kind !== 'sent' && event.kind !== 'arrived') continue;
    const { source, destination } = event.segment;
    const [local, remote] = event.kind === 'sent' ? [source, destination] : [destination, source];
    ids.add(`${endpointText(local)}-${endpointText(remote)}`);
  }
  return [...ids];
}

/**
 * The events of a connection: its segments, the calls on its sockets and on those that belong to none, gaps
 * and the end.
 */
export function eventsOf(trace: Trace, id: string): readonly TraceEvent[] {
  const owner = socketOwners(trace);
  const caller = new Map<number, number>();
  const own = (socket: number): boolean => {
    const remote = owner.get(socket);
    return remote === undefined || id.endsWith(`-${remote}`);
  };
  return trace.events.filter((event) => {
    switch (event.kind) {
      case 'sent':
      case 'arrived':
        return between(event.segment, id);
      case 'call':
        caller.set(event.call, event.socket);
        return own(event.socket);
      case 'return':
        return own(caller.get(event.call) ?? -1);
      case 'snapshot':
        return own(event.socket);
      case 'gap':
      case 'end':
        return true;
    }
  });
}

/** Behind the sockets in the id of a capture's connection that is not the first between them. */
const AGAIN = / from record (\d+)$/;
/** The id of the sockets alone. */
export const socketsOf = (id: string): string => id.replace(AGAIN, '');
const beginOf = (id: string): number => Number(AGAIN.exec(id)?.[1] ?? 0);

/**
 * The trace of a capture with the segments of one of its connections only, or undefined where it has none.
 * `ids` are those of all connections: the next one between the same sockets ends this one.
 */
export function incarnationOf(trace: Trace, id: string, ids: readonly string[]): Trace | undefined {
  const from = beginOf(id);
  const later = ids
    .filter((other) => socketsOf(other) === socketsOf(id) && beginOf(other) > from)
    .map(beginOf);
  const until = Math.min(...later);
  const events = trace.events.filter((event) => {
    if (event.kind !== 'sent' && event.kind !== 'arrived') return true;
    return event.frame >= from && event.frame < until && between(event.segment, id);
  });
  return events.some(({ kind }) => kind !== 'end') ? { ...trace, events } : undefined;
}

/** Whether a segment is of a connection: the id names either end first, whichever end is judged. */
function between(segment: Segment, whole: string): boolean {
  const id = socketsOf(whole);
  const a = endpointText(segment.source);
  const b = endpointText(segment.destination);
  return id === `${a}-${b}` || id === `${b}-${a}`;
}

/** Which remote endpoint a socket is connected to, as far as accept and connect tell. */
function socketOwners(trace: Trace): ReadonlyMap<number, string> {
  const owners = new Map<number, string>();
  const calls = new Map<number, CallEvent>();
  for (const event of trace.events) {
    if (event.kind === 'call') calls.set(event.call, event);
    if (event.kind !== 'return' || event.value < 0) continue;
    const call = calls.get(event.call);
    const remote = event.result?.['remote'];
    if (call === undefined || typeof remote !== 'string') continue;
    owners.set(call.name === 'accept' ? event.value : call.socket, remote);
  }
  return owners;
}
