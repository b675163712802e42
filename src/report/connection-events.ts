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

/** Whether a segment is of a connection: the id names either end first, whichever end is judged. */
function between(segment: Segment, id: string): boolean {
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
