/** The option list of a TCP header, RFC 9293 §3.1, into the wire record. */
import { OPTION, W, type Wire } from '../../wire.ts';
import { byte, long, word } from '../octets.ts';

/** NOP, NOP, Timestamps: nearly every segment of a connection that has agreed on them. */
const ALIGNED_TIMESTAMPS = 0x0101080a;

const BITS = new Int32Array(256).fill(OPTION.OTHER);
BITS[2] = OPTION.MSS;
BITS[3] = OPTION.WINDOW_SCALE;
BITS[4] = OPTION.SACK_PERMITTED;
BITS[5] = OPTION.SACK;
BITS[8] = OPTION.TIMESTAMPS;
BITS[19] = OPTION.MD5;
BITS[28] = OPTION.USER_TIMEOUT;
BITS[29] = OPTION.AO;
BITS[30] = OPTION.MPTCP;
BITS[34] = OPTION.FAST_OPEN;

/** Fast Open's number among the shared experimental ones, RFC 7413 §4.1.1 and RFC 6994. */
const FAST_OPEN_EXPERIMENT = 0xf989;

/** Fills OPTIONS, OPTION_OCTETS and the values from `b[at, end)`, of which `b[at, kept)` is there. */
export function scanOptions(b: Uint8Array, at: number, end: number, kept: number, wire: Wire): void {
  wire[W.OPTION_OCTETS] = end - at;
  wire[W.MSS] = -1;
  wire[W.SHIFT] = -1;
  wire[W.SACKS] = 0;
  if (end - at === 12 && kept >= end && isAligned(b, at)) {
    wire[W.OPTIONS] = OPTION.TIMESTAMPS;
    wire[W.TSVAL] = long(b, at + 4);
    wire[W.TSECR] = long(b, at + 8);
  } else {
    wire[W.TSVAL] = -1;
    wire[W.TSECR] = -1;
    wire[W.OPTIONS] = end === at ? 0 : scanList(b, at, end, kept, wire);
  }
  for (let i = W.SACK + 2 * (wire[W.SACKS] as number); i < W.SACK + 8; i++) wire[i] = -1;
}

const isAligned = (b: Uint8Array, at: number): boolean =>
  ((byte(b, at) << 24) | (byte(b, at + 1) << 16) | (byte(b, at + 2) << 8) | byte(b, at + 3)) ===
  ALIGNED_TIMESTAMPS;

function scanList(b: Uint8Array, from: number, end: number, kept: number, wire: Wire): number {
  let bits = 0;
  let at = from;
  while (at < end) {
    if (at >= kept) return bits | OPTION.CUT;
    const kind = byte(b, at);
    if (kind === 0) return bits;
    if (kind === 1) {
      at++;
      continue;
    }
    const bit = bitOf(b, at, kept);
    const again = (bits & bit) !== 0 && (bit !== OPTION.OTHER || stoodBefore(b, from, at, kind));
    bits |= bit;
    if (again) bits |= OPTION.TWICE;
    if (at + 1 === end) return bits | OPTION.MALFORMED;
    if (at + 1 >= kept) return bits | OPTION.CUT;
    const length = byte(b, at + 1);
    if (length < 2 || at + length > end) return bits | OPTION.MALFORMED;
    if (!isSizeOf(kind, length, bit)) bits |= OPTION.WRONG_SIZE;
    else if (at + length > kept) return bits | OPTION.CUT;
    else if (!again) readValue(b, at, kind, length, wire);
    at += length;
  }
  return bits;
}

function bitOf(b: Uint8Array, at: number, kept: number): number {
  const kind = byte(b, at);
  if (kind < 253) return BITS[kind] as number;
  const named = at + 4 <= kept && byte(b, at + 1) >= 4;
  return named && word(b, at + 2) === FAST_OPEN_EXPERIMENT ? OPTION.FAST_OPEN : OPTION.OTHER;
}

/** Whether the list has an option of this kind before `at`; the options before it are whole. */
function stoodBefore(b: Uint8Array, from: number, before: number, kind: number): boolean {
  for (let at = from; at < before; at += byte(b, at) === 1 ? 1 : byte(b, at + 1))
    if (byte(b, at) === kind) return true;
  return false;
}

/** Lengths, kind and length octets included, that the kinds' own RFCs give them. */
function isSizeOf(kind: number, length: number, bit: number): boolean {
  switch (kind) {
    case 2: // RFC 9293 §3.7.1
    case 28: // RFC 5482 §3
      return length === 4;
    case 3: // RFC 7323 §2.2
      return length === 3;
    case 4: // RFC 2018 §2
      return length === 2;
    case 5: // RFC 2018 §3
      return length >= 10 && length <= 34 && length % 8 === 2;
    case 8: // RFC 7323 §3.2
      return length === 10;
    case 19: // RFC 2385 §3.0
      return length === 18;
    case 29: // RFC 5925 §2.2
      return length >= 4;
    case 30: // RFC 8684 §3
      return length >= 3;
    case 34: // RFC 7413 §4.1.1
      return length === 2 || (length >= 6 && length <= 18 && length % 2 === 0);
    default: // RFC 7413, appendix: two octets of its number before the cookie
      return bit !== OPTION.FAST_OPEN || length === 4 || (length >= 8 && length <= 20 && length % 2 === 0);
  }
}

function readValue(b: Uint8Array, at: number, kind: number, length: number, wire: Wire): void {
  if (kind === 2) wire[W.MSS] = word(b, at + 2);
  else if (kind === 3) wire[W.SHIFT] = byte(b, at + 2);
  else if (kind === 8) {
    wire[W.TSVAL] = long(b, at + 2);
    wire[W.TSECR] = long(b, at + 6);
  } else if (kind === 5) {
    wire[W.SACKS] = (length - 2) / 8;
    for (let i = 2, to = W.SACK; i < length; i += 4) wire[to++] = long(b, at + i);
  }
}
