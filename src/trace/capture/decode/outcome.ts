/** What the decoding of one packet came to. */

export const OUTCOME = {
  /** A TCP segment stands in the wire record. */
  TCP: 0,
  /** An ICMP error; the TCP segment that it quotes stands in the wire record. */
  ICMP_ERROR: 1,

  // Something else than TCP. The detail is the number that says so.
  ARP: 2,
  UDP: 3,
  /** ICMP that is no error, or no error about a TCP segment. Detail: the type. */
  ICMP: 4,
  /** Detail: the IP protocol or next header. */
  IP_PROTOCOL: 5,
  /** An IP fragment behind the first: no TCP header in it. */
  FRAGMENT: 6,
  /** Detail: the EtherType, or the GRE protocol. */
  ETHERTYPE: 7,
  /** An 802.2 frame without an EtherType. Detail: its DSAP. */
  LLC: 8,
  /** Detail: the PPP protocol. */
  PPP_PROTOCOL: 9,
  /** Detail: the address family of a loopback frame. */
  FAMILY: 10,

  // Not to be used, TCP or not.
  /** The record ends within a header below IP. */
  LINK_CUT: 11,
  /** The record ends within an IP header. */
  IP_CUT: 12,
  /** Detail: the version, other than its carrier says. */
  IP_VERSION: 13,
  /** An IPv4 header length below 20. */
  IP_HEADER_LENGTH: 14,
  /** A length of the datagram that its own headers exceed. */
  IP_LENGTH: 15,
  /** The record ends within a tunnel's header. */
  TUNNEL_CUT: 16,
  /** A tunnel header of a version or with fields that nobody uses. */
  TUNNEL_HEADER: 17,
  /** More headers in each other than we follow. */
  TOO_DEEP: 18,
  /** The record keeps fewer than the 20 octets of a TCP header. */
  TCP_CUT: 19,
  /** The datagram is too short for a TCP header, or the first fragment is. */
  TCP_SHORT: 20,
  /** A data offset below 5. Detail: the offset. */
  DATA_OFFSET_LOW: 21,
  /** A data offset beyond the datagram. Detail: the offset. */
  DATA_OFFSET_HIGH: 22,

  /** Nothing was read. Detail: the LINKTYPE. */
  LINK_TYPE: 23,
} as const;

export type Outcome = (typeof OUTCOME)[keyof typeof OUTCOME];

/** `segment` and `error` fill the wire record; `other` is no TCP, `unusable` may be; `unread`: the link. */
export type OutcomeKind = 'segment' | 'error' | 'other' | 'unusable' | 'unread';

/** The group of an outcome. */
export function outcomeKind(outcome: Outcome): OutcomeKind {
  if (outcome === OUTCOME.TCP) return 'segment';
  if (outcome === OUTCOME.ICMP_ERROR) return 'error';
  if (outcome < OUTCOME.LINK_CUT) return 'other';
  return outcome < OUTCOME.LINK_TYPE ? 'unusable' : 'unread';
}
