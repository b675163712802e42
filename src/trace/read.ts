/** Reads a trace of either form, told apart by its first octets. */
import { isOurs, readPcapng } from './capture/pcapng-read.ts';
import { readText } from './text/read.ts';
import type { ReadResult, TraceHeader } from './trace.ts';

const PCAPNG = [0x0a, 0x0d, 0x0d, 0x0a];

const begins = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((x, i) => bytes[i] === x);

/**
 * The traces in a file's octets; `file` is the name that problems carry, `lag` the recorder's where the file
 * does not tell it. Never throws.
 */
export function readTrace(bytes: Uint8Array, file: string, lag?: TraceHeader['lag']): ReadResult {
  if (begins(bytes, PCAPNG)) return readPcapng(bytes, file);
  const text = textOf(bytes);
  return text === undefined
    ? refuse('this file is neither a pcapng nor a text', 'only `check` reads captures of other tools', file)
    : readText(text, file, lag);
}

/** Octets enough for {@link isCapture}. */
export const HEAD = 65_536;

/**
 * Whether a file that begins with these octets is a capture of some other tool, or nothing we know, rather
 * than a trace in one of our forms.
 */
export function isCapture(head: Uint8Array): boolean {
  if (begins(head, PCAPNG)) return !isOurs(head);
  return head.length > 0 && (head.includes(0) || textOf(head.subarray(0, lastWhole(head))) === undefined);
}

/** Where the last character that is whole ends: a head may be cut within one. */
function lastWhole(head: Uint8Array): number {
  let at = head.length;
  while (at > 0 && ((head[at - 1] ?? 0) & 0xc0) === 0x80) at--;
  return at > 0 && (head[at - 1] ?? 0) >= 0xc0 ? at - 1 : head.length;
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
