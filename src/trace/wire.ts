/**
 * A segment as a record of doubles, filled anew for each packet (no allocation on the way from a capture to
 * the checker). Nothing unwrapped, nothing scaled; what is absent is −1 unless said otherwise.
 */

/** Places in the record. */
export const W = {
  /** 0 … 2^32−1, as on the wire; ACK also where the bit is off. */
  SEQ: 0,
  ACK: 1,
  /** The nine control bits, AE among them (RFC 9293 §3.1, RFC 9768). */
  FLAGS: 2,
  /** The three reserved bits below AE, 0 … 7. */
  RESERVED: 3,
  /** Window field, unscaled. */
  WND: 4,
  /** Urgent Pointer field. */
  UP: 5,
  /** Octets of payload by the IP length (of the record where that is 0: see MARKS). */
  LENGTH: 6,
  /** Where the payload begins in the octets given beside the record, and how many of it were kept. */
  PAYLOAD_AT: 7,
  PAYLOAD_KEPT: 8,
  /** One of {@link CHECKSUM}. */
  CHECKSUM: 9,
  TTL: 10,
  TOS: 11,
  IP_ID: 12,
  /** Bits of {@link OPTION}: which options stand in the header, and what is wrong with the list. */
  OPTIONS: 13,
  /** Octets of the option list, by the data offset. */
  OPTION_OCTETS: 14,
  /** Values of the first option of their kind; −1 where absent or of a wrong length. */
  MSS: 15,
  SHIFT: 16,
  TSVAL: 17,
  TSECR: 18,
  /** Whole SACK blocks, 0 … 4, then left and right edge of each. */
  SACKS: 19,
  SACK: 20,
  /** Bits of {@link MARK}. */
  MARKS: 28,
  /** 4 or 6; ports; where the two addresses stand (source first) in the octets given beside the record. */
  VERSION: 29,
  SOURCE_PORT: 30,
  DESTINATION_PORT: 31,
  ADDRESSES_AT: 32,
  /** A number for interface, VLAN tags and tunnels: a 4-tuple counts within one. */
  CONTEXT: 33,
  /** Where the TCP header and the IP datagram begin in the octets given beside the record. */
  TCP_AT: 34,
  IP_AT: 35,
  SIZE: 36,
} as const;

/** What is known of the checksum. PARTIAL: the field holds the pseudo-header's sum, left for the adapter. */
export const CHECKSUM = { UNKNOWN: 0, GOOD: 1, BAD: 2, PARTIAL: 3 } as const;

export const OPTION = {
  MSS: 0x1,
  WINDOW_SCALE: 0x2,
  SACK_PERMITTED: 0x4,
  SACK: 0x8,
  TIMESTAMPS: 0x10,
  MD5: 0x20,
  AO: 0x40,
  FAST_OPEN: 0x80,
  MPTCP: 0x100,
  USER_TIMEOUT: 0x200,
  /** A kind that is none of the above. */
  OTHER: 0x400,
  /** A length octet that cannot be, or an option that the header cuts off. */
  MALFORMED: 0x800,
  /** An option of a length that its kind does not have (MSS of 3 octets …). */
  WRONG_SIZE: 0x1000,
  /** The same kind twice. */
  TWICE: 0x2000,
  /** The recorder kept only part of the list: what is not seen may be there. */
  CUT: 0x4000,
} as const;

export const MARK = {
  /** The packet is an IP fragment (the first one, with a TCP header). */
  FRAGMENT: 0x1,
  /** IP length 0: a segmentation-offload or BIG TCP record; LENGTH comes from the record. */
  NO_LENGTH: 0x2,
  /** Octets of the datagram are missing in the record (snapped). */
  SNAPPED: 0x4,
  /** Recorder's own direction marks, where the container has them. */
  INBOUND: 0x8,
  OUTBOUND: 0x10,
  /** The recorder says that the checksum is not ready, or that the packet is a super-segment. */
  CHECKSUM_NOT_READY: 0x20,
  SUPER_SEGMENT: 0x40,
  /** A jumbogram (RFC 2675) option gave the length. */
  JUMBO: 0x80,
  /** The length of the record and of the IP header cannot both be true. */
  LENGTH_LIES: 0x100,
} as const;

export type Wire = Float64Array;
export const newWire = (): Wire => new Float64Array(W.SIZE);
