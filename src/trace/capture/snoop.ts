/** Snoop, the capture files of Solaris (RFC 1761), version 2: always big-endian, in microseconds. */
import { type CaptureInterface, type Container, MOST_OCTETS, type Reading } from './container.ts';
import type { CaptureRecord } from './record.ts';
import { u32 } from './window.ts';

const FILE_HEADER = 16;
const RECORD_HEADER = 24;

/** RFC 1761 §3 and Solaris's later numbers, as LINKTYPE numbers of tcpdump.org's registry. */
const LINK_TYPES: ReadonlyMap<number, number> = new Map([
  [0, 1], // IEEE 802.3
  [2, 6], // token ring
  [4, 1], // Ethernet
  [8, 10], // FDDI
  [18, 123], // IP over ATM, SunATM
  [26, 226], // IPNET
  [0x80000001, 228], // IPv4
  [0x80000002, 229], // IPv6
]);

/** Whether these first eight octets begin a snoop file: the word and its zeros. */
export function isSnoop(bytes: Uint8Array, at: number): boolean {
  return u32(bytes, at, false) === 0x736e6f6f && u32(bytes, at + 4, false) === 0x70000000;
}

export class SnoopReader implements Container {
  readonly #reading: Reading;
  #interface: CaptureInterface | undefined;
  #drops = 0;
  #startSeconds = Number.NaN;
  #startMicros = 0;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  next(record: CaptureRecord): boolean {
    if (!this.#interface && !this.#begin()) return false;
    const { window } = this.#reading;
    if (!window.has(RECORD_HEADER)) return false;
    const captured = u32(window.bytes, window.at + 4, false);
    const length = u32(window.bytes, window.at + 8, false);
    if (length < RECORD_HEADER + captured || length > MOST_OCTETS) return this.#wrongLength(length, captured);
    if (!window.has(length)) return false;
    const { bytes, at } = window;
    record.frame = ++this.#reading.info.frames;
    record.time = this.#time(u32(bytes, at + 16, false), u32(bytes, at + 20, false));
    record.linkType = this.#interface?.linkType ?? -1;
    record.interfaceId = 0;
    record.bytes = bytes;
    record.at = at + RECORD_HEADER;
    record.captured = captured;
    record.original = u32(bytes, at, false);
    record.direction = 0;
    record.checksumNotReady = record.superSegment = false;
    record.comment = '';
    record.dropped = this.#dropped(u32(bytes, at + 12, false));
    record.offset = window.offset;
    window.at = at + length;
    return true;
  }

  #begin(): boolean {
    const { window, info } = this.#reading;
    if (!window.has(FILE_HEADER)) return false;
    const version = u32(window.bytes, window.at + 8, false);
    if (version !== 2) return this.#reading.end('CAPTURE-009', `snoop of version ${version} is not known`, 8);
    const dataLink = u32(window.bytes, window.at + 12, false);
    const linkType = LINK_TYPES.get(dataLink) ?? -1;
    if (linkType < 0) this.#reading.problem('CAPTURE-012', `snoop's link type ${dataLink} is not known`, 12);
    this.#interface = { linkType, name: '', snaplen: 0, ticksPerSecond: 1_000_000 };
    info.container = 'snoop';
    info.byteOrder = 'big';
    info.sections = 1;
    info.interfaces.push(this.#interface);
    window.at += FILE_HEADER;
    return true;
  }

  #time(seconds: number, micros: number): number {
    if (Number.isNaN(this.#startSeconds)) {
      this.#startSeconds = seconds;
      this.#startMicros = micros;
      this.#reading.info.start = BigInt(seconds) * 1_000_000_000n + BigInt(micros) * 1000n;
    }
    return (seconds - this.#startSeconds) * 1e9 + (micros - this.#startMicros) * 1000;
  }

  /**
   * The counter runs over the file; it steps back only where files were joined. Zero says nothing: tools that
   * do not count write it too.
   */
  #dropped(counter: number): number {
    if (counter === this.#drops) return 0;
    const dropped = Math.max(0, counter - this.#drops);
    this.#drops = counter;
    if (this.#interface) this.#interface.drops = { byInterface: counter };
    return dropped;
  }

  #wrongLength(length: number, captured: number): false {
    const message = `a record of ${length} octets with a packet of ${captured}`;
    return this.#reading.endAfterFrames('CAPTURE-010', message, this.#reading.window.offset);
  }
}
