/** IPv4 (RFC 791) and IPv6 (RFC 8200) with their options and extension headers, into the wire record. */
import { MARK, W, type Wire } from '../../wire.ts';
import { byte, long, word } from '../octets.ts';
import { OUTCOME } from './outcome.ts';
import { LAYER, missing, UNBOUNDED, type Walk } from './walk.ts';

const HOP_BY_HOP = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const AUTHENTICATION = 51;
const DESTINATION_OPTIONS = 60;
const JUMBO_PAYLOAD = 0xc2;
const HOME_ADDRESS = 0xc9;

/** Either version, as the first octet says. */
export function ip(w: Walk): number {
  if (missing(w, 1)) return OUTCOME.IP_CUT;
  const version = byte(w.bytes, w.at) >> 4;
  if (version === 4) return LAYER.IPV4;
  return version === 6 ? LAYER.IPV6 : w.fail(OUTCOME.IP_VERSION, version);
}

export function ipv4(w: Walk, wire: Wire): number {
  const { bytes, at } = w;
  if (missing(w, 20)) return OUTCOME.IP_CUT;
  const first = byte(bytes, at);
  if (first >> 4 !== 4) return w.fail(OUTCOME.IP_VERSION, first >> 4);
  const header = (first & 15) * 4;
  if (header < 20) return OUTCOME.IP_HEADER_LENGTH;
  if (missing(w, header)) return OUTCOME.IP_CUT;
  const total = word(bytes, at + 2);
  if (total < header && total !== 0) return OUTCOME.IP_LENGTH;
  const fragment = word(bytes, at + 6) & 0x3fff;
  if ((fragment & 0x1fff) !== 0) return OUTCOME.FRAGMENT;
  if (!w.deeper()) return OUTCOME.TOO_DEEP;
  w.marks = w.recordMarks | (fragment === 0 ? 0 : MARK.FRAGMENT);
  w.version = 4;
  w.ipAt = at;
  w.addressesAt = at + 12;
  w.addressesHold = header === 20 || !isSourceRouted(bytes, at + 20, at + header);
  w.ipEnd = at + total;
  if (total === 0) withoutLength(w);
  w.at = at + header;
  wire[W.TTL] = byte(bytes, at + 8);
  wire[W.TOS] = byte(bytes, at + 1);
  wire[W.IP_ID] = word(bytes, at + 4);
  w.type = byte(bytes, at + 9);
  return LAYER.TRANSPORT;
}

/** The length comes from the record. */
function withoutLength(w: Walk): void {
  w.ipEnd = w.claimed === UNBOUNDED ? w.end : w.claimed;
  w.marks |= MARK.NO_LENGTH;
}

/** Behind a source route the destination is that of the next hop, and not the pseudo-header's. */
function isSourceRouted(b: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; ) {
    const kind = byte(b, at);
    if (kind === 131 || kind === 137) return true;
    if (kind === 0) return false;
    const length = kind === 1 ? 1 : at + 1 < to ? byte(b, at + 1) : 0;
    if (length === 0) return false;
    at += length;
  }
  return false;
}

export function ipv6(w: Walk, wire: Wire): number {
  const { bytes, at } = w;
  if (missing(w, 40)) return OUTCOME.IP_CUT;
  if (byte(bytes, at) >> 4 !== 6) return w.fail(OUTCOME.IP_VERSION, byte(bytes, at) >> 4);
  if (!w.deeper()) return OUTCOME.TOO_DEEP;
  const payload = word(bytes, at + 4);
  w.marks = w.recordMarks;
  w.version = 6;
  w.ipAt = at;
  w.addressesAt = at + 8;
  w.addressesHold = true;
  w.ipEnd = at + 40 + payload;
  wire[W.TTL] = byte(bytes, at + 7);
  wire[W.TOS] = (word(bytes, at) >> 4) & 255;
  wire[W.IP_ID] = -1;
  w.at = at + 40;
  w.type = byte(bytes, at + 6);
  if (payload === 0) withoutLength(w);
  while (isExtension(w.type)) {
    const outcome = extension(w);
    if (outcome !== 0) return outcome;
  }
  return w.at > w.ipEnd ? OUTCOME.IP_LENGTH : LAYER.TRANSPORT;
}

const isExtension = (next: number): boolean =>
  next === HOP_BY_HOP ||
  next === ROUTING ||
  next === FRAGMENT ||
  next === DESTINATION_OPTIONS ||
  next === AUTHENTICATION;

/** Passes one extension header; 0, or why not. */
function extension(w: Walk): number {
  if (missing(w, 8)) return OUTCOME.IP_CUT;
  const { bytes, at, type } = w;
  const length = extensionLength(type, byte(bytes, at + 1));
  if (missing(w, length)) return OUTCOME.IP_CUT;
  if (type === FRAGMENT) {
    const field = word(bytes, at + 2);
    if (field >> 3 !== 0) return OUTCOME.FRAGMENT;
    // Offset 0 and no more to come: a whole datagram (RFC 6946).
    if ((field & 1) !== 0) w.marks |= MARK.FRAGMENT;
  } else if (type === ROUTING) w.addressesHold = false;
  else if (type !== AUTHENTICATION && !options(w, at + 2, at + length)) return OUTCOME.IP_LENGTH;
  w.type = byte(bytes, at);
  w.at = at + length;
  return 0;
}

function extensionLength(type: number, field: number): number {
  if (type === FRAGMENT) return 8;
  return type === AUTHENTICATION ? (field + 2) * 4 : (field + 1) * 8;
}

/** Looks through hop-by-hop or destination options; false for a jumbo length that we cannot count. */
function options(w: Walk, from: number, to: number): boolean {
  const b = w.bytes;
  for (let at = from; at + 1 < to; ) {
    const kind = byte(b, at);
    const length = kind === 0 ? 1 : byte(b, at + 1) + 2;
    if (kind === HOME_ADDRESS) w.addressesHold = false;
    if (kind === JUMBO_PAYLOAD && length === 6 && at + 6 <= to && w.type === HOP_BY_HOP)
      if (!jumbo(w, long(b, at + 2))) return false;
    at += length;
  }
  return true;
}

/** RFC 2675: counts from behind the IPv6 header, and only where the header's own length is 0. */
function jumbo(w: Walk, length: number): boolean {
  if ((w.marks & MARK.NO_LENGTH) === 0) return true;
  if (length >= UNBOUNDED - w.ipAt - 40) return false;
  w.ipEnd = w.ipAt + 40 + length;
  w.marks = (w.marks & ~MARK.NO_LENGTH) | MARK.JUMBO;
  return true;
}

/** RFC 4302 behind IPv4; what it guards is in the clear. */
export function authentication(w: Walk): number {
  const outcome = extension(w);
  if (outcome !== 0) return outcome;
  return w.at > w.ipEnd ? OUTCOME.IP_LENGTH : LAYER.TRANSPORT;
}
