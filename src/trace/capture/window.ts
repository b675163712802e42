/** What of a source stands in memory: a part that is contiguous, and where it stands in the file. */

const NOTHING = new Uint8Array(0);

/**
 * Octets arrive by `feed` and are read in place in `bytes` from `at` to `end`. Only a record that straddles
 * two chunks is copied, so the memory of a window is one chunk and one record.
 */
export class Window {
  bytes: Uint8Array = NOTHING;
  at = 0;
  end = 0;
  /** Where `bytes[0]` stands in the file; may be negative. */
  #origin = 0;
  /** The chunk behind this window, and how many of its octets have gone into the window. */
  #next: Uint8Array = NOTHING;
  #taken = 0;
  #fed = 0;
  /** Holds the record that straddles; grows with the octets that came, not with what a length claims. */
  #own: Uint8Array = NOTHING;

  /** Where `bytes[at]` stands in the file. */
  get offset(): number {
    return this.#origin + this.at;
  }

  /** Octets that have come and have not been passed. */
  get left(): number {
    return this.end - this.at + this.#next.length - this.#taken;
  }

  /** The chunk must keep its octets until `has` has answered no. */
  feed(chunk: Uint8Array): void {
    if (this.#taken < this.#next.length) {
      const both = new Uint8Array(this.#next.length - this.#taken + chunk.length);
      both.set(this.#next.subarray(this.#taken));
      both.set(chunk, this.#next.length - this.#taken);
      this.#next = both;
    } else this.#next = chunk;
    this.#taken = 0;
    this.#fed += chunk.length;
  }

  /** Whether `count` octets stand from `at` on. May move them: `bytes` and `at` must be read again. */
  has(count: number): boolean {
    return this.end - this.at >= count || this.#gather(count);
  }

  /** Drops all that has come. */
  clear(): void {
    this.#origin = this.#fed;
    this.bytes = this.#next = this.#own = NOTHING;
    this.at = this.end = this.#taken = 0;
  }

  #gather(count: number): boolean {
    if (this.at === this.end && this.#taken < this.#next.length) {
      this.bytes = this.#next;
      this.at = this.#taken;
      this.end = this.#taken = this.#next.length;
      this.#origin = this.#fed - this.#next.length;
      if (this.end - this.at >= count) return true;
    }
    const more = Math.min(count - (this.end - this.at), this.#next.length - this.#taken);
    this.#keep(more);
    // All of the chunk may stand in the window itself: then there is no more.
    this.#own.set(this.#next.subarray(this.#taken, this.#taken + more), this.end);
    this.end += more;
    this.#taken += more;
    return this.end - this.at >= count;
  }

  /** What is left goes into our own buffer, with room for `more` octets behind it. */
  #keep(more: number): void {
    if (this.bytes === this.#own && this.end + more <= this.#own.length) return;
    const rest = this.end - this.at;
    const from = this.bytes.subarray(this.at, this.end);
    if (rest + more > this.#own.length)
      this.#own = new Uint8Array(Math.max(2 * this.#own.length, rest + more, 256));
    this.#own.set(from, 0);
    this.#origin += this.at;
    this.bytes = this.#own;
    this.at = 0;
    this.end = rest;
  }
}

/** Four octets as a number without sign. */
export function u32(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  const a = bytes[at] as number;
  const b = bytes[at + 1] as number;
  const c = bytes[at + 2] as number;
  const d = bytes[at + 3] as number;
  return (littleEndian ? a | (b << 8) | (c << 16) | (d << 24) : (a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

export function u16(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  const a = bytes[at] as number;
  const b = bytes[at + 1] as number;
  return littleEndian ? a | (b << 8) : (a << 8) | b;
}

/** Eight octets; exact up to 2^53. */
export function u64(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  const first = u32(bytes, at, littleEndian);
  const second = u32(bytes, at + 4, littleEndian);
  return littleEndian ? second * 0x100000000 + first : first * 0x100000000 + second;
}
