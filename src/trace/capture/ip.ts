/** IPv4 (RFC 791) and IPv6 (RFC 8200) headers around TCP. */
import { addressText } from './address.ts';
import { foldSum, sumWords } from './checksum.ts';
import { byte, word } from './octets.ts';

/** What we keep of an IP header. Offsets are into the buffer that was read. */
export interface IpHeader {
  version: 4 | 6;
  source: string;
  destination: string;
  /** IPv4 TTL or IPv6 hop limit. */
  ttl: number;
  /** IPv4 TOS octet or IPv6 traffic class. */
  tos: number;
  /** IPv4 Identification; 0 on IPv6. */
  id: number;
  /** Where the two addresses stand, as the checksum's pseudo-header needs them. */
  addressesAt: number;
  /** Where the TCP header begins. */
  payloadAt: number;
  /** Where the datagram ends by its own length, which may be behind the end of the buffer. */
  end: number;
}

const TCP = 6;
const HOP_BY_HOP = 0;
const DESTINATION_OPTIONS = 60;

/**
 * Whether an IP datagram with a whole, unfragmented TCP part begins at `at`: `ok` or what is wrong with it.
 */
export function checkIp(b: Uint8Array, at: number): string {
  if (at >= b.length) return 'no octets';
  const version = byte(b, at) >> 4;
  if (version === 4) return checkIpv4(b, at);
  if (version === 6) return checkIpv6(b, at);
  return `IP version ${version}`;
}

function checkIpv4(b: Uint8Array, at: number): string {
  if (b.length - at < 20) return 'short IPv4 header';
  const header = (byte(b, at) & 15) * 4;
  const total = word(b, at + 2);
  if (header < 20 || b.length - at < header) return 'bad IPv4 header length';
  if (total < header) return total === 0 ? 'IPv4 length 0 (segmentation offload)' : 'bad IPv4 length';
  if ((word(b, at + 6) & 0x3fff) !== 0) return 'IPv4 fragment';
  if (byte(b, at + 9) !== TCP) return `IP protocol ${byte(b, at + 9)}, not TCP`;
  return 'ok';
}

function checkIpv6(b: Uint8Array, at: number): string {
  if (b.length - at < 40) return 'short IPv6 header';
  if (word(b, at + 4) === 0) return 'IPv6 length 0 (jumbogram or segmentation offload)';
  const upper = upperLayer(b, at);
  if (typeof upper === 'string') return upper;
  return upper > at + 40 + word(b, at + 4) ? 'bad IPv6 length' : 'ok';
}

/** Where TCP begins behind extension headers that do not change it, or why not. */
function upperLayer(b: Uint8Array, at: number): number | string {
  let next = byte(b, at + 6);
  let here = at + 40;
  while (next === HOP_BY_HOP || next === DESTINATION_OPTIONS) {
    if (here + 8 > b.length) return 'short IPv6 extension header';
    next = byte(b, here);
    here += (byte(b, here + 1) + 1) * 8;
  }
  if (next === 44) return 'IPv6 fragment';
  return next === TCP ? here : `IPv6 next header ${next}, not TCP`;
}

/** Fills `into` from the header at `at`, which {@link checkIp} has found `ok`. */
export function readIp(b: Uint8Array, at: number, into: IpHeader): void {
  into.version = byte(b, at) >> 4 === 4 ? 4 : 6;
  if (into.version === 4) {
    into.tos = byte(b, at + 1);
    into.ttl = byte(b, at + 8);
    into.id = word(b, at + 4);
    into.addressesAt = at + 12;
    into.payloadAt = at + (byte(b, at) & 15) * 4;
    into.end = at + word(b, at + 2);
  } else {
    const upper = upperLayer(b, at);
    if (typeof upper === 'string') throw new Error(`unreachable: not checked: ${upper}`);
    into.tos = (word(b, at) >> 4) & 255;
    into.ttl = byte(b, at + 7);
    into.id = 0;
    into.addressesAt = at + 8;
    into.payloadAt = upper;
    into.end = at + 40 + word(b, at + 4);
  }
  const size = into.version === 4 ? 4 : 16;
  into.source = addressText(b, into.addressesAt, size);
  into.destination = addressText(b, into.addressesAt + size, size);
}

/** What {@link writeIp} needs. */
export interface IpParts {
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  readonly ttl: number;
  readonly tos: number;
  readonly id: number;
  /** Octets behind the IP header, header of TCP included; with the header at most 65,535. */
  readonly length: number;
}

/**
 * Writes a header without options at `at` (IPv4 with Don't Fragment, header checksum right) and gives the
 * place behind it.
 */
export function writeIp(parts: IpParts, b: Uint8Array, at: number): number {
  const size = parts.source.length;
  if (size === 4) {
    const total = parts.length + 20;
    b.set(
      [
        0x45,
        parts.tos,
        total >> 8,
        total & 255,
        parts.id >> 8,
        parts.id & 255,
        0x40,
        0,
        parts.ttl,
        TCP,
        0,
        0,
      ],
      at,
    );
  } else {
    const tos = parts.tos;
    b.set(
      [0x60 | (tos >> 4), (tos & 15) << 4, 0, 0, parts.length >> 8, parts.length & 255, TCP, parts.ttl],
      at,
    );
  }
  const addressesAt = size === 4 ? at + 12 : at + 8;
  b.set(parts.source, addressesAt);
  b.set(parts.destination, addressesAt + size);
  if (size === 4) {
    const sum = foldSum(sumWords(b, at, at + 20));
    b[at + 10] = sum >> 8;
    b[at + 11] = sum & 255;
  }
  return addressesAt + 2 * size;
}

/**
 * Sum of the pseudo-header (RFC 9293 §3.1, RFC 8200 §8.1) for `length` octets of TCP, to begin the checksum
 * with.
 */
export function pseudoHeaderSum(b: Uint8Array, addressesAt: number, version: 4 | 6, length: number): number {
  return sumWords(b, addressesAt, addressesAt + (version === 4 ? 8 : 32), TCP + length);
}
