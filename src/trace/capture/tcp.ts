/** The TCP header, RFC 9293 §3.1. */
import type { Segment } from '../trace.ts';
import { byte, long, word } from './octets.ts';
import { optionsLength, readOptions, writeOptions } from './tcp-options.ts';

/** A segment that is being filled. */
export type SegmentDraft = { -readonly [K in keyof Segment]: Segment[K] };

/** Whether a TCP header stands whole in `b[at, end)`. */
export function checkTcp(b: Uint8Array, at: number, end: number): 'ok' | 'short' | 'bad data offset' {
  if (end - at < 20) return 'short';
  const header = (byte(b, at + 12) >> 4) * 4;
  if (header < 20) return 'bad data offset';
  return header > end - at ? 'short' : 'ok';
}

/** Octets of the header at `at`, options included. */
export const tcpHeaderLength = (b: Uint8Array, at: number): number => (byte(b, at + 12) >> 4) * 4;

/**
 * Fills ports, numbers, bits, fields and options from the header at `at`, which {@link checkTcp} has found
 * `ok`.
 */
export function readTcp(b: Uint8Array, at: number, into: SegmentDraft): void {
  into.source = { address: into.source.address, port: word(b, at) };
  into.destination = { address: into.destination.address, port: word(b, at + 2) };
  into.seq = long(b, at + 4);
  into.ack = long(b, at + 8);
  into.flags = word(b, at + 12) & 0x1ff;
  into.reserved = (byte(b, at + 12) >> 1) & 7;
  into.wnd = word(b, at + 14);
  into.up = word(b, at + 18);
  into.options = readOptions(b, at + 20, at + tcpHeaderLength(b, at));
}

/** Writes the header at `at`, its checksum zero, and gives the place behind it. */
export function writeTcp(seg: Segment, b: Uint8Array, at: number): number {
  const view = new DataView(b.buffer, b.byteOffset);
  const offset = (20 + ((optionsLength(seg.options) + 3) & ~3)) / 4;
  view.setUint16(at, seg.source.port);
  view.setUint16(at + 2, seg.destination.port);
  view.setUint32(at + 4, seg.seq);
  view.setUint32(at + 8, seg.ack);
  view.setUint16(at + 12, (offset << 12) | (seg.reserved << 9) | seg.flags);
  view.setUint16(at + 14, seg.wnd);
  view.setUint16(at + 16, 0);
  view.setUint16(at + 18, seg.up);
  return writeOptions(seg.options, b, at + 20);
}
