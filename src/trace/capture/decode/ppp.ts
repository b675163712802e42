/** PPP (RFC 1661): bare, in HDLC-like framing (RFC 1662), behind a direction, over Ethernet (RFC 2516). */
import { MARK } from '../../wire.ts';
import { byte, word } from '../octets.ts';
import { STEP } from './contexts.ts';
import { OUTCOME } from './outcome.ts';
import { LAYER, LINK_CUT, missing, type Walk } from './walk.ts';

const ADDRESS_AND_CONTROL = 0xff03;
const IPV4 = 0x21;
const IPV6 = 0x57;

/** Address and control may be left out, and the first octet of the protocol too. */
export function ppp(w: Walk): number {
  if (!missing(w, 2) && word(w.bytes, w.at) === ADDRESS_AND_CONTROL) w.at += 2;
  if (missing(w, 2)) return LINK_CUT;
  const first = byte(w.bytes, w.at);
  const short = (first & 1) !== 0;
  const protocol = short ? first : word(w.bytes, w.at);
  w.at += short ? 1 : 2;
  if (protocol === IPV4) return LAYER.IPV4;
  return protocol === IPV6 ? LAYER.IPV6 : w.fail(OUTCOME.PPP_PROTOCOL, protocol);
}

/** PPP behind 0xff 0x03; Cisco's HDLC, with an EtherType, behind 0x0f (unicast) or 0x8f (broadcast). */
export function hdlc(w: Walk): number {
  if (missing(w, 4)) return LINK_CUT;
  const address = byte(w.bytes, w.at);
  if (address !== 0x0f && address !== 0x8f) return LAYER.PPP;
  w.type = word(w.bytes, w.at + 2);
  w.at += 4;
  return w.type < 0x600 ? w.fail(OUTCOME.ETHERTYPE, w.type) : LAYER.ETHERTYPE;
}

export function pppWithDirection(w: Walk): number {
  if (missing(w, 1)) return LINK_CUT;
  if ((w.recordMarks & (MARK.INBOUND | MARK.OUTBOUND)) === 0)
    w.recordMarks |= byte(w.bytes, w.at) === 0 ? MARK.INBOUND : MARK.OUTBOUND;
  w.at += 1;
  return LAYER.PPP;
}

/** Version and type 1, code 0: a session's frame. */
export function pppoe(w: Walk): number {
  if (missing(w, 6)) return LINK_CUT;
  if (!w.deeper()) return OUTCOME.TOO_DEEP;
  const { bytes, at } = w;
  if (word(bytes, at) !== 0x1100) return w.fail(OUTCOME.ETHERTYPE, 0x8863);
  w.step(STEP.PPPOE + word(bytes, at + 2));
  w.at += 6;
  return LAYER.PPP;
}
