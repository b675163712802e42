/** The wire record ⇄ the `Segment` of traces: for what is shown, and for traces that have no octets. */
import type { Segment, TcpOption } from '../../trace.ts';
import { CHECKSUM, MARK, OPTION, W, type Wire } from '../../wire.ts';
import { addressBytes, addressText } from '../address.ts';
import type { SegmentDraft } from '../tcp.ts';
import { optionsLength, readOptions, writeOptions } from '../tcp-options.ts';
import { scanOptions } from './option-scan.ts';

/**
 * The options of a segment, every octet of those that were kept whole. `bytes` are the octets that the places
 * in the record are of.
 */
export function optionsOf(bytes: Uint8Array, wire: Wire): TcpOption[] {
  const octets = at(wire, W.OPTION_OCTETS);
  if (octets <= 0) return [];
  const from = at(wire, W.TCP_AT) + 20;
  if ((at(wire, W.OPTIONS) & OPTION.CUT) === 0) return readOptions(bytes, from, from + octets);
  // Where options are cut no payload was kept, and its place is where the kept octets end.
  return readOptions(bytes, from, wholeOptions(bytes, from, at(wire, W.PAYLOAD_AT)));
}

const at = (wire: Wire, slot: number): number => wire[slot] as number;

/** Where the last option ends that stands whole in `b[from, to)`. */
function wholeOptions(b: Uint8Array, from: number, to: number): number {
  let here = from;
  while (here < to) {
    const kind = b[here] as number;
    if (kind === 0) return to;
    const length = kind === 1 ? 1 : here + 1 < to ? (b[here + 1] as number) : 0;
    if (length === 0 || here + length > to) return here;
    here += length;
  }
  return here;
}

/**
 * The segment in a record that `PacketDecoder` has filled with a TCP segment; its octets are copied where all
 * of them were kept. A checksum that is left for the adapter counts as unknown; what marks say is left out.
 */
export function segmentOf(bytes: Uint8Array, wire: Wire): Segment {
  const version = at(wire, W.VERSION);
  const size = version === 4 ? 4 : 16;
  const addressesAt = at(wire, W.ADDRESSES_AT);
  const checksum = at(wire, W.CHECKSUM);
  const payloadAt = at(wire, W.PAYLOAD_AT);
  const length = at(wire, W.LENGTH);
  const segment: SegmentDraft = {
    source: { address: addressText(bytes, addressesAt, size), port: at(wire, W.SOURCE_PORT) },
    destination: {
      address: addressText(bytes, addressesAt + size, size),
      port: at(wire, W.DESTINATION_PORT),
    },
    seq: at(wire, W.SEQ),
    ack: at(wire, W.ACK),
    flags: at(wire, W.FLAGS),
    wnd: at(wire, W.WND),
    up: at(wire, W.UP),
    reserved: at(wire, W.RESERVED),
    options: optionsOf(bytes, wire),
    length,
    checksum: checksum === CHECKSUM.GOOD ? 'good' : checksum === CHECKSUM.BAD ? 'bad' : 'unknown',
    ttl: at(wire, W.TTL),
    tos: at(wire, W.TOS),
  };
  if (at(wire, W.PAYLOAD_KEPT) === length) segment.payload = bytes.slice(payloadAt, payloadAt + length);
  if (version === 4) segment.ipId = at(wire, W.IP_ID);
  return segment;
}

/**
 * Fills a record from a segment and gives the octets that its places are of: addresses, the room of a TCP
 * header, options, payload. There is no IP header, so IP_AT is −1; CONTEXT is 0. Throws a RangeError where an
 * address is none.
 */
export function wireOf(segment: Segment, wire: Wire): Uint8Array {
  const source = addressBytes(segment.source.address);
  const destination = addressBytes(segment.destination.address);
  if (source === undefined || destination === undefined || source.length !== destination.length)
    throw new RangeError(
      `no pair of IP addresses: ${segment.source.address}, ${segment.destination.address}`,
    );
  const tcpAt = 2 * source.length;
  const optionsEnd = tcpAt + 20 + ((optionsLength(segment.options) + 3) & ~3);
  const kept = segment.payload?.length ?? 0;
  const bytes = new Uint8Array(optionsEnd + kept);
  bytes.set(source);
  bytes.set(destination, source.length);
  writeOptions(segment.options, bytes, tcpAt + 20);
  if (segment.payload) bytes.set(segment.payload, optionsEnd);
  fields(segment, wire);
  wire[W.PAYLOAD_AT] = optionsEnd;
  wire[W.PAYLOAD_KEPT] = kept;
  wire[W.MARKS] = kept < segment.length ? MARK.SNAPPED : 0;
  wire[W.VERSION] = source.length === 4 ? 4 : 6;
  wire[W.ADDRESSES_AT] = 0;
  wire[W.CONTEXT] = 0;
  wire[W.TCP_AT] = tcpAt;
  wire[W.IP_AT] = -1;
  scanOptions(bytes, tcpAt + 20, optionsEnd, optionsEnd, wire);
  return bytes;
}

const CHECKSUMS = { good: CHECKSUM.GOOD, bad: CHECKSUM.BAD, unknown: CHECKSUM.UNKNOWN };

function fields(segment: Segment, wire: Wire): void {
  wire[W.SEQ] = segment.seq;
  wire[W.ACK] = segment.ack;
  wire[W.FLAGS] = segment.flags;
  wire[W.RESERVED] = segment.reserved;
  wire[W.WND] = segment.wnd;
  wire[W.UP] = segment.up;
  wire[W.LENGTH] = segment.length;
  wire[W.CHECKSUM] = CHECKSUMS[segment.checksum];
  wire[W.TTL] = segment.ttl;
  wire[W.TOS] = segment.tos;
  wire[W.IP_ID] = segment.ipId ?? -1;
  wire[W.SOURCE_PORT] = segment.source.port;
  wire[W.DESTINATION_PORT] = segment.destination.port;
}
