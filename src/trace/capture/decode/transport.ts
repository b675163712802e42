/** The TCP header, RFC 9293 §3.1, into the wire record. */
import { CHECKSUM, MARK, W, type Wire } from '../../wire.ts';
import { foldSum, sumWords } from '../checksum.ts';
import { byte, long, word } from '../octets.ts';
import { scanOptions } from './option-scan.ts';
import { OUTCOME } from './outcome.ts';
import type { Walk } from './walk.ts';

const TCP = 6;

export function tcp(w: Walk, wire: Wire): number {
  const { bytes, at, ipEnd } = w;
  const kept = ipEnd < w.end ? ipEnd : w.end;
  if (kept - at < 20) return ipEnd - at < 20 ? OUTCOME.TCP_SHORT : OUTCOME.TCP_CUT;
  const offset = byte(bytes, at + 12) >> 4;
  if (offset < 5) return w.fail(OUTCOME.DATA_OFFSET_LOW, offset);
  const payloadAt = at + offset * 4;
  if (payloadAt > ipEnd && (w.marks & MARK.FRAGMENT) === 0) return w.fail(OUTCOME.DATA_OFFSET_HIGH, offset);
  if (ipEnd > w.end) {
    w.marks |= MARK.SNAPPED;
    if (ipEnd > w.claimed) w.marks |= MARK.LENGTH_LIES;
  }
  header(bytes, at, wire);
  wire[W.LENGTH] = ipEnd > payloadAt ? ipEnd - payloadAt : 0;
  wire[W.PAYLOAD_AT] = kept < payloadAt ? kept : payloadAt;
  wire[W.PAYLOAD_KEPT] = kept > payloadAt ? kept - payloadAt : 0;
  place(w, wire);
  scanOptions(bytes, at + 20, payloadAt, kept, wire);
  wire[W.CHECKSUM] = w.wish === 'none' || !w.addressesHold ? CHECKSUM.UNKNOWN : checksum(w);
  return OUTCOME.TCP;
}

function header(b: Uint8Array, at: number, wire: Wire): void {
  wire[W.SOURCE_PORT] = word(b, at);
  wire[W.DESTINATION_PORT] = word(b, at + 2);
  wire[W.SEQ] = long(b, at + 4);
  wire[W.ACK] = long(b, at + 8);
  wire[W.FLAGS] = word(b, at + 12) & 0x1ff;
  wire[W.RESERVED] = (byte(b, at + 12) >> 1) & 7;
  wire[W.WND] = word(b, at + 14);
  wire[W.UP] = word(b, at + 18);
}

/** What is not of the TCP header itself. */
function place(w: Walk, wire: Wire): void {
  wire[W.MARKS] = w.marks;
  wire[W.VERSION] = w.version;
  wire[W.ADDRESSES_AT] = w.addressesAt;
  wire[W.CONTEXT] = w.context;
  wire[W.TCP_AT] = w.at;
  wire[W.IP_AT] = w.ipAt;
}

/** Marks under which a sum that is not right says nothing about the sender. */
const UNSURE = MARK.NO_LENGTH | MARK.CHECKSUM_NOT_READY | MARK.SUPER_SEGMENT;

function checksum(w: Walk): number {
  if ((w.marks & MARK.FRAGMENT) !== 0) return CHECKSUM.UNKNOWN;
  const { bytes, at, ipEnd, addressesAt } = w;
  const length = ipEnd - at;
  const addresses = sumWords(bytes, addressesAt, addressesAt + (w.version === 4 ? 8 : 32), TCP);
  const field = word(bytes, at + 16);
  const whole = w.wish === 'full' && ipEnd <= w.end;
  // That of a jumbogram takes two words of the pseudo-header (RFC 2675 §4), which the folding brings about.
  const pseudo = addresses + length;
  if (whole && foldSum(sumWords(bytes, at, ipEnd, pseudo)) === 0) return CHECKSUM.GOOD;
  // Some adapters want the sum without the length, as each segment will have its own.
  if (isSum(field, pseudo) || isSum(field, addresses)) return CHECKSUM.PARTIAL;
  // Drivers that leave the whole sum to the adapter hand down a zero.
  return !whole || field === 0 || (w.marks & UNSURE) !== 0 ? CHECKSUM.UNKNOWN : CHECKSUM.BAD;
}

const isSum = (field: number, sum: number): boolean => (~foldSum(sum) & 0xffff) === field;

/** A header of which an ICMP error quotes at least ports and sequence number; what is not there is −1. */
export function quotedTcp(w: Walk, wire: Wire): number {
  const { bytes, at, ipEnd } = w;
  const kept = ipEnd < w.end ? ipEnd : w.end;
  wire.fill(-1, W.SEQ, W.TTL);
  wire.fill(-1, W.OPTION_OCTETS, W.MARKS);
  wire[W.CHECKSUM] = CHECKSUM.UNKNOWN;
  wire[W.OPTIONS] = 0;
  wire[W.SACKS] = 0;
  wire[W.SOURCE_PORT] = word(bytes, at);
  wire[W.DESTINATION_PORT] = word(bytes, at + 2);
  wire[W.SEQ] = long(bytes, at + 4);
  place(w, wire);
  if (kept - at < 20) return OUTCOME.ICMP_ERROR;
  header(bytes, at, wire);
  const offset = byte(bytes, at + 12) >> 4;
  const payloadAt = at + offset * 4;
  if (offset < 5 || payloadAt > ipEnd) return OUTCOME.ICMP_ERROR;
  wire[W.LENGTH] = ipEnd - payloadAt;
  wire[W.PAYLOAD_AT] = kept < payloadAt ? kept : payloadAt;
  wire[W.PAYLOAD_KEPT] = kept > payloadAt ? kept - payloadAt : 0;
  scanOptions(bytes, at + 20, payloadAt, kept, wire);
  return OUTCOME.ICMP_ERROR;
}
