/** Outcomes in words. */
import { OUTCOME, type Outcome } from './outcome.ts';

/** Links that captures are made on, by LINKTYPE; those we read are among them for messages of readers. */
const LINKS: Readonly<Record<number, string>> = {
  0: 'BSD loopback',
  1: 'Ethernet',
  3: 'AX.25',
  6: 'Token Ring',
  7: 'ARCNET',
  8: 'SLIP',
  9: 'PPP',
  10: 'FDDI',
  50: 'PPP with HDLC framing',
  51: 'PPPoE',
  100: 'ATM RFC 1483',
  101: 'raw IP',
  104: 'Cisco HDLC',
  105: 'IEEE 802.11',
  107: 'Frame Relay',
  108: 'OpenBSD loopback',
  113: 'Linux cooked',
  114: 'LocalTalk',
  117: 'OpenBSD pflog',
  119: 'IEEE 802.11 with a Prism header',
  122: 'IP over Fibre Channel',
  123: 'SunATM',
  127: 'IEEE 802.11 with radiotap',
  129: 'ARCNET with Linux headers',
  138: 'IP over IEEE 1394',
  163: 'IEEE 802.11 with an AVS header',
  187: 'Bluetooth HCI',
  189: 'Linux USB',
  192: 'PPI',
  195: 'IEEE 802.15.4',
  204: 'PPP with direction',
  220: 'Linux USB with padding',
  224: 'Fibre Channel',
  228: 'raw IPv4',
  229: 'raw IPv6',
  230: 'IEEE 802.15.4 without FCS',
  239: 'NFLOG',
  242: 'IP over InfiniBand',
  249: 'USBPcap',
  252: 'Wireshark exported PDU',
  253: 'Linux netlink',
  276: 'Linux cooked v2',
};

const ETHERTYPES: Readonly<Record<number, string>> = {
  0x0842: 'Wake-on-LAN',
  0x2000: 'CDP',
  0x8035: 'RARP',
  0x809b: 'AppleTalk',
  0x8137: 'IPX',
  0x8808: 'Ethernet flow control',
  0x8809: 'slow protocols',
  0x8863: 'PPPoE discovery',
  0x888e: 'EAPOL',
  0x88cc: 'LLDP',
  0x88e5: 'MACsec',
  0x88f7: 'PTP',
  0x9000: 'loopback test',
};

const DSAPS: Readonly<Record<number, string>> = {
  0x42: 'spanning tree',
  0xaa: "SNAP with a vendor's protocol",
  0xe0: 'NetWare',
  0xf0: 'NetBIOS',
  0xfe: 'OSI',
  0xff: 'IPX',
};

const PROTOCOLS: Readonly<Record<number, string>> = {
  2: 'IGMP',
  8: 'EGP',
  33: 'DCCP',
  46: 'RSVP',
  50: 'ESP',
  59: 'no next header',
  88: 'EIGRP',
  89: 'OSPF',
  103: 'PIM',
  112: 'VRRP',
  115: 'L2TP',
  132: 'SCTP',
  136: 'UDP-Lite',
};

const PPP_PROTOCOLS: Readonly<Record<number, string>> = {
  0x002d: 'Van Jacobson compressed TCP',
  0x002f: 'Van Jacobson uncompressed TCP',
  0x003d: 'multilink',
  0x00fd: 'compressed datagram',
  0x8021: 'IPCP',
  0x8057: 'IPv6CP',
  0x80fd: 'CCP',
  0xc021: 'LCP',
  0xc023: 'PAP',
  0xc223: 'CHAP',
};

const named = (name: string | undefined): string => (name === undefined ? '' : ` (${name})`);
const hex = (n: number, digits = 4): string => `0x${n.toString(16).padStart(digits, '0')}`;

/** `105 (IEEE 802.11)`. */
export const linkText = (linkType: number): string => `${linkType}${named(LINKS[linkType])}`;

/**
 * What follows “12 packets” in a summary: `of link type 105 (IEEE 802.11), which is not read`. `detail` is
 * the decoder's, see {@link OUTCOME}.
 */
export function outcomeText(outcome: Outcome, detail: number): string {
  switch (outcome) {
    case OUTCOME.ICMP:
      return `of ICMP${detail < 0 ? '' : ` type ${detail}`}, without a TCP segment`;
    case OUTCOME.IP_PROTOCOL:
      return `of IP protocol ${detail}${named(PROTOCOLS[detail])}`;
    case OUTCOME.ETHERTYPE:
      return `of EtherType ${hex(detail)}${named(ETHERTYPES[detail])}`;
    case OUTCOME.LLC:
      return `of 802.2 with DSAP ${hex(detail, 2)}${named(DSAPS[detail])}`;
    case OUTCOME.PPP_PROTOCOL:
      return `of PPP protocol ${hex(detail)}${named(PPP_PROTOCOLS[detail])}`;
    case OUTCOME.FAMILY:
      return `of address family ${detail}`;
    case OUTCOME.IP_VERSION:
      return `with IP version ${detail} where another belongs`;
    case OUTCOME.DATA_OFFSET_LOW:
      return `with a TCP data offset of ${detail}, at least 5 is needed`;
    case OUTCOME.DATA_OFFSET_HIGH:
      return `with a TCP data offset of ${detail}, which exceeds the datagram`;
    case OUTCOME.LINK_TYPE:
      return `of link type ${linkText(detail)}, which is not read`;
    default:
      return PLAIN[outcome];
  }
}

type Told =
  | 'ICMP'
  | 'IP_PROTOCOL'
  | 'ETHERTYPE'
  | 'LLC'
  | 'PPP_PROTOCOL'
  | 'FAMILY'
  | 'IP_VERSION'
  | 'DATA_OFFSET_LOW'
  | 'DATA_OFFSET_HIGH'
  | 'LINK_TYPE';

const PLAIN: Readonly<Record<Exclude<Outcome, (typeof OUTCOME)[Told]>, string>> = {
  [OUTCOME.TCP]: 'of TCP',
  [OUTCOME.ICMP_ERROR]: 'of ICMP errors about TCP segments',
  [OUTCOME.ARP]: 'of ARP',
  [OUTCOME.UDP]: 'of UDP',
  [OUTCOME.FRAGMENT]: 'of IP fragments behind the first',
  [OUTCOME.LINK_CUT]: 'cut off within a link header',
  [OUTCOME.IP_CUT]: 'cut off within an IP header',
  [OUTCOME.IP_HEADER_LENGTH]: 'with an IPv4 header length below 20 octets',
  [OUTCOME.IP_LENGTH]: 'with an IP length that the headers exceed, or beyond 1 GiB',
  [OUTCOME.TUNNEL_CUT]: 'cut off within a tunnel header',
  [OUTCOME.TUNNEL_HEADER]: 'with a tunnel header that is not read',
  [OUTCOME.TOO_DEEP]: 'with more headers in each other than are followed',
  [OUTCOME.TCP_CUT]: 'cut off within the TCP header',
  [OUTCOME.TCP_SHORT]: 'with an IP length that leaves no room for a TCP header',
};
