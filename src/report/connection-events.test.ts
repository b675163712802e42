import { describe, expect, test } from 'vitest';
import type { SegmentEvent, Trace, TraceEvent } from '../trace/trace.ts';
import { connectionIds, eventsOf } from './connection-events.ts';
import { fixtureTraces } from './fixture/traces.ts';

const trace = fixtureTraces.get('traces/passive-ipv4.pcapng')?.[0];
if (trace === undefined) throw new Error('the fixture has it');

/** The trace with a second connection, from another port of the peer, on a socket of its own. */
function two(one: Trace): Trace {
  const first = one.events.find((event): event is SegmentEvent => event.kind === 'arrived');
  if (first === undefined) throw new Error('the fixture has it');
  const source = { ...first.segment.source, port: 5 };
  const at = { frame: 90, t0: 0, t1: 0 };
  const more: readonly TraceEvent[] = [
    { ...first, segment: { ...first.segment, source } },
    { ...at, kind: 'call', call: 50, name: 'accept', socket: 3, args: {} },
    { ...at, kind: 'return', call: 50, value: 9, result: { remote: `${source.address}:5` } },
    { ...at, kind: 'call', call: 51, name: 'send', socket: 9, args: { length: 1 } },
    { ...at, kind: 'return', call: 51, value: 1 },
  ];
  return { ...one, events: [...one.events, ...more] };
}

describe('the events of a connection', () => {
  test('are all events where there is one connection', () => {
    expect(connectionIds(trace)).toEqual(['10.0.0.1:8080-10.0.0.2:40001']);
    expect(eventsOf(trace, '10.0.0.1:8080-10.0.0.2:40001')).toEqual(trace.events);
  });

  test('are found whichever end its id names first', () => {
    expect(eventsOf(trace, '10.0.0.2:40001-10.0.0.1:8080')).toHaveLength(trace.events.length);
  });

  test('leave out segments and calls of another connection', () => {
    const both = two(trace);
    expect(connectionIds(both)).toEqual(['10.0.0.1:8080-10.0.0.2:40001', '10.0.0.1:8080-10.0.0.2:5']);
    const of = (id: string): readonly (string | number)[] =>
      eventsOf(both, id).flatMap((event) => (event.kind === 'call' ? [event.name, event.socket] : []));
    expect(of('10.0.0.1:8080-10.0.0.2:5')).toContain(9);
    expect(of('10.0.0.1:8080-10.0.0.2:40001')).not.toContain(9);
  });
});
