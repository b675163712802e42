/** IP in IP (RFC 2003, RFC 4213), GRE (RFC 2784, RFC 2890, PPTP's of RFC 2637), VXLAN (RFC 7348). */
import { byte, long, word } from '../octets.ts';
import { OUTCOME } from './outcome.ts';
import { LAYER, missing, type Walk } from './walk.ts';

const VXLAN_PORT = 4789;
/** Kinds of tunnels in a context. */
const IN_IP = 1;
const GRE = 2;
const VXLAN = 3;

const TRANSPARENT_ETHERNET = 0x6558;
const ERSPAN = 0x88be;
const PPP = 0x880b;

export function ipInIp(w: Walk, layer: number): number {
  w.enterTunnel(IN_IP, 0);
  return layer;
}

/** Bits of the first word of GRE. */
const CHECKSUM = 0x8000;
const ROUTING = 0x4000;
const KEY = 0x2000;
const SEQUENCE = 0x1000;
const ACKNOWLEDGMENT = 0x0080;

export function gre(w: Walk): number {
  if (missing(w, 4)) return OUTCOME.TUNNEL_CUT;
  const { bytes, at } = w;
  const flags = word(bytes, at);
  const protocol = word(bytes, at + 2);
  const version = flags & 7;
  if (version > 1 || (flags & ROUTING) !== 0) return OUTCOME.TUNNEL_HEADER;
  let length = 4;
  if ((flags & CHECKSUM) !== 0) length += 4;
  const keyAt = at + length;
  if ((flags & KEY) !== 0) length += 4;
  if ((flags & SEQUENCE) !== 0) length += 4;
  if (version === 1 && (flags & ACKNOWLEDGMENT) !== 0) length += 4;
  if (missing(w, length)) return OUTCOME.TUNNEL_CUT;
  w.enterTunnel(GRE, version === 0 && (flags & KEY) !== 0 ? keyOf(protocol, long(bytes, keyAt)) : 0);
  w.at = at + length;
  w.type = protocol;
  if (protocol === TRANSPARENT_ETHERNET) return LAYER.ETHERNET;
  // Version 1 names the call of the other side in its key: no help.
  if (protocol === PPP) return LAYER.PPP;
  if (protocol === ERSPAN) return erspan(w, (flags & SEQUENCE) !== 0);
  return protocol < 0x600 ? w.fail(OUTCOME.ETHERTYPE, protocol) : LAYER.ETHERTYPE;
}

/** The last octet of NVGRE's key (RFC 7637) spreads flows, each direction by itself. */
const keyOf = (protocol: number, key: number): number =>
  protocol === TRANSPARENT_ETHERNET ? Math.floor(key / 256) : key;

/** A mirror port's Ethernet frame; type II, which has a sequence number, has a header of its own. */
function erspan(w: Walk, second: boolean): number {
  if (!second) return LAYER.ETHERNET;
  if (missing(w, 8)) return OUTCOME.TUNNEL_CUT;
  w.at += 8;
  return LAYER.ETHERNET;
}

export function udp(w: Walk): number {
  const { bytes, at } = w;
  if (missing(w, 4) || word(bytes, at + 2) !== VXLAN_PORT) return OUTCOME.UDP;
  if (missing(w, 16)) return OUTCOME.TUNNEL_CUT;
  // Without the I bit there is no network identifier, and it is something else.
  if ((byte(bytes, at + 8) & 0x08) === 0) return OUTCOME.UDP;
  w.enterTunnel(VXLAN, long(bytes, at + 12) >>> 8);
  w.at = at + 16;
  return LAYER.ETHERNET;
}
