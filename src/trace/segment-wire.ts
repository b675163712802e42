/** A segment of a trace as a wire record: both kinds of input take one road through the checker. */
import { optionsLength } from './capture/tcp-options.ts';
import type { Segment, TcpOption } from './trace.ts';
import { CHECKSUM, OPTION, W, type Wire } from './wire.ts';

const ANY_SIZE = -1;
/** Kinds that we know by name: the bit, and the octets of data that a right one has. */
const KINDS: ReadonlyMap<number, { readonly bit: number; readonly size: number }> = new Map([
  [2, { bit: OPTION.MSS, size: 2 }],
  [3, { bit: OPTION.WINDOW_SCALE, size: 1 }],
  [4, { bit: OPTION.SACK_PERMITTED, size: 0 }],
  [5, { bit: OPTION.SACK, size: ANY_SIZE }],
  [8, { bit: OPTION.TIMESTAMPS, size: 8 }],
  [19, { bit: OPTION.MD5, size: 16 }],
  [28, { bit: OPTION.USER_TIMEOUT, size: 2 }],
  [29, { bit: OPTION.AO, size: ANY_SIZE }],
  [30, { bit: OPTION.MPTCP, size: ANY_SIZE }],
  [34, { bit: OPTION.FAST_OPEN, size: ANY_SIZE }],
]);
const BLOCK = 8;
const MOST_BLOCKS = 4;

const long = (b: Uint8Array, at: number): number =>
  (b[at] ?? 0) * 0x1000000 + (((b[at + 1] ?? 0) << 16) | ((b[at + 2] ?? 0) << 8) | (b[at + 3] ?? 0));

/** The bits of one option of the list; values of the first of its kind go into the record. */
function takeOption(option: TcpOption, seen: number, wire: Wire): number {
  if (option.kind <= 1) return 0;
  if (option.wrongLength !== undefined) return OPTION.MALFORMED;
  const known = KINDS.get(option.kind);
  if (!known) return OPTION.OTHER;
  const { data } = option;
  const right =
    known.size === data.length ||
    (known.size === ANY_SIZE &&
      (option.kind !== 5 || (data.length > 0 && data.length % BLOCK === 0 && data.length <= 4 * BLOCK)));
  if (!right) return OPTION.WRONG_SIZE;
  if ((seen & known.bit) !== 0) return OPTION.TWICE;
  switch (option.kind) {
    case 2:
      wire[W.MSS] = ((data[0] ?? 0) << 8) | (data[1] ?? 0);
      break;
    case 3:
      wire[W.SHIFT] = data[0] ?? 0;
      break;
    case 5:
      wire[W.SACKS] = Math.min(MOST_BLOCKS, data.length / BLOCK);
      for (let i = 0; i < 2 * (wire[W.SACKS] ?? 0); i++) wire[W.SACK + i] = long(data, 4 * i);
      break;
    case 8:
      wire[W.TSVAL] = long(data, 0);
      wire[W.TSECR] = long(data, 4);
      break;
  }
  return known.bit;
}

/** Fills `wire` from a segment. Offsets are −1: the octets stand in the segment itself. */
export function wireOf(segment: Segment, wire: Wire): void {
  wire.fill(-1);
  wire[W.SEQ] = segment.seq;
  wire[W.ACK] = segment.ack;
  wire[W.FLAGS] = segment.flags;
  wire[W.RESERVED] = segment.reserved;
  wire[W.WND] = segment.wnd;
  wire[W.UP] = segment.up;
  wire[W.LENGTH] = segment.length;
  wire[W.PAYLOAD_KEPT] = segment.payload?.length ?? 0;
  wire[W.CHECKSUM] = { unknown: CHECKSUM.UNKNOWN, good: CHECKSUM.GOOD, bad: CHECKSUM.BAD }[segment.checksum];
  wire[W.TTL] = segment.ttl;
  wire[W.TOS] = segment.tos;
  wire[W.IP_ID] = segment.ipId ?? -1;
  wire[W.OPTION_OCTETS] = Math.ceil(optionsLength(segment.options) / 4) * 4;
  wire[W.SACKS] = 0;
  let bits = 0;
  for (const option of segment.options) bits |= takeOption(option, bits, wire);
  wire[W.OPTIONS] = bits;
  wire[W.MARKS] = 0;
  wire[W.VERSION] = segment.source.address.includes(':') ? 6 : 4;
  wire[W.SOURCE_PORT] = segment.source.port;
  wire[W.DESTINATION_PORT] = segment.destination.port;
  wire[W.CONTEXT] = 0;
}
