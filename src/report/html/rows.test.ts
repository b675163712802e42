import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../checker/verdict.ts';
import type { Trace, TraceEvent } from '../../trace/trace.ts';
import { fixtureTraces } from '../fixture/traces.ts';
import { fixtureVerdict } from '../fixture/verdict.ts';
import { cases } from './model.ts';
import type { Ladder, Row } from './rows.ts';
import { ladder } from './rows.ts';

const all = cases(fixtureVerdict, fixtureTraces);

function rowsOf(nth: number, most = 400): Ladder {
  const one = all[nth];
  if (one?.recording === undefined) throw new Error('the fixture has it');
  return ladder(one.recording, one.connection.id, one.findings, most);
}

function text(row: Row): string {
  if (row.kind === 'omitted') return `omitted ${row.from}-${row.to}`;
  if (row.kind === 'snapshots') return `snapshots ${row.events.length}`;
  if (row.kind === 'call') return `${row.event.name}=${row.returned.value}`;
  return row.event.kind;
}

describe('the ladder', () => {
  test('joins a call with a return that follows it, and leaves others apart', () => {
    expect(rowsOf(0).rows.slice(0, 8).map(text)).toEqual([
      'socket=3',
      'listen=0',
      'arrived',
      'sent',
      'arrived',
      'accept=4',
      'call',
      'sent',
    ]);
  });

  test('hangs findings at the last of their records', () => {
    const { rows, unplaced } = rowsOf(1);
    const hung = rows.flatMap((row) =>
      row.kind === 'event' && row.findings.length > 0
        ? [[row.event.frame, ...row.findings.map(({ finding }) => finding.rule)]]
        : [],
    );
    expect(hung).toEqual([
      [11, 'ack-out-of-order'],
      [14, 'window-never-shrunk'],
    ]);
    expect(unplaced).toEqual([]);
  });

  test('marks the other records of a finding', () => {
    const again = rowsOf(1).rows.flatMap((row) =>
      row.kind === 'event' && row.again.length > 0
        ? [[row.event.frame, ...row.again.map(({ finding }) => finding.rule)]]
        : [],
    );
    expect(again).toEqual([[10, 'ack-out-of-order']]);
  });

  test('keeps findings whose records are not in the trace', () => {
    const verdict = JSON.parse(
      JSON.stringify(fixtureVerdict).replaceAll('"frames":[14]', '"frames":[99]'),
    ) as Verdict;
    const one = cases(verdict, fixtureTraces)[1];
    if (one?.recording === undefined) throw new Error('the fixture has it');
    const { unplaced } = ladder(one.recording, one.connection.id, one.findings, 400);
    expect(unplaced.map(({ finding }) => finding.rule)).toEqual(['window-never-shrunk']);
  });

  test.each([1, 2, 40, 400])('draws at most %i rows, and accounts for every record', (most) => {
    const { rows, events, omitted } = rowsOf(3, most);
    const drawn = rows.filter((row) => row.kind !== 'omitted');
    expect(drawn.length).toBeLessThanOrEqual(most);
    const records = drawn.reduce((sum, row) => sum + (row.kind === 'call' ? 2 : 1), 0);
    expect(records + omitted).toBe(events);
    expect(rows.reduce((sum, row) => sum + (row.kind === 'omitted' ? row.count : 0), 0)).toBe(omitted);
  });

  test('keeps what findings speak of, however short it is cut', () => {
    const frames = rowsOf(3, 2).rows.flatMap((row) => (row.kind === 'event' ? [row.event.frame] : []));
    expect(frames).toContain(620);
  });

  test('begins and ends with the connection where there is room', () => {
    const { rows } = rowsOf(3, 40);
    expect(rows.slice(0, 2).map(text)).toEqual(['socket=3', 'listen=0']);
    expect(rows.slice(-1).map(text)).toEqual(['end']);
  });

  test('joins snapshots that follow each other', () => {
    const trace = fixtureTraces.get('traces/gap-ipv6.pcapng')?.[0];
    const id = all[1]?.connection.id;
    if (trace === undefined || id === undefined) throw new Error('the fixture has it');
    const events = trace.events.flatMap((event): TraceEvent[] =>
      event.kind === 'snapshot' ? [event, event, event] : [event],
    );
    const twice: Trace = { ...trace, events };
    expect(ladder(twice, id, [], 400).rows.map(text)).toContain('snapshots 3');
  });
});
