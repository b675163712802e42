import { describe, expect, test } from 'vitest';
import { ACK, type Trace, type TraceEvent } from '../trace/trace.ts';
import { heardOf } from './heard.ts';
import { Writer } from './testing/trace-writer.ts';

const OURS = { position: 'near', lossless: true, api: true } as const;

/** An arrival and a segment sent, both with this checksum. */
const events = (checksum: 'good' | 'bad' | 'unknown'): readonly TraceEvent[] =>
  new Writer()
    .arrived(ACK, 1)
    .sent(ACK, 1)
    .events.map((event) =>
      event.kind === 'sent' || event.kind === 'arrived'
        ? { ...event, segment: { ...event.segment, checksum } }
        : event,
    );

const heard = (checksum: 'good' | 'bad' | 'unknown', header: Partial<Trace['header']> = OURS) =>
  heardOf({ header: header as Trace['header'], events: events(checksum) }).map(({ kind }) => kind);

describe('arrivals of a wrong checksum', () => {
  test('are not heard where the recorder gave them to the stack', () => {
    expect(heard('bad')).toEqual(['sent']);
    expect(heard('unknown')).toEqual(['arrived', 'sent']);
    expect(heard('good')).toEqual(['arrived', 'sent']);
  });

  test.each([
    [{ ...OURS, position: 'far' }],
    [{ ...OURS, lossless: false }],
    [{ ...OURS, api: false }],
  ] as const)('are heard in any other recording: %j', (header) => {
    expect(heard('bad', header)).toEqual(['arrived', 'sent']);
  });
});
