import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SEED, trace } from '../fixtures/random-trace.ts';
import type { Problem, Segment, Trace, TraceEvent } from '../trace.ts';
import { readText } from './read.ts';
import { DEFAULT_HEADER } from './read-header.ts';
import { writeText } from './write.ts';

const HEADER = 'tcpassay 1\nconnection 192.0.2.1:8080 192.0.2.2:20001\n';

/** A trace whose text must have no problem. */
function read(text: string): Trace {
  const { traces, problems } = readText(text, 'some.trace');
  expect(problems).toEqual([]);
  return traces[0] as Trace;
}

const events = (lines: string): readonly TraceEvent[] => read(HEADER + lines).events;

function segment(line: string): Segment {
  const [event] = events(line);
  if (event?.kind !== 'sent' && event?.kind !== 'arrived') throw new Error(`${line} is no segment`);
  return event.segment;
}

const problems = (lines: string): readonly Problem[] => readText(HEADER + lines, 'some.trace').problems;

describe('a text trace reads', () => {
  test('a header, with defaults for what is left out', () => {
    const { header } = read(`tcpassay 1
      stack linux 6.18.44-rc1   # a comment
      scenario close/passive
      clock virtual
      recorder far lossless
      lag in 1.5ms out unbounded
      setting net.ipv4.tcp_sack 1
      setting "a b" "c # d"`);
    expect(header).toEqual({
      ...DEFAULT_HEADER,
      stack: 'linux',
      version: '6.18.44-rc1',
      scenario: 'close/passive',
      clock: 'virtual',
      position: 'far',
      lossless: true,
      lag: { in: 1_500_000, out: Number.POSITIVE_INFINITY, error: 1_000_000 },
      settings: { 'net.ipv4.tcp_sack': '1', 'a b': 'c # d' },
    });
  });

  test('a segment with all that it can have', () => {
    const suffixes = 'ttl 3 tos 0x2 id 8 reserved 1 checksum bad data "a\\x80\\n"';
    expect(
      segment(`0 > S.PUEWA 4294967295:2(3) ack 7 win 9 urg 5 <mss 1460,nop,wscale 7> ${suffixes}`),
    ).toEqual({
      source: { address: '192.0.2.1', port: 8080 },
      destination: { address: '192.0.2.2', port: 20001 },
      seq: 4294967295,
      ack: 7,
      flags: 0x1fa,
      wnd: 9,
      up: 5,
      reserved: 1,
      length: 3,
      payload: Uint8Array.of(97, 128, 10),
      options: [
        { kind: 2, data: Uint8Array.of(5, 180) },
        { kind: 1, data: new Uint8Array(0) },
        { kind: 3, data: Uint8Array.of(7) },
      ],
      checksum: 'bad',
      ttl: 3,
      tos: 2,
      ipId: 8,
    });
  });

  test('what is usual without being told', () => {
    const { flags, wnd, ttl, tos, ipId, checksum, payload, source } = segment('0 < - 1:1(0)');
    expect({ flags, wnd, ttl, tos, ipId, checksum }).toEqual({
      flags: 0,
      wnd: 65535,
      ttl: 64,
      tos: 0,
      ipId: 0,
      checksum: 'good',
    });
    expect(payload).toEqual(new Uint8Array(0));
    expect(source.port).toBe(20001);
    expect(segment('0 < . 1:9(8) ack 1').payload).toBeUndefined();
  });

  test('the options of packetdrill and those that it has no word for', () => {
    const kinds = (list: string): unknown =>
      segment(`0 < . 1:1(0) ack 1 <${list}>`).options.map((o) => [o.kind, ...o.data]);
    expect(kinds('nop,nop,sack 1:2')).toEqual([[1], [1], [5, 0, 0, 0, 1, 0, 0, 0, 2]]);
    expect(kinds('sackOK,TS val 1 ecr 258')).toEqual([[4], [8, 0, 0, 0, 1, 0, 0, 1, 2]]);
    expect(kinds('opt 30 0x0aFF')).toEqual([[30, 10, 255]]);
    expect(kinds('mss 1,wscale 14,eol')).toEqual([[2, 0, 1], [3, 14], [0]]);
    expect(segment('0 < . 1:1(0) ack 1 <opt 9 len 1 0x0506>').options).toEqual([
      { kind: 9, data: Uint8Array.of(5, 6), wrongLength: 1 },
    ]);
  });

  test('times, absolute and relative to the end of the event before', () => {
    const times = events(`0.5~0.7 call 1 close(3)
      +.000000001 return 1 = -1 EBADF
      +0.1~+0.2 end`).map(({ t0, t1 }) => [t0, t1]);
    expect(times).toEqual([
      [500_000_000, 700_000_000],
      [700_000_001, 700_000_001],
      [800_000_001, 900_000_001],
    ]);
  });

  test('connections by their number, in IPv6 too', () => {
    const { events: list } = read(`${HEADER}connection [2001:DB8:0::1]:1 [2001:db8::2]:2
      [2] 0 > R 1:1(0)
      0 > R 1:1(0)`);
    const sources = list.map((e) => (e.kind === 'sent' ? e.segment.source : undefined));
    expect(sources).toEqual([
      { address: '2001:db8::1', port: 1 },
      { address: '192.0.2.1', port: 8080 },
    ]);
  });

  test('calls, returns, snapshots, gaps', () => {
    const list = events(`0 call 1 connect(3, to=192.0.2.2:20001, "odd key"="5", n=-5)
      0 return 1 = -1 EINPROGRESS { local=192.0.2.1:8080 }
      #9 1 snapshot tcp-info 3 withheld { state=1, rto=2.5e3 }
      1 call 2 socket()
      1 gap 0`);
    const at = (frame: number, t: number): object => ({ frame, t0: t, t1: t });
    expect(list).toEqual([
      {
        kind: 'call',
        ...at(1, 0),
        call: 1,
        name: 'connect',
        socket: 3,
        args: { to: '192.0.2.2:20001', 'odd key': '5', n: -5 },
      },
      {
        kind: 'return',
        ...at(2, 0),
        call: 1,
        value: -1,
        error: 'EINPROGRESS',
        result: { local: '192.0.2.1:8080' },
      },
      {
        kind: 'snapshot',
        ...at(9, 1e9),
        source: 'tcp-info',
        socket: 3,
        withheld: true,
        fields: { state: 1, rto: 2500 },
      },
      { kind: 'call', ...at(10, 1e9), call: 2, name: 'socket', socket: -1, args: {} },
      { kind: 'gap', ...at(11, 1e9), lost: 0 },
    ]);
  });
});

describe('a text trace has a problem, told by line and column, where', () => {
  const cases: readonly (readonly [string, string, string, number])[] = [
    ['time goes back', '1~1.5 end\n0.5~0.9 end', 'TRACE-002', 1],
    ['a bracket ends before it begins', '1~0.5 end', 'TRACE-002', 1],
    ['a line is not of the language', '0 < S 1:1(0) win', 'TRACE-003', 17],
    ['quotes stay open', '0 < P. 1:2(1) ack 1 data "a', 'TRACE-003', 26],
    ['a number is too large for its field', '0 < S 4294967296:0(0)', 'TRACE-004', 7],
    ['a time is finer than a nanosecond', '0.0000000001 end', 'TRACE-004', 1],
    ['the end does not match the length', '0 < S 1:3(1)', 'TRACE-005', 9],
    ['the data does not match the length', '0 < . 1:2(1) ack 1 data "ab"', 'TRACE-005', 20],
    ['a control bit is unknown', '0 < SX 1:1(0)', 'TRACE-006', 5],
    ['an ACK has no number', '0 < S. 1:1(0)', 'TRACE-007', 5],
    ['a connection is not declared', '[3] 0 < S 1:1(0)', 'TRACE-008', 2],
    ['a call is said to be of a connection', '[1] 0 call 1 close(3)', 'TRACE-008', 1],
    ['options are no multiple of four octets', '0 < S 1:1(0) <sackOK>', 'TRACE-009', 14],
    ['options are more than 40 octets', `0 < S 1:1(0) <${'nop,'.repeat(43)}nop>`, 'TRACE-009', 14],
    ['a field stands twice', '0 < S 1:1(0) ttl 1 ttl 1', 'TRACE-010', 20],
    ['a header line comes late', '0 end\nseed 1', 'TRACE-010', 1],
    ['record numbers do not rise', '#2 0 end\n#2 0 end', 'TRACE-011', 1],
    ['an escape is unknown', '0 < . 1:2(1) ack 1 data "\\q"', 'TRACE-012', 25],
    ['half an octet is missing', '0 < . 1:2(1) ack 1 data 0x1', 'TRACE-012', 25],
    ['a call is unknown', '0 call 1 fsync(3)', 'TRACE-014', 10],
  ];
  test.each(cases)('%s', (_name, lines, code, column) => {
    const found = problems(`${lines}\n99 gap 7`);
    const line = 2 + lines.split('\n').length;
    expect(found[0]).toMatchObject({ code, at: { file: 'some.trace', line, column } });
    const { traces } = readText(`${HEADER}${lines}\n99 gap 7`, 'some.trace');
    expect(traces[0]?.events.at(-1), 'the rest is still read').toMatchObject({ kind: 'gap', lost: 7 });
  });

  test('its first line is missing, or of a version that is not known', () => {
    expect(readText('', 'f')).toMatchObject({ traces: [], problems: [{ code: 'TRACE-001' }] });
    expect(readText('hello', 'f').traces).toEqual([]);
    expect(readText('0 end', 'f')).toMatchObject({
      traces: [{ events: [{}] }],
      problems: [{ code: 'TRACE-001', at: { line: 1 } }],
    });
    expect(readText('tcpassay 2\n0 end', 'f')).toMatchObject({
      traces: [],
      problems: [{ code: 'TRACE-001', at: { column: 10 } }],
    });
  });

  test('lines are absurdly long, or problems absurdly many', () => {
    expect(problems(`0 < . 1:2(1) ack 1 data 0x${'00'.repeat(200_000)}`)).toMatchObject([
      { code: 'TRACE-015' },
    ]);
    const found = problems('x\n'.repeat(1500));
    expect(found).toHaveLength(1001);
    expect(found.at(-1)).toMatchObject({ code: 'TRACE-013' });
  });
});

test('brackets may overlap as long as the order can have happened', () => {
  expect(problems('0~9 end\n1~2 end\n0.5~1 end')).toEqual([]);
  expect(problems('0~9 end\n1~2 end\n0.5~0.9 end')).toMatchObject([
    { code: 'TRACE-002', message: 'time goes back by 100 ms' },
  ]);
});

test('what is written reads back as the same trace', () => {
  fc.assert(
    fc.property(trace, (t) => {
      expect(readText(writeText(t), 'f')).toEqual({ traces: [t], problems: [] });
    }),
    { seed: SEED, numRuns: 400 },
  );
});

test('no text makes the reader throw', () => {
  const piece = fc.constantFrom(
    'tcpassay 1',
    'connection',
    '192.0.2.1:1',
    '[::1]:2',
    '<',
    '>',
    'S.',
    '1:2(1)',
    ' ',
    '\n',
    '"',
    '\\',
    '0x',
    'ack',
    '0.5',
    '+',
    '~',
    '#1',
    '[2]',
    'call',
    '{',
    '}',
    '=',
    ',',
    '(',
    ')',
    'data',
    'sack',
    'opt',
    '99999999999999999999',
    'stack',
    '😀',
    '\ud800',
    '\0',
  );
  const soup = fc.array(
    fc.oneof({ weight: 5, arbitrary: piece }, fc.string({ unit: 'binary', maxLength: 5 })),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        soup.map((s) => s.join(' ')),
        soup.map((s) => HEADER + s.join(' ')),
      ),
      (text) => {
        for (const problem of readText(text, 'f').problems) expect(problem.at.line).toBeGreaterThan(0);
      },
    ),
    { seed: SEED, numRuns: 2000 },
  );
});
