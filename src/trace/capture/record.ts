/** One record of a capture, whatever its container: filled anew by a reader's `next`, never allocated. */
export class CaptureRecord {
  /** 1-based, counted as Wireshark counts. */
  frame = 0;
  /** Nanoseconds since the first stamped record of the file; NaN where the container gives no time. */
  time = Number.NaN;
  /** The LINKTYPE of the interface (tcpdump.org's registry). */
  linkType = 0;
  /** Counts interfaces over all sections of the file. */
  interfaceId = 0;
  /** The octets of the packet: `bytes[at, at + captured)`, valid until the next call of the reader. */
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;
  captured = 0;
  /** The length on the wire as the recorder says; it may be wrong. */
  original = 0;
  /** What the container says of direction: 0 nothing, 1 inbound, 2 outbound. */
  direction: 0 | 1 | 2 = 0;
  checksumNotReady = false;
  superSegment = false;
  /** The user's comment on the packet, or empty. */
  comment = '';
  /**
   * Packets that the container says were dropped just before this one (epb_dropcount, snoop's counter), 0
   * elsewhere.
   */
  dropped = 0;
  /** Where the record begins in the (decompressed) file. */
  offset = 0;
}
