/** One small capture of every container, link and tunnel that issue 02 names; each holds one segment. */
import { gzipSync } from 'node:zlib';
import { Blocks, joined, type PcapOptions, pcap, snoop } from '../../src/trace/fixtures/capture-files.ts';
import {
  datagram,
  datagram6,
  ethernet,
  ipv4,
  ipv6,
  octets,
  tag,
  udp,
} from '../../src/trace/fixtures/packets.ts';

export interface ContainerFile {
  readonly what: string;
  readonly kind: 'container' | 'link' | 'tunnel';
  /** Goes to the standard input, not into a file. */
  readonly stdin?: boolean;
  readonly bytes: Uint8Array;
}

const SECONDS = 1_700_000_000;
const FOUR = datagram();
const SIX = datagram6();
const FRAME = Uint8Array.from(ethernet(0x0800, FOUR));

const inPcap = (packet: readonly number[], options: PcapOptions = {}): Uint8Array =>
  pcap([[SECONDS, 5, Uint8Array.from(packet)]], options);
const NANO = 0xa1b23c4d;
const MODIFIED = 0xa1b2cd34;

function pcapng(littleEndian: boolean): Uint8Array {
  const blocks = new Blocks(littleEndian);
  const stamp = BigInt(SECONDS) * 1_000_000n;
  return joined(blocks.section(), blocks.interface(1), blocks.enhanced(0, stamp, FRAME));
}

const containers: readonly (readonly [string, Uint8Array])[] = [
  ['pcap, little-endian, µs', inPcap([...FRAME])],
  ['pcap, big-endian, µs', inPcap([...FRAME], { littleEndian: false })],
  ['pcap, little-endian, ns', inPcap([...FRAME], { magic: NANO })],
  ['pcap, big-endian, ns', inPcap([...FRAME], { magic: NANO, littleEndian: false })],
  ['modified pcap', inPcap([...FRAME], { magic: MODIFIED })],
  ['pcapng, little-endian', pcapng(true)],
  ['pcapng, big-endian', pcapng(false)],
  ['snoop', snoop([[SECONDS, 5, FRAME, 0]])],
  ['gzip', gzipSync(inPcap([...FRAME]))],
];

const IPV4 = 0x0800;
const links: readonly (readonly [string, number, readonly number[]])[] = [
  ['Ethernet', 1, [...FRAME]],
  ['VLAN', 1, ethernet(0x8100, tag(5, IPV4, FOUR))],
  ['QinQ', 1, ethernet(0x88a8, tag(5, 0x8100, tag(6, 0x86dd, SIX)))],
  ['PPPoE', 1, ethernet(0x8864, [...octets('11 00 00 07 00 2d 00 21'), ...FOUR])],
  ['RAW', 101, SIX],
  ['IPV4', 228, FOUR],
  ['IPV6', 229, SIX],
  ['NULL', 0, [...octets('02 00 00 00'), ...FOUR]],
  ['LOOP', 108, [...octets('00 00 00 18'), ...SIX]],
  ['SLL', 113, [...octets('00 00 00 01 00 06 02 00 00 00 00 01 00 00 08 00'), ...FOUR]],
  ['SLL2', 276, [...octets('86 dd 00 00 00 00 00 03 00 01 04 06 02 00 00 00 00 01 00 00'), ...SIX]],
  ['PPP', 9, [...octets('ff 03 00 21'), ...FOUR]],
];

const RAW = 101;
const tunnels: readonly (readonly [string, readonly number[]])[] = [
  ['IPv4 in IPv4', ipv4(4, FOUR)],
  ['IPv6 in IPv4', ipv4(41, SIX)],
  ['IPv4 in IPv6', ipv6(4, FOUR)],
  ['GRE', ipv4(47, [...octets('00 00 08 00'), ...FOUR])],
  ['GRE with Ethernet and a key', ipv4(47, [...octets('20 00 65 58 00 12 34 01'), ...FRAME])],
  ['VXLAN', ipv4(17, udp(4789, [8, 0, 0, 0, 0, 0, 5, 0, ...FRAME]))],
];

export const CONTAINER_FILES: readonly ContainerFile[] = [
  ...containers.map(([what, bytes]) => ({ what, kind: 'container' as const, bytes })),
  { what: 'standard input', kind: 'container', stdin: true, bytes: inPcap([...FRAME]) },
  ...links.map(([what, linkType, packet]) => ({
    what,
    kind: 'link' as const,
    bytes: inPcap(packet, { linkType }),
  })),
  ...tunnels.map(([what, packet]) => ({
    what,
    kind: 'tunnel' as const,
    bytes: inPcap(packet, { linkType: RAW }),
  })),
];
