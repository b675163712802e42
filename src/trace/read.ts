/** Reads a trace of either form, told apart by its first octets. */
import { readPcapng } from './capture/pcapng-read.ts';
import { readText } from './text/read.ts';
import type { ReadResult, TraceHeader } from './trace.ts';

const LATER = 'captures of other tools come later; tcpassay reads the pcapng and the text that it wrote';

/** What files begin with that we know, and do not read. */
const KNOWN: readonly { readonly magic: readonly number[]; readonly name: string; readonly hint: string }[] =
  [
    { magic: [0xd4, 0xc3, 0xb2, 0xa1], name: 'a classic pcap', hint: LATER },
    { magic: [0xa1, 0xb2, 0xc3, 0xd4], name: 'a classic pcap', hint: LATER },
    { magic: [0x4d, 0x3c, 0xb2, 0xa1], name: 'a classic pcap in nanoseconds', hint: LATER },
    { magic: [0xa1, 0xb2, 0x3c, 0x4d], name: 'a classic pcap in nanoseconds', hint: LATER },
    { magic: [0x73, 0x6e, 0x6f, 0x6f, 0x70], name: 'a snoop capture', hint: LATER },
    { magic: [0x1f, 0x8b], name: 'compressed by gzip', hint: 'decompress it first' },
    { magic: [0x28, 0xb5, 0x2f, 0xfd], name: 'compressed by zstd', hint: 'decompress it first' },
  ];

const PCAPNG = [0x0a, 0x0d, 0x0d, 0x0a];

const begins = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((x, i) => bytes[i] === x);

/**
 * The traces in a file's octets; `file` is the name that problems carry, `lag` the recorder's where the file
 * does not tell it. Never throws.
 */
export function readTrace(bytes: Uint8Array, file: string, lag?: TraceHeader['lag']): ReadResult {
  if (begins(bytes, PCAPNG)) return readPcapng(bytes, file);
  const known = KNOWN.find(({ magic }) => begins(bytes, magic));
  if (known) return refuse(`this file is ${known.name}`, known.hint, file);
  const text = textOf(bytes);
  return text === undefined
    ? refuse('this file is neither pcapng nor text', LATER, file)
    : readText(text, file, lag);
}

function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const refuse = (message: string, hint: string, file: string): ReadResult => ({
  traces: [],
  problems: [{ code: 'CAPTURE-001', message, hint, at: { file, offset: 0 } }],
});
