import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BOTH_FAMILIES } from '../fixtures/both-families.ts';
import { SEED, trace } from '../fixtures/random-trace.ts';
import { swapped } from '../fixtures/swapped-pcapng.ts';
import { readText } from '../text/read.ts';
import { writeText } from '../text/write.ts';
import type { Trace } from '../trace.ts';
import { readPcapng } from './pcapng-read.ts';
import { writePcapng } from './pcapng-write.ts';

const handMade = (): Trace => {
  const { traces, problems } = readText(BOTH_FAMILIES, 'both-families.trace');
  expect(problems).toEqual([]);
  return traces[0] as Trace;
};

/** Where each block begins. */
function offsets(b: Uint8Array): number[] {
  const view = new DataView(b.buffer, b.byteOffset, b.length);
  const list: number[] = [];
  for (let at = 0; at < b.length; at += view.getUint32(at + 4, true)) list.push(at);
  return list;
}

describe('text and pcapng turn into each other without loss', () => {
  test('a hand-made trace of IPv4 and IPv6', () => {
    const t = handMade();
    const { traces, problems } = readPcapng(writePcapng(t), 'f');
    expect(problems).toEqual([]);
    expect(traces).toEqual([t]);
    expect(writeText(traces[0] as Trace)).toBe(writeText(t));
  });

  test('random traces', () => {
    fc.assert(
      fc.property(trace, (t) => {
        const text = writeText(t);
        const { traces, problems } = readPcapng(writePcapng(readText(text, 'f').traces[0] as Trace), 'f');
        expect(problems).toEqual([]);
        expect(traces).toEqual([t]);
        expect(writeText(traces[0] as Trace)).toBe(text);
      }),
      { seed: SEED, numRuns: 400 },
    );
  });

  test('a header that is longer than one option', () => {
    const t = handMade();
    const long = { ...t, header: { ...t.header, settings: { wide: 'é'.repeat(70_000) } } };
    expect(readPcapng(writePcapng(long), 'f')).toEqual({ traces: [long], problems: [] });
  });

  test('the other byte order', () => {
    const t = handMade();
    expect(readPcapng(swapped(writePcapng(t)), 'f')).toEqual({ traces: [t], problems: [] });
  });

  test('several sections, each a trace with its own time', () => {
    const t = handMade();
    const later = { ...t, header: { ...t.header, started: '2026-11-25T00:00:00Z' } };
    const both = Uint8Array.from([...writePcapng(t), ...writePcapng(later)]);
    const { traces, problems } = readPcapng(both, 'f');
    expect(problems).toEqual([]);
    expect(traces.map((x) => x.header.started)).toEqual([t.header.started, later.header.started]);
    expect(traces[1]?.events[0]?.frame, 'records are counted through the file').toBe(t.events.length + 1);
  });
});

describe('a pcapng has a problem, told by its offset, where', () => {
  test('the file is cut: what stands before is read', () => {
    const b = writePcapng(handMade());
    const last = offsets(b).at(-1) as number;
    const { traces, problems } = readPcapng(b.subarray(0, b.length - 4), 'f');
    expect(traces[0]?.events).toHaveLength(handMade().events.length - 1);
    expect(problems).toMatchObject([{ code: 'CAPTURE-007', at: { file: 'f', offset: last } }]);
    expect(readPcapng(b.subarray(0, last + 5), 'f').problems).toMatchObject([
      { code: 'CAPTURE-007', at: { offset: last } },
    ]);
  });

  test('a block has a wrong length', () => {
    for (const [value, from] of [
      [13, 4],
      [8, 4],
      [99, -4],
    ] as const) {
      const b = writePcapng(handMade());
      const [, at = 0, next = 0] = offsets(b);
      b[from === 4 ? at + 4 : next - 4] = value;
      expect(readPcapng(b, 'f').problems).toMatchObject([{ code: 'CAPTURE-002', at: { offset: at } }]);
    }
    const b = writePcapng(handMade());
    b[8] = 0;
    expect(readPcapng(b, 'f')).toMatchObject({
      traces: [],
      problems: [{ code: 'CAPTURE-002', at: { offset: 0 } }],
    });
  });

  test('another tool has written it', () => {
    // Section header without options, interface of Ethernet, one packet.
    const foreign = Uint8Array.from([
      0x0a, 0x0d, 0x0d, 0x0a, 28, 0, 0, 0, 0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255,
      255, 255, 28, 0, 0, 0, 1, 0, 0, 0, 20, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 20, 0, 0, 0,
    ]);
    expect(readPcapng(foreign, 'f')).toMatchObject({
      traces: [],
      problems: [{ code: 'CAPTURE-003', at: { offset: 0 } }],
    });
  });

  test('a custom block, a packet or its interface is not what we write', () => {
    const edit = (event: number, at: number, value: number): string[] => {
      const b = writePcapng(handMade());
      const offset = (offsets(b)[event + 2] as number) + at;
      b[offset] = value;
      const { traces, problems } = readPcapng(b, 'f');
      expect(traces[0]?.events).toHaveLength(handMade().events.length - 1);
      return problems.map((p) => p.code);
    };
    const kinds = handMade().events.map((e) => e.kind);
    const [call, arrived] = [kinds.indexOf('call'), kinds.indexOf('arrived')];
    expect(edit(call, 8, 0)).toEqual(['CAPTURE-004']);
    expect(edit(call, 12, 0x5b)).toEqual(['CAPTURE-004']);
    expect(edit(arrived, 8, 7)).toEqual(['CAPTURE-006']);
    expect(edit(arrived, 28, 0x75)).toEqual(['CAPTURE-005']);
    expect(edit(arrived, 21, 99)).toEqual(['CAPTURE-002']);
    expect(edit(arrived, 0, 3)).toEqual(['CAPTURE-006']);
    // The high half of the stamp: far from the beginning, in either direction.
    expect(edit(arrived, 15, 0x7f)).toEqual(['TRACE-004']);
    expect(edit(arrived, 14, 0)).toEqual(['TRACE-004']);
  });

  test('its events stand out of order', () => {
    const t = handMade();
    const [first, ...rest] = t.events;
    const { problems } = readPcapng(
      writePcapng({ ...t, events: [...rest, { ...(first as Trace['events'][0]), frame: 99 }] }),
      'f',
    );
    expect(problems).toMatchObject([{ code: 'TRACE-002' }]);
  });

  test('problems are absurdly many', () => {
    const b = writePcapng(handMade());
    const [, , third = 0, fourth = 0] = offsets(b);
    const bad = [...b.subarray(third, fourth)];
    bad[8] = 0;
    const many = Uint8Array.from([
      ...b.subarray(0, third),
      ...Array.from({ length: 1500 }, () => bad).flat(),
    ]);
    const { problems } = readPcapng(many, 'f');
    expect(problems).toHaveLength(1001);
    expect(problems.at(-1)).toMatchObject({ code: 'CAPTURE-008' });
  });
});

test('no octets make the reader throw', () => {
  const whole = writePcapng(handMade());
  const edits = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
  const mutated = fc.tuple(edits, fc.nat(whole.length)).map(([list, cut]) => {
    const b = Uint8Array.from(whole);
    for (const [at, value] of list) b[at] = value;
    return cut % 3 === 0 ? b.subarray(0, cut) : b;
  });
  fc.assert(
    fc.property(
      fc.oneof(
        { weight: 4, arbitrary: mutated },
        { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
      ),
      (b) => {
        for (const { at } of readPcapng(b, 'f').problems) expect(at.offset).toBeLessThanOrEqual(b.length);
      },
    ),
    { seed: SEED, numRuns: 2000 },
  );
});

const version = spawnSync('tshark', ['--version'], { encoding: 'utf8' });
const reason = version.status === 0 ? '' : ' (skipped: no tshark on this machine)';

describe.skipIf(reason !== '')(`tshark agrees${reason}`, () => {
  const tshark = (t: Trace, ...fields: string[]): string[][] => {
    const folder = mkdtempSync(join(tmpdir(), 'tcpassay-tshark-'));
    try {
      writeFileSync(join(folder, 't.pcapng'), writePcapng(t));
      const args = [
        '-r',
        join(folder, 't.pcapng'),
        '-o',
        'tcp.check_checksum:TRUE',
        '-T',
        'fields',
        ...fields.flatMap((f) => ['-e', f]),
      ];
      const out = execFileSync('tshark', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      return out
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  test('on record numbers, calls and all, sequence numbers, lengths, checksums and times', () => {
    const t = handMade();
    const start = BigInt(Date.parse(t.header.started)) * 1_000_000n;
    const expected = t.events.map((e) => {
      if (e.kind !== 'sent' && e.kind !== 'arrived') return [String(e.frame), '', '', '', ''];
      const { seq, length, checksum, payload } = e.segment;
      const stamp = start + BigInt(e.kind === 'sent' ? e.t1 : e.t0);
      const time = `${stamp / 1_000_000_000n}.${String(stamp % 1_000_000_000n).padStart(9, '0')}`;
      // 0 bad, 1 good, 2 unverified, as where octets are missing.
      const status = payload === undefined ? '2' : checksum === 'bad' ? '0' : '1';
      return [String(e.frame), String(seq), String(length), status, time];
    });
    const rows = tshark(
      t,
      'frame.number',
      'tcp.seq_raw',
      'tcp.len',
      'tcp.checksum.status',
      'frame.time_epoch',
    );
    expect(rows.map((r) => [...r, '', '', '', ''].slice(0, 5))).toEqual(expected);
  });

  test('on directions, flags and options', () => {
    const t = handMade();
    const rows = tshark(
      t,
      'frame.packet_flags_direction',
      'tcp.flags',
      'tcp.options.mss_val',
      'ip.ttl',
      'ipv6.tclass',
    );
    const segments = t.events.flatMap((e) => (e.kind === 'sent' || e.kind === 'arrived' ? [e] : []));
    const shown = rows.filter((r) => (r[1] ?? '') !== '');
    expect(shown.map((r) => Number(r[0]))).toEqual(segments.map((e) => (e.kind === 'arrived' ? 1 : 2)));
    expect(shown.map((r) => Number(r[1]))).toEqual(
      segments.map((e) => e.segment.flags | (e.segment.reserved << 9)),
    );
    expect(shown.find((r) => r[2])?.[2]).toBe('1460');
    expect(shown.some((r) => r[3] === '63')).toBe(true);
    expect(shown.some((r) => Number(r[4]) === 2)).toBe(true);
  });
});
