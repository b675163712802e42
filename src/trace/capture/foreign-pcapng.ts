/**
 * Pcapng of any tool (draft-ietf-opsawg-pcapng), as packets with what is said of them. What tcpassay itself
 * wrote is a trace and is read by `readPcapng`.
 */
import { type Container, keepText, MOST_INTERFACES, MOST_OCTETS, type Reading, textOf } from './container.ts';
import {
  type BlockPlace,
  type PcapngInterface,
  readInterface,
  readSection,
  readStatistics,
  timeOf,
} from './foreign-pcapng-blocks.ts';
import * as format from './pcapng-format.ts';
import type { CaptureRecord } from './record.ts';
import { u16, u32, u64 } from './window.ts';

/** Type, length, the content's first word, and the length again: no block is shorter but an empty one. */
const SHORTEST_BLOCK = 12;
const SHORTEST_SECTION = 28;
const STATISTICS = 5;
/** Blocks that hold no packet, yet are numbered by Wireshark: custom, journal entries, system calls. */
const NUMBERED: ReadonlySet<number> = new Set([format.CUSTOM, format.CUSTOM_NO_COPY, 9, 0x204, 0x216, 0x221]);

const OPTION_COMMENT = 1;
const OPTION_DROPS = 4;
/** Bits of the packet flags (draft §4.3.1). */
const CHECKSUM_NOT_READY = 1 << 9;
const SEGMENTATION_OFFLOADED = 1 << 11;
/** An old packet block that does not know how many were dropped. */
const DROPS_UNKNOWN = 0xffff;

export class ForeignPcapngReader implements Container {
  readonly #reading: Reading;
  #littleEndian = true;
  /** Those of the section. */
  #interfaces: PcapngInterface[] = [];

  constructor(reading: Reading) {
    this.#reading = reading;
    reading.info.container = 'pcapng';
  }

  next(record: CaptureRecord): boolean {
    const { window } = this.#reading;
    while (window.has(SHORTEST_BLOCK)) {
      // This type reads the same in both orders; the magic behind it tells which one the section has.
      const begins = u32(window.bytes, window.at, false) === format.SECTION_HEADER;
      if (begins && !this.#order(window.bytes, window.at + 8)) return false;
      const said = u32(window.bytes, window.at + 4, this.#littleEndian);
      const length = (said + 3) & ~3;
      if (said < SHORTEST_BLOCK || said > MOST_OCTETS) return this.#wrongLength(`a block of ${said} octets`);
      if (!window.has(length)) return false;
      const { bytes, at, offset } = window;
      if (u32(bytes, at + length - 4, this.#littleEndian) !== said)
        return this.#wrongLength('the two lengths of a block differ');
      if (said !== length)
        this.#reading.problem('CAPTURE-002', `a block of ${said} octets, no multiple of four`, offset);
      window.at = at + length;
      const type = u32(bytes, at, this.#littleEndian);
      // Set before the block is read: its packet, if it holds one, is of this frame and place.
      record.offset = offset;
      if (this.#block(type, record, bytes, at + 8, at + length - 4)) return true;
      if (this.#reading.ended) return false;
    }
    return false;
  }

  /** The content stands from `at` to `to`. True where it is a packet that could be read. */
  #block(type: number, record: CaptureRecord, bytes: Uint8Array, at: number, to: number): boolean {
    switch (type) {
      case format.ENHANCED_PACKET:
        return this.#enhanced(record, bytes, at, to);
      case format.PACKET:
        return this.#old(record, bytes, at, to);
      case format.SIMPLE_PACKET:
        return this.#simple(record, bytes, at, to);
      default:
        this.#other(type, { bytes, at, to, littleEndian: this.#littleEndian, offset: record.offset });
        return false;
    }
  }

  #enhanced(record: CaptureRecord, bytes: Uint8Array, at: number, to: number): boolean {
    record.frame = ++this.#reading.info.frames;
    const little = this.#littleEndian;
    if (to - at < 20) return this.#malformed(record, 'a short packet block');
    const from = this.#interfaces[u32(bytes, at, little)];
    if (!from) return this.#noInterface(record, u32(bytes, at, little));
    const captured = u32(bytes, at + 12, little);
    if (captured > to - at - 20)
      return this.#malformed(record, `a packet of ${captured} octets in a smaller block`);
    record.time = timeOf(this.#reading, from, u32(bytes, at + 4, little), u32(bytes, at + 8, little));
    this.#fill(record, from, bytes, at + 20, captured);
    record.original = u32(bytes, at + 16, little);
    record.dropped = 0;
    const options = at + 20 + format.padded(captured);
    if (options < to) this.#options(record, bytes, options, to);
    return true;
  }

  /** The packet block that the enhanced one has replaced. */
  #old(record: CaptureRecord, bytes: Uint8Array, at: number, to: number): boolean {
    record.frame = ++this.#reading.info.frames;
    const little = this.#littleEndian;
    if (to - at < 20) return this.#malformed(record, 'a short packet block');
    const from = this.#interfaces[u16(bytes, at, little)];
    if (!from) return this.#noInterface(record, u16(bytes, at, little));
    const captured = u32(bytes, at + 12, little);
    if (captured > to - at - 20)
      return this.#malformed(record, `a packet of ${captured} octets in a smaller block`);
    record.time = timeOf(this.#reading, from, u32(bytes, at + 4, little), u32(bytes, at + 8, little));
    this.#fill(record, from, bytes, at + 20, captured);
    record.original = u32(bytes, at + 16, little);
    const options = at + 20 + format.padded(captured);
    if (options < to) this.#options(record, bytes, options, to);
    const drops = u16(bytes, at + 2, little);
    record.dropped = drops === DROPS_UNKNOWN ? 0 : drops;
    return true;
  }

  /** Has neither time nor options, is of the first interface, and says only the length on the wire. */
  #simple(record: CaptureRecord, bytes: Uint8Array, at: number, to: number): boolean {
    record.frame = ++this.#reading.info.frames;
    const from = this.#interfaces[0];
    if (to - at < 4) return this.#malformed(record, 'a short packet block');
    if (!from) return this.#noInterface(record, 0);
    const original = u32(bytes, at, this.#littleEndian);
    const { snaplen } = from.info;
    const captured = snaplen === 0 ? original : Math.min(original, snaplen);
    if (captured > to - at - 4)
      return this.#malformed(record, `a packet of ${captured} octets in a smaller block`);
    record.time = Number.NaN;
    this.#fill(record, from, bytes, at + 4, captured);
    record.original = original;
    record.dropped = 0;
    return true;
  }

  #fill(record: CaptureRecord, from: PcapngInterface, bytes: Uint8Array, at: number, captured: number): void {
    record.linkType = from.info.linkType;
    record.interfaceId = from.id;
    record.bytes = bytes;
    record.at = at;
    record.captured = captured;
    record.direction = 0;
    record.checksumNotReady = record.superSegment = false;
    record.comment = '';
  }

  /** Options of a packet. Custom ones and hashes say nothing that we use. */
  #options(record: CaptureRecord, bytes: Uint8Array, from: number, to: number): void {
    const little = this.#littleEndian;
    let at = from;
    while (at + 4 <= to) {
      const code = u16(bytes, at, little);
      const length = u16(bytes, at + 2, little);
      at += 4;
      if (code === format.OPTION_END) return;
      if (at + length > to) {
        this.#malformed(record, `an option of ${length} octets in a smaller block`);
        return;
      }
      if (code === OPTION_COMMENT) {
        const text = textOf(bytes.subarray(at, at + length));
        record.comment = record.comment === '' ? text : `${record.comment}\n${text}`;
      } else if (code === format.OPTION_PACKET_FLAGS && length === 4) {
        const flags = u32(bytes, at, little);
        const direction = flags & 3;
        record.direction = direction === 3 ? 0 : (direction as 0 | 1 | 2);
        record.checksumNotReady = (flags & CHECKSUM_NOT_READY) !== 0;
        record.superSegment = (flags & SEGMENTATION_OFFLOADED) !== 0;
      } else if (code === OPTION_DROPS && length === 8) record.dropped = u64(bytes, at, little);
      at += format.padded(length);
    }
  }

  #other(type: number, block: BlockPlace): void {
    const { info } = this.#reading;
    if (type === format.SECTION_HEADER) this.#begin(block);
    else if (type === format.INTERFACE_DESCRIPTION) this.#interface(block);
    else if (type === STATISTICS) {
      const fault = readStatistics(block, this.#interfaces);
      if (fault !== undefined) this.#reading.problem('CAPTURE-002', fault, block.offset);
    } else if (NUMBERED.has(type)) info.frames++;
    // Name resolution, secrets and the like, and what comes later: nothing of them is needed.
  }

  #begin(block: BlockPlace): void {
    const { info } = this.#reading;
    const section = block.to - block.at < SHORTEST_SECTION - 12 ? undefined : readSection(block);
    if (!section) {
      this.#reading.endAfterFrames('CAPTURE-002', 'a short section header', block.offset);
      return;
    }
    if (section.major !== 1) {
      const message = `a section of version ${section.major}.${section.minor} is not known`;
      this.#reading.endAfterFrames('CAPTURE-009', message, block.offset);
      return;
    }
    this.#interfaces = [];
    info.sections++;
    const order = this.#littleEndian ? 'little' : 'big';
    info.byteOrder = info.sections === 1 || info.byteOrder === order ? order : 'mixed';
    for (const text of section.comments) keepText(info.comments, text);
    for (const text of section.applications) keepText(info.applications, text);
  }

  #interface(block: BlockPlace): void {
    const { info } = this.#reading;
    const id = info.interfaces.length;
    const read = id < MOST_INTERFACES ? readInterface(block, id) : `more than ${MOST_INTERFACES} interfaces`;
    if (typeof read === 'string') {
      // Without it the numbers of the interfaces behind it would be those of others.
      this.#reading.endAfterFrames('CAPTURE-002', read, block.offset);
      return;
    }
    this.#interfaces.push(read);
    info.interfaces.push(read.info);
  }

  #order(bytes: Uint8Array, at: number): boolean {
    if (u32(bytes, at, true) === format.BYTE_ORDER_MAGIC) this.#littleEndian = true;
    else if (u32(bytes, at, false) === format.BYTE_ORDER_MAGIC) this.#littleEndian = false;
    else return this.#wrongLength('a section without byte order');
    return true;
  }

  #wrongLength(message: string): false {
    return this.#reading.endAfterFrames('CAPTURE-002', message, this.#reading.window.offset);
  }

  #malformed(record: CaptureRecord, message: string): false {
    this.#reading.problem('CAPTURE-002', `record ${record.frame}: ${message}`, record.offset);
    return false;
  }

  #noInterface(record: CaptureRecord, id: number): false {
    const message = `record ${record.frame} is of interface ${id}, which its section does not describe`;
    this.#reading.problem('CAPTURE-011', message, record.offset);
    return false;
  }
}
