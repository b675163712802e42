/** Link headers: Ethernet with VLAN tags, the loopbacks, Linux cooked, raw IP. */
import { MARK } from '../../wire.ts';
import { byte, long, word } from '../octets.ts';
import { STEP } from './contexts.ts';
import { OUTCOME } from './outcome.ts';
import { LAYER, LINK_CUT, missing, type Walk } from './walk.ts';

const LINKS: readonly (readonly [linkType: number, layer: number])[] = [
  [0, LAYER.NULL],
  [1, LAYER.ETHERNET],
  [9, LAYER.PPP],
  [10, LAYER.FDDI],
  // Raw IP as some BSDs number it in their files.
  [12, LAYER.IP],
  [14, LAYER.IP],
  [50, LAYER.HDLC],
  [51, LAYER.PPPOE],
  [101, LAYER.IP],
  [104, LAYER.HDLC],
  [108, LAYER.LOOP],
  [113, LAYER.SLL],
  [204, LAYER.PPP_WITH_DIRECTION],
  [228, LAYER.IPV4],
  [229, LAYER.IPV6],
  [276, LAYER.SLL2],
];
const FIRST = new Uint8Array(0x10000);
for (const [linkType, layer] of LINKS) FIRST[linkType] = layer;

/** The first layer of a packet of this LINKTYPE, 0 where we do not read it. */
export const firstLayer = (linkType: number): number => FIRST[linkType] ?? 0;

/** IEEE 802.3: an EtherType, or a length and 802.2 behind it. */
export function ethernet(w: Walk): number {
  if (missing(w, 14)) return LINK_CUT;
  w.type = word(w.bytes, w.at + 12);
  w.at += 14;
  if (w.type === 0x0800) return LAYER.IPV4;
  return LAYER.ETHERTYPE;
}

/** Frame control and two addresses, then 802.2. */
export function fddi(w: Walk): number {
  if (missing(w, 13)) return LINK_CUT;
  w.at += 13;
  return LAYER.LLC;
}

/** What an EtherType announces. VLAN tags (IEEE 802.1Q, 802.1ad) and MPLS labels are passed. */
export function etherType(w: Walk): number {
  switch (w.type) {
    case 0x0800:
      return LAYER.IPV4;
    case 0x86dd:
      return LAYER.IPV6;
    case 0x8100:
    case 0x88a8:
    case 0x9100:
      return vlan(w);
    case 0x8864:
      return LAYER.PPPOE;
    case 0x8847:
    case 0x8848:
      return mpls(w);
    case 0x0806:
      return OUTCOME.ARP;
    default:
      return w.type < 0x600 ? LAYER.LLC : w.fail(OUTCOME.ETHERTYPE, w.type);
  }
}

function vlan(w: Walk): number {
  if (missing(w, 4)) return LINK_CUT;
  if (!w.deeper()) return OUTCOME.TOO_DEEP;
  const id = word(w.bytes, w.at) & 0xfff;
  // Identifier 0 is a priority without a VLAN, and one direction may have it alone.
  if (id !== 0) w.step(STEP.VLAN + id);
  w.type = word(w.bytes, w.at + 2);
  w.at += 4;
  return LAYER.ETHERTYPE;
}

/** RFC 3032. Labels differ by direction and stay out of the context. */
function mpls(w: Walk): number {
  let last = false;
  while (!last) {
    if (missing(w, 4)) return LINK_CUT;
    last = (byte(w.bytes, w.at + 2) & 1) !== 0;
    w.at += 4;
  }
  if (missing(w, 1)) return LINK_CUT;
  const version = byte(w.bytes, w.at) >> 4;
  return version === 4 || version === 6 ? LAYER.IP : w.fail(OUTCOME.ETHERTYPE, w.type);
}

/** IEEE 802.2 with SNAP (RFC 1042), where the organisation is none or 802.1H's. */
export function llc(w: Walk): number {
  if (missing(w, 8)) return LINK_CUT;
  const { bytes, at } = w;
  const organisation = (word(bytes, at + 3) << 8) | byte(bytes, at + 5);
  const snap = word(bytes, at) === 0xaaaa && byte(bytes, at + 2) === 3;
  if (!snap || (organisation !== 0 && organisation !== 0xf8)) return w.fail(OUTCOME.LLC, byte(bytes, at));
  w.type = word(bytes, at + 6);
  w.at += 8;
  return w.type < 0x600 ? w.fail(OUTCOME.ETHERTYPE, w.type) : LAYER.ETHERTYPE;
}

/** The family in the octet order of the machine that recorded it. */
export function nullLink(w: Walk): number {
  if (missing(w, 4)) return LINK_CUT;
  const { bytes, at } = w;
  const big = word(bytes, at) === 0;
  w.at += 4;
  if (big) return family(w, word(bytes, at + 2));
  const little = byte(bytes, at) | (byte(bytes, at + 1) << 8);
  return word(bytes, at + 2) === 0 ? family(w, little) : w.fail(OUTCOME.FAMILY, little);
}

/** The family in network order. */
export function loop(w: Walk): number {
  if (missing(w, 4)) return LINK_CUT;
  w.at += 4;
  return family(w, word(w.bytes, w.at - 2));
}

function family(w: Walk, number: number): number {
  switch (number) {
    case 2:
      return LAYER.IPV4;
    // IPv6 is 24 on NetBSD and OpenBSD, 28 on FreeBSD, 30 on macOS, 10 on Linux, 23 on Windows.
    case 10:
    case 23:
    case 24:
    case 28:
    case 30:
      return LAYER.IPV6;
    default:
      return w.fail(OUTCOME.FAMILY, number);
  }
}

/** Linux cooked capture. */
export function sll(w: Walk): number {
  if (missing(w, 16)) return LINK_CUT;
  direction(w, word(w.bytes, w.at));
  return cooked(w, word(w.bytes, w.at + 14), 16);
}

/** Linux cooked capture v2, which names the interface. */
export function sll2(w: Walk): number {
  if (missing(w, 20)) return LINK_CUT;
  direction(w, byte(w.bytes, w.at + 10));
  w.step(STEP.INDEX + (long(w.bytes, w.at + 4) & 0x3fffffff));
  return cooked(w, word(w.bytes, w.at), 20);
}

function cooked(w: Walk, protocol: number, octets: number): number {
  w.at += octets;
  w.type = protocol;
  // Of the numbers that are no EtherTypes, 4 stands for 802.2.
  if (protocol >= 0x600) return LAYER.ETHERTYPE;
  return protocol === 4 ? LAYER.LLC : w.fail(OUTCOME.ETHERTYPE, protocol);
}

/** Packet types of Linux: 0 to us, 1 and 2 to many of whom we are one, 3 to another, 4 from us. */
function direction(w: Walk, packetType: number): void {
  if ((w.recordMarks & (MARK.INBOUND | MARK.OUTBOUND)) !== 0) return;
  if (packetType === 4) w.recordMarks |= MARK.OUTBOUND;
  else if (packetType < 3) w.recordMarks |= MARK.INBOUND;
}
