import { describe, expect, test } from 'vitest';
import { segmentText } from '../../trace/segment-text.ts';
import type { TraceEvent } from '../../trace/trace.ts';
import { fixtureTraces } from '../fixture/traces.ts';
import { bases, relative } from './relative.ts';

function texts(events: readonly TraceEvent[]): readonly string[] {
  const base = bases(events);
  return events.flatMap((event) =>
    event.kind === 'sent' || event.kind === 'arrived'
      ? [`${event.kind} ${segmentText(relative(event.segment, event.kind === 'sent', base))}`]
      : [],
  );
}

function eventsOf(file: string, nth = 0): readonly TraceEvent[] {
  return fixtureTraces.get(file)?.[nth]?.events ?? [];
}

const foreign = [...fixtureTraces.keys()].at(-1) ?? '';

describe('relative numbers', () => {
  test('count from each side’s SYN, across the wrap of sequence numbers', () => {
    expect(texts(eventsOf('traces/passive-ipv4.pcapng')).slice(0, 4)).toEqual([
      'arrived S 0:0(0) win 64240 <mss 1460,nop,nop,sackOK>',
      'sent S. 0:0(0) ack 1 win 64240 <mss 1460,nop,nop,sackOK>',
      'arrived . 1:1(0) ack 1 win 64240',
      'sent P. 1:1001(1000) ack 1 win 64240',
    ]);
  });

  test('count SACK blocks as they count acknowledgments', () => {
    expect(texts(eventsOf('traces/gap-ipv6.pcapng'))).toContain(
      'sent . 1:1(0) ack 1 win 64240 <nop,nop,sack 1461:2921>',
    );
  });

  test('begin at 1 in the middle of a connection', () => {
    expect(texts(eventsOf(foreign, 1))).toEqual([
      'arrived . 1:101(100) ack 1 win 64240',
      'sent . 1:1(0) ack 101 win 64240',
    ]);
  });

  test('leave the segment itself as it was', () => {
    const events = eventsOf('traces/gap-ipv6.pcapng');
    const before = JSON.stringify(events);
    texts(events);
    expect(JSON.stringify(events)).toBe(before);
  });
});
