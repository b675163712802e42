/**
 * Writes generated segments into a capture as they come: classic pcap in nanoseconds, Ethernet, IPv4. The
 * text of all segments is zeros, so sums are sums of headers, and are right over what the snap length cuts
 * off.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { ACK, SYN } from '../../../src/trace/trace.ts';
import { type Host, MSS, type Sent, SHIFT, SYN_WINDOW, WINDOW } from './segment.ts';

/** Of the first record. Seconds since 1970. */
const BEGIN = 1_700_000_000;
const BUFFER = 1024 * 1024;
const RECORD = 16;
const ETHERNET = 14;
const IP = 20;
const TCP = 20;
/** MAC addresses of the host beside the recorder and of the router, behind a prefix for local use. */
const PREFIX = 0x0200;
const ROUTER = 1;

const fold = (sum: number): number => {
  let s = sum;
  while (s > 0xffff) s = (s & 0xffff) + (s >>> 16);
  return ~s & 0xffff;
};
const halves = (word: number): number => (word >>> 16) + (word & 0xffff);

export class PcapStream {
  packets = 0;
  /** Octets of the file. */
  octets = 0;
  private readonly file: number;
  private readonly snap: number;
  private readonly bytes = new Uint8Array(BUFFER);
  private readonly view = new DataView(this.bytes.buffer);
  private at = 24;

  /** `snap` is how many octets of a frame are kept, 128 or more. */
  constructor(path: string, snap: number) {
    this.file = openSync(path, 'w');
    this.snap = snap;
    const { view } = this;
    view.setUint32(0, 0xa1b23c4d, true);
    view.setUint16(4, 2, true);
    view.setUint16(6, 4, true);
    view.setUint32(16, snap, true);
    view.setUint32(20, 1, true);
  }

  close(): void {
    this.drain();
    closeSync(this.file);
  }

  /** `time` in nanoseconds since the recording began. */
  write(time: number, from: Host, to: Host, segment: Sent): void {
    if (this.at + RECORD + 2000 > BUFFER) this.drain();
    const { view, at } = this;
    const frameAt = at + RECORD;
    const ipAt = frameAt + ETHERNET;
    const tcpAt = ipAt + IP;
    view.setUint32(frameAt, (PREFIX << 16) | 0);
    view.setUint16(frameAt + 4, to.near ? to.address & 0xffff : ROUTER);
    view.setUint16(frameAt + 6, PREFIX);
    view.setUint32(frameAt + 8, from.near ? from.address & 0xffff : ROUTER);
    view.setUint16(frameAt + 12, 0x0800);
    const options = this.options(segment, tcpAt + TCP, to.iss);
    const octets = TCP + options + segment.length;
    this.tcp(from, to, segment, tcpAt, options);
    this.ip(from, to, segment.ipId, ipAt, octets);
    const frame = ETHERNET + IP + octets;
    const kept = Math.min(frame, this.snap);
    this.bytes.fill(0, tcpAt + TCP + options, frameAt + kept);
    view.setUint32(at, BEGIN + Math.floor(time / 1e9), true);
    view.setUint32(at + 4, Math.floor(time % 1e9), true);
    view.setUint32(at + 8, kept, true);
    view.setUint32(at + 12, frame, true);
    this.at = frameAt + kept;
    this.packets++;
  }

  private ip(from: Host, to: Host, id: number, at: number, octets: number): void {
    const { view } = this;
    view.setUint32(at, 0x45000000 | (IP + octets));
    view.setUint32(at + 4, id * 0x10000 + 0x4000);
    view.setUint32(at + 8, (from.ttl << 24) | (6 << 16));
    view.setUint32(at + 12, from.address);
    view.setUint32(at + 16, to.address);
    view.setUint16(at + 10, this.sum(at, at + IP, 0));
  }

  private tcp(from: Host, to: Host, segment: Sent, at: number, options: number): void {
    const { view } = this;
    const header = TCP + options;
    const isSyn = (segment.flags & SYN) !== 0;
    view.setUint16(at, from.port);
    view.setUint16(at + 2, to.port);
    view.setUint32(at + 4, from.iss + segment.seq);
    view.setUint32(at + 8, (segment.flags & ACK) === 0 ? 0 : to.iss + segment.ack);
    view.setUint16(at + 12, (header << 10) | segment.flags);
    view.setUint16(at + 14, isSyn ? SYN_WINDOW : WINDOW);
    view.setUint32(at + 16, 0);
    const pseudo = halves(from.address) + halves(to.address) + 6 + header + segment.length;
    view.setUint16(at + 16, this.sum(at, at + header, pseudo));
  }

  /** In the order and with the padding that Linux has them in; gives their octets. */
  private options({ flags, tsVal, tsEcr, left, right }: Sent, at: number, peer: number): number {
    const { view } = this;
    if ((flags & SYN) !== 0) {
      view.setUint32(at, (2 << 24) | (4 << 16) | MSS);
      view.setUint32(at + 4, 0x0402080a);
      view.setUint32(at + 8, tsVal);
      view.setUint32(at + 12, tsEcr);
      view.setUint32(at + 16, 0x01030300 | SHIFT);
      return 20;
    }
    view.setUint32(at, 0x0101080a);
    view.setUint32(at + 4, tsVal);
    view.setUint32(at + 8, tsEcr);
    if (left < 0) return 12;
    view.setUint32(at + 12, 0x0101050a);
    view.setUint32(at + 16, peer + left);
    view.setUint32(at + 20, peer + right);
    return 24;
  }

  private sum(from: number, to: number, more: number): number {
    let sum = more;
    for (let at = from; at < to; at += 2) sum += this.view.getUint16(at);
    return fold(sum);
  }

  private drain(): void {
    writeSync(this.file, this.bytes, 0, this.at);
    this.octets += this.at;
    this.at = 0;
  }
}
