import { describe, expect, test } from 'vitest';
import { ACK, FIN, PSH, RST, type Segment, SYN, type Trace, type TraceEvent } from '../trace/trace.ts';
import { MS } from './clock.ts';
import { EDITS, type EditName, editOf } from './edits.ts';
import { mssOption } from './options.ts';
import { SCENARIOS } from './scenarios/index.ts';

const STACK = { address: '192.0.2.1', port: 80 };
const PEER = { address: '192.0.2.2', port: 40_000 };

type Line = readonly ['sent' | 'arrived', milliseconds: number, Partial<Segment>];

function segment(kind: 'sent' | 'arrived', fields: Partial<Segment>): Segment {
  const payload = fields.payload ?? new Uint8Array(0);
  return {
    source: kind === 'sent' ? STACK : PEER,
    destination: kind === 'sent' ? PEER : STACK,
    seq: kind === 'sent' ? 501 : 101,
    ack: kind === 'sent' ? 101 : 501,
    flags: ACK,
    wnd: 10_000,
    up: 0,
    reserved: 0,
    options: [],
    checksum: 'good',
    ttl: 64,
    tos: 0,
    ...fields,
    length: payload.length,
    payload,
  };
}

/** A trace that opens passively, goes on with these lines and ends at 9 s. */
function trace(lines: readonly Line[], mss = 1460): Trace {
  const all: readonly Line[] = [
    ['arrived', 0, { seq: 100, ack: 0, flags: SYN, options: [mssOption(mss)] }],
    ['sent', 1, { seq: 500, flags: SYN | ACK }],
    ['arrived', 50, {}],
    ...lines,
  ];
  const events = all.map(([kind, at, fields], i): TraceEvent => {
    return { kind, frame: i + 1, t0: at * MS, t1: at * MS, segment: segment(kind, fields) };
  });
  const end: TraceEvent = { kind: 'end', frame: events.length + 1, t0: 9000 * MS, t1: 9000 * MS };
  return { header: {} as Trace['header'], events: [...events, end] };
}

/** Events without their numbers, to be compared one by one. */
const bare = ({ events }: Trace): readonly object[] => events.map((event) => ({ ...event, frame: 0 }));

/** What is in the one trace and not in the other. */
function difference(
  before: Trace,
  after: Trace,
): { readonly gone: TraceEvent[]; readonly come: TraceEvent[] } {
  const text = (event: object): string => JSON.stringify(event);
  const [old, young] = [bare(before).map(text), bare(after).map(text)];
  return {
    gone: before.events.filter((_, i) => !young.includes(old[i] ?? '')),
    come: after.events.filter((_, i) => !old.includes(young[i] ?? '')),
  };
}

function apply(name: EditName, input: Trace): Trace {
  const output = editOf(name).apply(input);
  if (output === undefined) throw new Error(`${name} found nothing to edit`);
  expect(output.events.map(({ frame }) => frame)).toEqual(output.events.map((_, i) => i + 1));
  const times = output.events.map(({ t0 }) => t0);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(output.header).toBe(input.header);
  return output;
}

/** The parts in which two segments differ. */
function parts(
  a: TraceEvent | undefined,
  b: TraceEvent | undefined,
): Record<string, readonly [unknown, unknown]> {
  if (a === undefined || b === undefined || !('segment' in a) || !('segment' in b))
    throw new Error('no segment');
  const { segment: before } = a;
  const after: Record<string, unknown> = { ...b.segment };
  const differing = Object.entries(before).filter(([key, value]) => {
    return JSON.stringify(value) !== JSON.stringify(after[key]);
  });
  return Object.fromEntries(differing.map(([key, value]) => [key, [value, after[key]]]));
}

const data = (size: number, first = 1): Uint8Array => Uint8Array.from({ length: size }, (_, i) => first + i);

const DOWNLOAD: readonly Line[] = [
  ['arrived', 60, { payload: data(100) }],
  ['sent', 61, { ack: 201, wnd: 9900 }],
];
const RETRANSMISSION: readonly Line[] = [
  ['sent', 100, { payload: data(10) }],
  ['sent', 350, { payload: data(10) }],
  ['arrived', 400, { ack: 511 }],
];

describe('an edit changes one thing', () => {
  test('ack-plus-one: one ACK number', () => {
    const before = trace(DOWNLOAD);
    const { gone, come } = difference(before, apply('ack-plus-one', before));
    expect([gone.length, come.length]).toEqual([1, 1]);
    expect(parts(gone[0], come[0])).toEqual({ ack: [201, 202] });
  });

  test('window-shrunk: one window, whose right edge moves left', () => {
    const before = trace(DOWNLOAD);
    const { gone, come } = difference(before, apply('window-shrunk', before));
    expect([gone.length, come.length]).toEqual([1, 1]);
    expect(parts(gone[0], come[0])).toEqual({ wnd: [9900, 8900] });
  });

  test('octet-changed: one octet of a retransmission', () => {
    const before = trace(RETRANSMISSION);
    const { gone, come } = difference(before, apply('octet-changed', before));
    expect([gone.length, come.length]).toEqual([1, 1]);
    expect(come[0]?.t0).toBe(350 * MS);
    const other = data(10);
    other[5] = (other[5] ?? 0) ^ 0xff;
    expect(parts(gone[0], come[0])).toEqual({ payload: [data(10), other] });
  });

  test('mss-exceeded: two segments in one', () => {
    const before = trace(
      [
        ['sent', 100, { payload: data(50) }],
        ['sent', 100, { seq: 551, flags: ACK | PSH, payload: data(50, 51) }],
        ['arrived', 150, { ack: 601 }],
      ],
      60,
    );
    const { gone, come } = difference(before, apply('mss-exceeded', before));
    expect([gone.length, come.length]).toEqual([2, 1]);
    const payload = data(100);
    expect(come[0]).toMatchObject({ segment: { seq: 501, flags: ACK | PSH, length: 100, payload } });
  });

  test('ack-held: one time, and its place', () => {
    const before = trace([...DOWNLOAD, ['arrived', 300, { seq: 201 }]]);
    const after = apply('ack-held', before);
    const { gone, come } = difference(before, after);
    expect([gone.length, come.length]).toEqual([1, 1]);
    expect(parts(gone[0], come[0])).toEqual({});
    expect(come[0]).toMatchObject({ frame: 6, t0: 761 * MS, t1: 761 * MS });
    expect(after.events[4]).toMatchObject({ kind: 'arrived', t0: 300 * MS });
  });

  test('retransmission-doubled: one more, 1 ms later', () => {
    const before = trace(RETRANSMISSION);
    const { gone, come } = difference(before, apply('retransmission-doubled', before));
    expect([gone.length, come.length]).toEqual([0, 1]);
    expect(come[0]).toMatchObject({ frame: 6, t0: 351 * MS, segment: { seq: 501, payload: data(10) } });
  });

  test.each([
    [
      { flags: RST, ack: 0 },
      { seq: 0, ack: 101, flags: RST | ACK },
    ],
    [{ flags: RST | ACK }, { seq: 501, ack: 0, flags: RST }],
  ])('rst-to-rst: one more, as an answer to %j', (asked, answered) => {
    const before = trace([['arrived', 500, asked]]);
    const { gone, come } = difference(before, apply('rst-to-rst', before));
    expect([gone.length, come.length]).toEqual([0, 1]);
    expect(come[0]).toMatchObject({ kind: 'sent', frame: 5, t0: 500 * MS });
    expect(come[0]).toMatchObject({ segment: { ...answered, source: STACK, destination: PEER } });
  });

  test('fin-moved: one number of a FIN', () => {
    const before = trace([
      ['sent', 100, { flags: FIN | ACK }],
      ['sent', 350, { flags: FIN | ACK }],
    ]);
    const { gone, come } = difference(before, apply('fin-moved', before));
    expect([gone.length, come.length]).toEqual([1, 1]);
    expect(come[0]?.t0).toBe(350 * MS);
    expect(parts(gone[0], come[0])).toEqual({ seq: [501, 502] });
  });
});

describe('an edit finds nothing', () => {
  test.each(EDITS.map(({ name }) => name))('%s: in a trace without its occasion', (name) => {
    expect(editOf(name).apply(trace([]))).toBeUndefined();
  });

  test('ack-held: where another segment acknowledges in time', () => {
    const busy = trace([...DOWNLOAD, ['sent', 700, { ack: 201, payload: data(5) }]]);
    expect(editOf('ack-held').apply(busy)).toBeUndefined();
  });

  test('mss-exceeded: where two segments fit into one', () => {
    const small: readonly Line[] = [
      ['sent', 100, { payload: data(10) }],
      ['sent', 100, { seq: 511, payload: data(10) }],
    ];
    expect(editOf('mss-exceeded').apply(trace(small))).toBeUndefined();
  });
});

test('every edit is made for a scenario that there is', () => {
  const ids = SCENARIOS.map(({ id }) => id);
  for (const { scenario, sentence } of EDITS) {
    expect(ids).toContain(scenario);
    expect(sentence).toMatch(/\.$/);
  }
  expect(new Set(EDITS.map(({ name }) => name)).size).toBe(8);
});
