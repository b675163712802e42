/** Writes classic pcap in nanoseconds, little-endian: for tests and tools. */

export interface PcapPacket {
  /** Nanoseconds since 1970, UTC; 0 … 2^32 seconds. */
  readonly time: bigint;
  readonly bytes: Uint8Array;
  /** The length on the wire where it is not that of `bytes`. */
  readonly original?: number;
}

const MAGIC = 0xa1b23c4d;
const SNAPLEN = 262_144;

/** A whole file. `linkType` is a LINKTYPE of tcpdump.org's registry. */
export function writePcap(linkType: number, packets: readonly PcapPacket[]): Uint8Array {
  const length = packets.reduce((sum, { bytes }) => sum + 16 + bytes.length, 24);
  const file = new Uint8Array(length);
  const view = new DataView(file.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, SNAPLEN, true);
  view.setUint32(20, linkType, true);
  let at = 24;
  for (const { time, bytes, original } of packets) {
    view.setUint32(at, Number(time / 1_000_000_000n), true);
    view.setUint32(at + 4, Number(time % 1_000_000_000n), true);
    view.setUint32(at + 8, bytes.length, true);
    view.setUint32(at + 12, original ?? bytes.length, true);
    file.set(bytes, at + 16);
    at += 16 + bytes.length;
  }
  return file;
}
