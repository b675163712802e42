/**
 * Classic pcap (draft-ietf-opsawg-pcap), in both byte orders, in microseconds or nanoseconds, and the
 * `modified` kind of old Linux kernels.
 */
import { type Container, MOST_OCTETS, type Reading } from './container.ts';
import type { CaptureRecord } from './record.ts';
import { u16, u32 } from './window.ts';

const MICROSECONDS = 0xa1b2c3d4;
const NANOSECONDS = 0xa1b23c4d;
/** Eight octets more in each record: interface index, protocol, kind of packet. */
const MODIFIED = 0xa1b2cd34;

/** The header of the file, and what of it must have come before the magic is sure. */
const FILE_HEADER = 24;
const RECORD_HEADER = 16;
/** What recorders take for a limit where the file names none, and some exceed the one they name. Octets. */
const USUAL_LIMIT = 262_144;
/** The bit of the link type word that says that its upper four bits count the FCS, in 16-bit words. */
const FCS_PRESENT = 0x04000000;
/** Bits of that word that no writer sets. */
const RESERVED = 0x03ff0000;
/** Kinds of packet in a modified record, those of Linux. */
const TO_ANOTHER = 3;
const OUTGOING = 4;

/** Whether these first four octets begin a pcap. */
export function isPcap(bytes: Uint8Array, at: number): boolean {
  const magics = [MICROSECONDS, NANOSECONDS, MODIFIED];
  return magics.includes(u32(bytes, at, true)) || magics.includes(u32(bytes, at, false));
}

export class PcapReader implements Container {
  readonly #reading: Reading;
  #begun = false;
  #littleEndian = true;
  #linkType = 0;
  #nanosPerTick = 1000;
  #header = RECORD_HEADER;
  #most = USUAL_LIMIT;
  #minor = 4;
  #startSeconds = Number.NaN;
  #startNanos = 0;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  next(record: CaptureRecord): boolean {
    if (!this.#begun && !this.#begin()) return false;
    const { window } = this.#reading;
    if (!window.has(this.#header)) return false;
    const little = this.#littleEndian;
    let captured = u32(window.bytes, window.at + 8, little);
    let original = u32(window.bytes, window.at + 12, little);
    if (this.#minor < 4 && (this.#minor < 3 || captured > original))
      [captured, original] = [original, captured];
    if (captured > this.#most) return this.#insane(captured);
    const length = this.#header + captured;
    if (!window.has(length)) return false;
    const { bytes, at } = window;
    record.frame = ++this.#reading.info.frames;
    record.time = this.#time(u32(bytes, at, little), u32(bytes, at + 4, little) * this.#nanosPerTick);
    record.linkType = this.#linkType;
    record.interfaceId = 0;
    record.bytes = bytes;
    record.at = at + this.#header;
    record.captured = captured;
    record.original = original;
    record.direction = this.#header > RECORD_HEADER ? directionOf(bytes[at + 22] as number) : 0;
    record.checksumNotReady = record.superSegment = false;
    record.comment = '';
    record.dropped = 0;
    record.offset = window.offset;
    window.at = at + length;
    return true;
  }

  #begin(): boolean {
    const { window, info } = this.#reading;
    if (!window.has(FILE_HEADER)) return false;
    const { bytes, at } = window;
    const little = isMagic(u32(bytes, at, true));
    const magic = u32(bytes, at, little);
    const major = u16(bytes, at + 4, little);
    this.#minor = u16(bytes, at + 6, little);
    if (major !== 2)
      return this.#reading.end('CAPTURE-009', `a pcap of version ${major}.${this.#minor} is not known`, 4);
    const snaplen = u32(bytes, at + 16, little);
    const network = u32(bytes, at + 20, little);
    this.#begun = true;
    this.#littleEndian = little;
    this.#linkType = linkTypeOf(network);
    if (this.#linkType < 0)
      this.#reading.problem('CAPTURE-012', `no link type is 0x${network.toString(16).padStart(8, '0')}`, 20);
    this.#nanosPerTick = magic === NANOSECONDS ? 1 : 1000;
    this.#most = Math.min(MOST_OCTETS, Math.max(USUAL_LIMIT, snaplen));
    if (magic === MODIFIED) this.#header = RECORD_HEADER + 8;
    info.container = magic === MODIFIED ? 'modified pcap' : 'pcap';
    info.byteOrder = little ? 'little' : 'big';
    info.sections = 1;
    info.interfaces.push({
      linkType: this.#linkType,
      name: '',
      snaplen,
      ticksPerSecond: magic === NANOSECONDS ? 1_000_000_000 : 1_000_000,
      ...((network & FCS_PRESENT) === 0 ? {} : { fcs: (network >>> 28) * 2 }),
    });
    window.at += FILE_HEADER;
    return true;
  }

  /** Kept as differences of seconds and of nanoseconds: a double does not hold nanoseconds since 1970. */
  #time(seconds: number, nanos: number): number {
    if (Number.isNaN(this.#startSeconds)) {
      this.#startSeconds = seconds;
      this.#startNanos = nanos;
      this.#reading.info.start = BigInt(seconds) * 1_000_000_000n + BigInt(nanos);
    }
    return (seconds - this.#startSeconds) * 1e9 + (nanos - this.#startNanos);
  }

  /** Where such a record ends is unknown, and to look for the next one would find some in payload. */
  #insane(captured: number): false {
    const { offset } = this.#reading.window;
    const message = `a record of ${captured} octets, more than the ${this.#most} that one may have here`;
    return this.#reading.endAfterFrames('CAPTURE-010', message, offset);
  }
}

const isMagic = (word: number): boolean => word === MICROSECONDS || word === NANOSECONDS || word === MODIFIED;

/** A word with reserved bits was never set: its lower half may look like a link type by chance. */
const linkTypeOf = (word: number): number => ((word & RESERVED) === 0 ? word & 0xffff : -1);

function directionOf(kind: number): 0 | 1 | 2 {
  if (kind === OUTGOING) return 2;
  return kind < TO_ANOTHER ? 1 : 0;
}
