/** ICMP (RFC 792) and ICMPv6 (RFC 4443) errors, as far as they quote a TCP segment. */
import { MARK, type Wire } from '../../wire.ts';
import { byte, long, word } from '../octets.ts';
import { ipv4, ipv6 } from './internet.ts';
import { OUTCOME } from './outcome.ts';
import { quotedTcp } from './transport.ts';
import { LAYER, missing, type Walk } from './walk.ts';

const TCP = 6;

/** Unreachable, source quench, redirect, time exceeded, parameter problem. */
const isError4 = (type: number): boolean =>
  type === 3 || type === 4 || type === 5 || type === 11 || type === 12;
/** Unreachable, packet too big, time exceeded, parameter problem. */
const isError6 = (type: number): boolean => type >= 1 && type <= 4;

export function icmp(w: Walk, wire: Wire): number {
  const { bytes, at, version, addressesAt } = w;
  if (missing(w, 1)) return w.fail(OUTCOME.ICMP, -1);
  const type = byte(bytes, at);
  const error = version === 4 ? isError4(type) : isError6(type);
  if (!error || missing(w, 8)) return w.fail(OUTCOME.ICMP, type);
  w.at = at + 8;
  const next = version === 4 ? ipv4(w, wire) : ipv6(w, wire);
  if (next !== LAYER.TRANSPORT || w.type !== TCP || missing(w, 8) || w.ipEnd - w.at < 8)
    return w.fail(OUTCOME.ICMP, type);
  w.icmpType = type;
  w.icmpCode = byte(bytes, at + 1);
  w.icmpMtu = mtu(w, at);
  w.reporterAt = addressesAt;
  w.reporterVersion = version;
  if (w.ipEnd > w.end) w.marks |= MARK.SNAPPED;
  return quotedTcp(w, wire);
}

/** RFC 1191 §4, RFC 4443 §3.2; −1 where the message has none. */
function mtu(w: Walk, at: number): number {
  if (w.version === 6) return w.icmpType === 2 ? long(w.bytes, at + 4) : -1;
  return w.icmpType === 3 && w.icmpCode === 4 ? word(w.bytes, at + 6) : -1;
}
