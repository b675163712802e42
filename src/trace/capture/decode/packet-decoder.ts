/** One captured packet, from its link header to its TCP options, into the wire record. */
import { MARK, type Wire } from '../../wire.ts';
import type { CaptureRecord } from '../record.ts';
import { icmp } from './icmp.ts';
import { authentication, ip, ipv4, ipv6 } from './internet.ts';
import { ethernet, etherType, fddi, firstLayer, llc, loop, nullLink, sll, sll2 } from './links.ts';
import { OUTCOME, type Outcome } from './outcome.ts';
import { hdlc, ppp, pppoe, pppWithDirection } from './ppp.ts';
import { tcp } from './transport.ts';
import { gre, ipInIp, udp } from './tunnels.ts';
import { type ChecksumWish, LAYER, UNBOUNDED, Walk } from './walk.ts';

export class PacketDecoder {
  readonly #walk = new Walk();

  /**
   * `checksums`: `none` leaves them unknown; `header` finds those that hold the sum of the pseudo-header only
   * (and one in 32,768 others by chance); `full` sums up segments that were kept whole.
   */
  constructor(options: { readonly checksums?: ChecksumWish } = {}) {
    this.#walk.wish = options.checksums ?? 'none';
  }

  /**
   * Decodes a record. Its places are those of `record.bytes`. Of an ICMP error the quoted segment is filled
   * in, its addresses and TTL too, −1 for what was not quoted. For the other outcomes what is in the wire
   * record means nothing. Where the option list is cut, PAYLOAD_AT is where the kept octets end. Never throws
   * and looks at no octet but the record's.
   */
  decode(record: CaptureRecord, wire: Wire): Outcome {
    const w = this.#walk;
    const { bytes, at, captured, original } = record;
    const end = at + captured < bytes.length ? at + captured : bytes.length;
    w.begin(bytes, at, end, record.interfaceId);
    w.claimed = original > captured && original < UNBOUNDED ? at + original : at + captured;
    w.recordMarks = record.direction === 0 ? 0 : record.direction === 1 ? MARK.INBOUND : MARK.OUTBOUND;
    if (record.checksumNotReady) w.recordMarks |= MARK.CHECKSUM_NOT_READY;
    if (record.superSegment) w.recordMarks |= MARK.SUPER_SEGMENT;
    w.detail = -1;
    let step = firstLayer(record.linkType);
    if (step === 0) return w.fail(OUTCOME.LINK_TYPE, record.linkType) as Outcome;
    while (step >= LAYER.ETHERNET) step = this.#next(step, wire);
    return step as Outcome;
  }

  #next(layer: number, wire: Wire): number {
    const w = this.#walk;
    switch (layer) {
      case LAYER.ETHERNET:
        return ethernet(w);
      case LAYER.IPV4:
        return ipv4(w, wire);
      case LAYER.TRANSPORT:
        return this.#transport(w.type, wire);
      case LAYER.IPV6:
        return ipv6(w, wire);
      case LAYER.ETHERTYPE:
        return etherType(w);
      default:
        return rarer(layer, w);
    }
  }

  #transport(protocol: number, wire: Wire): number {
    const w = this.#walk;
    if (protocol === 6) return tcp(w, wire);
    if (protocol === 51) return authentication(w);
    w.within();
    switch (protocol) {
      case 17:
        return udp(w);
      case 1:
        return w.version === 4 ? icmp(w, wire) : w.fail(OUTCOME.IP_PROTOCOL, protocol);
      case 58:
        return w.version === 6 ? icmp(w, wire) : w.fail(OUTCOME.IP_PROTOCOL, protocol);
      case 4:
        return ipInIp(w, LAYER.IPV4);
      case 41:
        return ipInIp(w, LAYER.IPV6);
      case 47:
        return gre(w);
      default:
        return w.fail(OUTCOME.IP_PROTOCOL, protocol);
    }
  }

  /** The number that belongs to the last outcome (see `OUTCOME`), −1 where it has none. */
  get detail(): number {
    return this.#walk.detail;
  }

  /** Of the last ICMP error: its type, code, the MTU that it tells (−1: none). */
  get icmpType(): number {
    return this.#walk.icmpType;
  }
  get icmpCode(): number {
    return this.#walk.icmpCode;
  }
  get icmpMtu(): number {
    return this.#walk.icmpMtu;
  }

  /** Where the source address of the last ICMP error stands, and its IP version. */
  get reporterAt(): number {
    return this.#walk.reporterAt;
  }
  get reporterVersion(): number {
    return this.#walk.reporterVersion;
  }
}

function rarer(layer: number, w: Walk): number {
  switch (layer) {
    case LAYER.IP:
      return ip(w);
    case LAYER.LLC:
      return llc(w);
    case LAYER.FDDI:
      return fddi(w);
    case LAYER.PPP:
      return ppp(w);
    case LAYER.PPPOE:
      return pppoe(w);
    case LAYER.HDLC:
      return hdlc(w);
    case LAYER.PPP_WITH_DIRECTION:
      return pppWithDirection(w);
    case LAYER.NULL:
      return nullLink(w);
    case LAYER.LOOP:
      return loop(w);
    case LAYER.SLL:
      return sll(w);
    case LAYER.SLL2:
      return sll2(w);
    default:
      throw new Error(`unreachable: layer ${layer}`);
  }
}
