/**
 * Writes pcapng as recorders of other tools do (draft-ietf-opsawg-pcapng): one section, one interface, a
 * block a packet. What our own recorder writes is a trace and goes through `writePcapng`.
 */
import * as format from './pcapng-format.ts';

/** One packet, as the recorder had it. */
export interface WrittenPacket {
  /** Nanoseconds since 1970, UTC; rounded down to the clock's ticks. */
  readonly time: bigint;
  readonly bytes: Uint8Array;
  /** Octets on the wire where that is not the length of `bytes`. */
  readonly original?: number;
  /** Seen from the interface; absent where the recorder does not say. */
  readonly direction?: 'inbound' | 'outbound';
  /** The adapter was to fill in the checksum. */
  readonly checksumNotReady?: boolean;
  /** The packet is a super-segment that was yet to be cut, or one of several that were joined. */
  readonly superSegment?: boolean;
  /** Packets that were lost just before this one (epb_dropcount); 0 says nothing. */
  readonly dropped?: number;
}

export interface WrittenCapture {
  /** A LINKTYPE of tcpdump.org's registry. */
  readonly linkType: number;
  /** Ticks of the clock in a second, as a power of ten: 9 are nanoseconds. */
  readonly digits: number;
  /** The most octets of a packet that were kept, 0 for all. */
  readonly snaplen: number;
  readonly name: string;
  /** What people read beside the interface. */
  readonly comment: string;
  readonly littleEndian: boolean;
  /** Packets that the interface, or the system, says it lost; a counter that is absent is not written. */
  readonly drops?: { readonly byInterface?: number; readonly bySystem?: number };
  readonly packets: readonly WrittenPacket[];
}

const OPTION_COMMENT = 1;
const OPTION_DROP_COUNT = 4;
const OPTION_INTERFACE_DROPS = 5;
const OPTION_SYSTEM_DROPS = 7;
const STATISTICS = 5;
/** Bits of the packet flags (draft §4.3.1). */
const CHECKSUM_NOT_READY = 1 << 9;
const SEGMENTATION_OFFLOADED = 1 << 11;

/** Octets that grow, in one byte order. */
class Octets {
  private bytes = new Uint8Array(4096);
  private view = new DataView(this.bytes.buffer);
  private readonly little: boolean;
  private at = 0;
  private begins = 0;
  constructor(little: boolean) {
    this.little = little;
  }
  private room(octets: number): number {
    const from = this.at;
    if (from + octets > this.bytes.length) {
      const larger = new Uint8Array(Math.max(2 * this.bytes.length, from + octets));
      larger.set(this.bytes);
      this.bytes = larger;
      this.view = new DataView(larger.buffer);
    }
    this.at += octets;
    return from;
  }
  u16(value: number): void {
    const at = this.room(2);
    this.view.setUint16(at, value, this.little);
  }
  u32(value: number): void {
    const at = this.room(4);
    this.view.setUint32(at, value, this.little);
  }
  /** Two words, the high one first in either order, as stamps stand. */
  stamp(value: bigint): void {
    this.u32(Number((value >> 32n) & 0xffffffffn));
    this.u32(Number(value & 0xffffffffn));
  }
  u64(value: bigint): void {
    const at = this.room(8);
    this.view.setBigUint64(at, value, this.little);
  }
  padded(octets: Uint8Array): void {
    const at = this.room(format.padded(octets.length));
    this.bytes.set(octets, at);
  }
  begin(type: number): void {
    this.begins = this.at;
    this.u32(type);
    this.u32(0);
  }
  end(): void {
    const length = this.at + 4 - this.begins;
    this.u32(length);
    this.view.setUint32(this.begins + 4, length, this.little);
  }
  option(code: number, value: Uint8Array): void {
    this.u16(code);
    this.u16(value.length);
    this.padded(value);
  }
  text(code: number, text: string): void {
    if (text !== '') this.option(code, new TextEncoder().encode(text));
  }
  wide(code: number, value: number): void {
    this.u16(code);
    this.u16(8);
    this.u64(BigInt(value));
  }
  optionsEnd(): void {
    this.u32(0);
  }
  whole(): Uint8Array {
    return this.bytes.slice(0, this.at);
  }
}

/** The whole file. Throws a RangeError where `digits` is none of 0 … 9. */
export function writeCapture(capture: WrittenCapture): Uint8Array {
  const { digits } = capture;
  if (!Number.isInteger(digits) || digits < 0 || digits > 9)
    throw new RangeError(`a clock of 10^${digits} ticks in a second cannot be written`);
  const out = new Octets(capture.littleEndian);
  section(out);
  interfaceOf(out, capture);
  const tick = 10n ** BigInt(9 - digits);
  for (const packet of capture.packets) enhanced(out, packet, packet.time / tick);
  if (capture.drops) statistics(out, capture, tick);
  return out.whole();
}

function section(out: Octets): void {
  out.begin(format.SECTION_HEADER);
  out.u32(format.BYTE_ORDER_MAGIC);
  out.u16(1);
  out.u16(0);
  out.u64(0xffffffffffffffffn);
  out.text(format.OPTION_APPLICATION, 'tcpassay simulate');
  out.optionsEnd();
  out.end();
}

function interfaceOf(out: Octets, { linkType, snaplen, name, comment, digits }: WrittenCapture): void {
  out.begin(format.INTERFACE_DESCRIPTION);
  out.u16(linkType);
  out.u16(0);
  out.u32(snaplen);
  out.text(OPTION_COMMENT, comment);
  out.text(format.OPTION_INTERFACE_NAME, name);
  out.option(format.OPTION_TIME_RESOLUTION, Uint8Array.of(digits));
  out.optionsEnd();
  out.end();
}

function enhanced(out: Octets, packet: WrittenPacket, ticks: bigint): void {
  const { bytes, original, direction, checksumNotReady, superSegment, dropped = 0 } = packet;
  out.begin(format.ENHANCED_PACKET);
  out.u32(0);
  out.stamp(ticks);
  out.u32(bytes.length);
  out.u32(original ?? bytes.length);
  out.padded(bytes);
  const way = direction === undefined ? 0 : direction === 'inbound' ? format.INBOUND : format.OUTBOUND;
  const flags =
    way |
    (checksumNotReady === true ? CHECKSUM_NOT_READY : 0) |
    (superSegment === true ? SEGMENTATION_OFFLOADED : 0);
  if (flags !== 0) {
    out.u16(format.OPTION_PACKET_FLAGS);
    out.u16(4);
    out.u32(flags);
  }
  if (dropped > 0) out.wide(OPTION_DROP_COUNT, dropped);
  if (flags !== 0 || dropped > 0) out.optionsEnd();
  out.end();
}

function statistics(out: Octets, { drops, packets }: WrittenCapture, tick: bigint): void {
  out.begin(STATISTICS);
  out.u32(0);
  out.stamp((packets.at(-1)?.time ?? 0n) / tick);
  if (drops?.byInterface !== undefined) out.wide(OPTION_INTERFACE_DROPS, drops.byInterface);
  if (drops?.bySystem !== undefined) out.wide(OPTION_SYSTEM_DROPS, drops.bySystem);
  out.optionsEnd();
  out.end();
}
