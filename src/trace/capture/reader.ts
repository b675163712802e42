/** Reads captures of any tool, chunk by chunk: memory does not grow with the file. */
import type { Problem } from '../trace.ts';
import { type CaptureInfo, type Container, Reading } from './container.ts';
import { ForeignPcapngReader } from './foreign-pcapng.ts';
import { isPcap, PcapReader } from './pcap.ts';
import { SECTION_HEADER } from './pcapng-format.ts';
import type { CaptureRecord } from './record.ts';
import { isSnoop, SnoopReader } from './snoop.ts';
import { u32 } from './window.ts';

/** As many octets as the longest magic has. */
const MAGIC = 8;

/** Compressed forms by their first octets; only gzip is undone, by the source. */
const COMPRESSED: readonly (readonly [magic: number, mask: number, name: string])[] = [
  [0x1f8b0000, 0xffff0000, 'gzip'],
  [0x28b52ffd, 0xffffffff, 'zstd'],
  [0x04224d18, 0xffffffff, 'lz4'],
  [0xfd377a58, 0xffffffff, 'xz'],
  [0x425a6800, 0xffffff00, 'bzip2'],
  [0x504b0304, 0xffffffff, 'zip'],
];

/**
 * A pull reader: `feed` a chunk, call `next` until it answers false, and so on; then `finish`. Never throws
 * on what the octets hold: that is a problem, and what can be read is read.
 */
export class CaptureReader {
  readonly #reading: Reading;
  #container: Container | undefined;

  /** `file` only names the place of problems. */
  constructor(file: string) {
    this.#reading = new Reading(file);
  }

  get problems(): readonly Problem[] {
    return this.#reading.problems;
  }

  get info(): CaptureInfo {
    return this.#reading.info;
  }

  /** Whether nothing more will be read, whatever is fed: the source has ended, or is damaged for good. */
  get ended(): boolean {
    return this.#reading.ended;
  }

  /** The chunk must keep its octets until `next` has answered false; then it may be filled anew. */
  feed(chunk: Uint8Array): void {
    if (!this.#reading.ended) this.#reading.window.feed(chunk);
  }

  /**
   * Fills the record with the next packet. False: more octets are needed, or reading has ended. The octets of
   * the record are valid until the next call of `next` or `feed`.
   */
  next(record: CaptureRecord): boolean {
    if (this.#reading.ended) return false;
    this.#container ??= this.#choose(MAGIC);
    return this.#container?.next(record) ?? false;
  }

  /** The source has ended. Records that `next` has not yet given are lost. */
  finish(): void {
    const { window, info, ended } = this.#reading;
    if (ended) return;
    if (!this.#container) this.#choose(Math.min(MAGIC, window.left));
    if (this.#reading.ended) return;
    const { left, offset } = window;
    // Without a container there is not even a magic, and choosing has told it.
    if (left > 0 || info.sections === 0)
      this.#reading.endAfterFrames('CAPTURE-007', `the file ends ${left} octets into a record`, offset);
    this.#reading.ended = true;
  }

  #choose(octets: number): Container | undefined {
    const { window } = this.#reading;
    if (octets === 0) {
      this.#reading.end('CAPTURE-009', 'the file is empty', 0);
      return undefined;
    }
    if (!window.has(octets)) return undefined;
    const { bytes, at } = window;
    if (octets >= 4 && isPcap(bytes, at)) return new PcapReader(this.#reading);
    if (octets >= 4 && u32(bytes, at, false) === SECTION_HEADER)
      return new ForeignPcapngReader(this.#reading);
    if (octets >= 8 && isSnoop(bytes, at)) return new SnoopReader(this.#reading);
    this.#unknown(octets >= 4 ? u32(bytes, at, false) : 0);
    return undefined;
  }

  #unknown(magic: number): void {
    const found = COMPRESSED.find(([octets, mask]) => (magic & mask) >>> 0 === octets);
    if (found)
      this.#reading.end('CAPTURE-009', `the file is compressed by ${found[2]}`, 0, 'decompress it first');
    else
      this.#reading.end(
        'CAPTURE-009',
        'the file is no capture that can be read',
        0,
        'pcap, pcapng and snoop are read; convert others with editcap or tshark',
      );
  }
}
