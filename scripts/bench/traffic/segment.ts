/** One segment between two hosts of generated traffic, and the hosts. */

/** Octets of text in a full segment: an MTU of 1500 less 40 octets of headers and 12 of Timestamps. */
export const FULL = 1448;
/** What the SYNs tell of their receivers: RFC 9293 §3.7.1, RFC 7323 §2.2. */
export const MSS = 1460;
export const SHIFT = 7;
/** The window while nothing waits for the application: of SYNs as it stands, later scaled. */
export const SYN_WINDOW = 64_240;
export const WINDOW = 502;

/** One end of a connection. */
export interface Host {
  /** An IPv4 address as a number of 32 bits. */
  readonly address: number;
  readonly port: number;
  /** As the recorder sees it. */
  readonly ttl: number;
  readonly iss: number;
  /** Added to the clock, in milliseconds, to make the timestamps. */
  readonly clock: number;
  /** Whether the recorder stands beside it. */
  readonly near: boolean;
  /** Of the datagram that was sent last. */
  ipId: number;
}

/** Sequence numbers are offsets: 0 is the SYN, the first octet of text has 1. */
export interface Sent {
  readonly flags: number;
  readonly seq: number;
  readonly ack: number;
  /** Octets of text. */
  readonly length: number;
  /** Milliseconds of the sender's clock, and what it echoes, as on the wire. */
  readonly tsVal: number;
  readonly tsEcr: number;
  /** The only block of a SACK option, in offsets; −1 without one. */
  readonly left: number;
  readonly right: number;
  readonly ipId: number;
  readonly again: boolean;
}
