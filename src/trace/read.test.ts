import { expect, test } from 'vitest';
import { writePcapng } from './capture/pcapng-write.ts';
import { BOTH_FAMILIES } from './fixtures/both-families.ts';
import { isCapture, readTrace } from './read.ts';
import type { Trace } from './trace.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

test('both forms are told apart and give the same trace', () => {
  const text = readTrace(utf8(BOTH_FAMILIES), 'a.trace');
  expect(text.problems).toEqual([]);
  expect(readTrace(writePcapng(text.traces[0] as Trace), 'a.pcapng')).toEqual(text);
  expect(readTrace(utf8(`\ufeff${BOTH_FAMILIES.replaceAll('\n', '\r\n')}`), 'a.trace')).toEqual(text);
});

test.each<[string, readonly number[]]>([
  ['a classic pcap', [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0]],
  ['a classic pcap in nanoseconds', [0xa1, 0xb2, 0x3c, 0x4d]],
  ['a snoop capture', [...utf8('snoop\0')]],
  ['compressed by gzip', [0x1f, 0x8b, 8]],
  ['compressed by zstd', [0x28, 0xb5, 0x2f, 0xfd]],
])('a file that is %s is a capture, and no trace', (_, octets) => {
  const file = Uint8Array.from(octets);
  expect(isCapture(file)).toBe(true);
  const { traces, problems } = readTrace(file, 'f');
  expect(traces).toEqual([]);
  expect(problems).toMatchObject([
    {
      code: 'CAPTURE-001',
      message: 'this file is neither a pcapng nor a text',
      hint: 'only `check` reads captures of other tools',
      at: { file: 'f', offset: 0 },
    },
  ]);
});

test('octets that are nothing we know are told so', () => {
  for (const octets of [
    [1, 0, 2],
    [0xff, 0xfe, 65],
  ]) {
    expect(readTrace(Uint8Array.from(octets), 'f')).toMatchObject({
      traces: [],
      problems: [{ code: 'CAPTURE-001' }],
    });
  }
  expect(readTrace(new Uint8Array(0), 'f')).toMatchObject({
    traces: [],
    problems: [{ code: 'TRACE-001', at: { line: 1 } }],
  });
});
