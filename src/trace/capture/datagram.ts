/** A segment ⇄ the IP datagram that carries it, every field kept. */
import type { Segment } from '../trace.ts';
import { addressBytes } from './address.ts';
import { foldSum, sumWords } from './checksum.ts';
import { checkIp, type IpHeader, pseudoHeaderSum, readIp, writeIp } from './ip.ts';
import { checkTcp, readTcp, type SegmentDraft, tcpHeaderLength, writeTcp } from './tcp.ts';
import { MOST_OPTION_OCTETS, optionsLength } from './tcp-options.ts';

/** Octets of the whole datagram, payload included also where it was not kept. */
export function datagramLength(segment: Segment): number {
  const ip = segment.source.address.includes(':') ? 40 : 20;
  return ip + 20 + ((optionsLength(segment.options) + 3) & ~3) + segment.length;
}

/** What keeps a segment from being a datagram, or undefined. */
export function segmentFault(segment: Segment): string | undefined {
  const { source, destination } = segment;
  const from = addressBytes(source.address);
  const to = addressBytes(destination.address);
  if (!from) return `${source.address} is no IP address`;
  if (!to) return `${destination.address} is no IP address`;
  if (from.length !== to.length)
    return `${source.address} and ${destination.address} are not of one IP version`;
  if (optionsLength(segment.options) > MOST_OPTION_OCTETS)
    return `options of ${optionsLength(segment.options)} octets`;
  if (segment.payload && segment.payload.length !== segment.length) {
    return `${segment.payload.length} octets of payload, length says ${segment.length}`;
  }
  const total = datagramLength(segment) - (from.length === 16 ? 40 : 0);
  return total > 0xffff ? `${total} octets do not fit an IP length` : undefined;
}

/**
 * The datagram of a segment. `bad` checksums are written wrong, `unknown` ones right. A segment whose octets
 * were not kept is cut behind its TCP header, its IP length saying how long it was. Options whose length is
 * no multiple of four are padded with end-of-list. Throws a RangeError for a segment that no datagram can
 * carry, see {@link segmentFault}.
 */
export function encodeDatagram(segment: Segment): Uint8Array {
  const fault = segmentFault(segment);
  if (fault !== undefined) throw new RangeError(`cannot be sent: ${fault}`);
  const source = addressBytes(segment.source.address) as Uint8Array;
  const destination = addressBytes(segment.destination.address) as Uint8Array;
  const total = datagramLength(segment);
  const ipLength = source.length === 4 ? 20 : 40;
  const kept = segment.payload ? total : total - segment.length;
  const b = new Uint8Array(kept);
  const { ttl, tos, ipId } = segment;
  const tcpAt = writeIp({ source, destination, ttl, tos, id: ipId ?? 0, length: total - ipLength }, b, 0);
  const payloadAt = writeTcp(segment, b, tcpAt);
  if (segment.payload) b.set(segment.payload, payloadAt);
  const addressesAt = tcpAt - 2 * source.length;
  const start = pseudoHeaderSum(b, addressesAt, source.length === 4 ? 4 : 6, total - ipLength);
  // One bit off is never right: it moves the sum by a power of two, and 65535 divides none.
  const sum = foldSum(sumWords(b, tcpAt, kept, start)) ^ (segment.checksum === 'bad' ? 0x0100 : 0);
  b[tcpAt + 16] = sum >> 8;
  b[tcpAt + 17] = sum & 255;
  return b;
}

/**
 * The segment in a datagram, or what is wrong with it. Octets that are missing at the end leave `payload`
 * undefined and the checksum `unknown`; octets behind the IP length are not looked at. Never throws.
 */
export function decodeDatagram(bytes: Uint8Array): Segment | string {
  const ipVerdict = checkIp(bytes, 0);
  if (ipVerdict !== 'ok') return ipVerdict;
  const ip: IpHeader = {
    version: 4,
    source: '',
    destination: '',
    ttl: 0,
    tos: 0,
    id: 0,
    addressesAt: 0,
    payloadAt: 0,
    end: 0,
  };
  readIp(bytes, 0, ip);
  const tcpVerdict = checkTcp(bytes, ip.payloadAt, Math.min(ip.end, bytes.length));
  if (tcpVerdict !== 'ok') return tcpVerdict === 'short' ? 'short TCP header' : tcpVerdict;
  const payloadAt = ip.payloadAt + tcpHeaderLength(bytes, ip.payloadAt);
  const whole = ip.end <= bytes.length;
  const segment: SegmentDraft = {
    source: { address: ip.source, port: 0 },
    destination: { address: ip.destination, port: 0 },
    seq: 0,
    ack: 0,
    flags: 0,
    wnd: 0,
    up: 0,
    reserved: 0,
    options: [],
    length: ip.end - payloadAt,
    checksum: whole ? verifyChecksum(bytes, ip) : 'unknown',
    ttl: ip.ttl,
    tos: ip.tos,
  };
  readTcp(bytes, ip.payloadAt, segment);
  if (whole) segment.payload = bytes.slice(payloadAt, ip.end);
  if (ip.version === 4) segment.ipId = ip.id;
  return segment;
}

function verifyChecksum(b: Uint8Array, ip: IpHeader): 'good' | 'bad' {
  const start = pseudoHeaderSum(b, ip.addressesAt, ip.version, ip.end - ip.payloadAt);
  return foldSum(sumWords(b, ip.payloadAt, ip.end, start)) === 0 ? 'good' : 'bad';
}
