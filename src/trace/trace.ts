/**
 * A trace: one recorded run, header and events in time order (architecture.md §4). Plain data; what a
 * recorder writes and a checker reads.
 */

/** Integer nanoseconds; in events since the trace's beginning, exact in a double for 104 days. */
export type Nanos = number;

/** Control bits as on the wire (RFC 9293 §3.1); AE is RFC 9768's. */
export const FIN = 0x001;
export const SYN = 0x002;
export const RST = 0x004;
export const PSH = 0x008;
export const ACK = 0x010;
export const URG = 0x020;
export const ECE = 0x040;
export const CWR = 0x080;
export const AE = 0x100;

/** One end of a connection. `address` in its usual text form (IPv6 compressed, lower case). */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/**
 * One option as it stood on the wire: `data` excludes kind and length. NOP has no data; End-of-list has what
 * stood behind it, unless that was only its padding.
 */
export interface TcpOption {
  readonly kind: number;
  readonly data: Uint8Array;
  /**
   * The length octet where it is wrong (below 2, or beyond the header), −1 where the header ended before it;
   * `data` is then the rest.
   */
  readonly wrongLength?: number;
}

/** A TCP segment as it stood on the wire: nothing scaled, nothing unwrapped, odd values kept. */
export interface Segment {
  readonly source: Endpoint;
  readonly destination: Endpoint;
  /** 0 … 2^32−1. */
  readonly seq: number;
  /** 0 … 2^32−1; the field's content even where the ACK bit is off. */
  readonly ack: number;
  /** Control bits, see the constants of this file. */
  readonly flags: number;
  /** The Window field, unscaled, 0 … 65535. */
  readonly wnd: number;
  /** The Urgent Pointer field, 0 … 65535. */
  readonly up: number;
  /** The three reserved bits below AE, 0 … 7. */
  readonly reserved: number;
  readonly options: readonly TcpOption[];
  /** Octets of payload, from the IP length, also where the octets themselves were not kept. */
  readonly length: number;
  /** The octets, or undefined where the recorder did not keep them. */
  readonly payload?: Uint8Array;
  readonly checksum: 'good' | 'bad' | 'unknown';
  /** IPv4 TTL or IPv6 hop limit. */
  readonly ttl: number;
  /** IPv4 TOS octet or IPv6 traffic class: DSCP and ECN. */
  readonly tos: number;
  /** IPv4 Identification; absent on IPv6. */
  readonly ipId?: number;
}

/**
 * Every event lies somewhere in [t0, t1] and stands at its place in the recorder's order. `frame` is its
 * 1-based record number.
 */
interface Placed {
  readonly frame: number;
  readonly t0: Nanos;
  readonly t1: Nanos;
}

/** A segment, seen from the stack under test: it sent it, or it arrived there. */
export interface SegmentEvent extends Placed {
  readonly kind: 'sent' | 'arrived';
  readonly segment: Segment;
}

/** A sockets call begins. `call` pairs it with its return. */
export interface CallEvent extends Placed {
  readonly kind: 'call';
  readonly call: number;
  readonly name: CallName;
  /** The socket it is made on, numbered by the recorder; −1 for `socket` itself. */
  readonly socket: number;
  /**
   * Local or remote endpoint for bind and connect; octets for send and recv; how for shutdown; option and
   * value for setsockopt.
   */
  readonly args: Readonly<Record<string, string | number>>;
}

export type CallName =
  | 'socket'
  | 'bind'
  | 'listen'
  | 'accept'
  | 'connect'
  | 'send'
  | 'recv'
  | 'shutdown'
  | 'close'
  | 'abort'
  | 'setsockopt'
  | 'getsockopt';

/** A sockets call has returned. */
export interface ReturnEvent extends Placed {
  readonly kind: 'return';
  readonly call: number;
  /** What the call returned, −1 on error. `socket` and `accept` return the new socket's number. */
  readonly value: number;
  /** The error by its name (`EAGAIN`), absent on success. */
  readonly error?: string;
  /**
   * What came with it: `local` and `remote` endpoints (`address:port`, IPv6 in brackets) of an accepted or
   * connected socket.
   */
  readonly result?: Readonly<Record<string, string | number>>;
}

/**
 * State that the stack showed (TCP_INFO …). Withheld ones are kept from the belief and compared with it
 * (core-semantics.md §9).
 */
export interface SnapshotEvent extends Placed {
  readonly kind: 'snapshot';
  readonly source: SnapshotSource;
  /** −1 where the source knows no sockets; its fields `sport` and `dport` then name the connection. */
  readonly socket: number;
  readonly withheld: boolean;
  /** By the source's own names, in its own units. */
  readonly fields: Readonly<Record<string, number>>;
}

/**
 * Who showed it: TCP_INFO of a socket, or a tracepoint of Linux by its own name. What each tells of the
 * moment at which it stands says docs/guide/trace-format.md.
 */
export type SnapshotSource =
  | 'tcp-info'
  | 'tcp_probe'
  | 'inet_sock_set_state'
  | 'tcp_retransmit_skb'
  | 'tcp_send_reset';

/** The recorder says that it lost `lost` records here (0: it does not say how many). */
export interface GapEvent extends Placed {
  readonly kind: 'gap';
  readonly lost: number;
}

/** The recording's end, which is later than a connection's last segment. */
export interface EndEvent extends Placed {
  readonly kind: 'end';
}

export type TraceEvent = SegmentEvent | CallEvent | ReturnEvent | SnapshotEvent | GapEvent | EndEvent;

/** What is known of a recording. All of it is shown in every result. */
export interface TraceHeader {
  /** The stack under test and its version, as the adapter says. */
  readonly stack: string;
  readonly version: string;
  /** `topic/name`; empty for a foreign capture. */
  readonly scenario: string;
  readonly seed: number;
  /** The profile the recorder proposes (`linux`), or empty. */
  readonly profile: string;
  readonly clock: 'real' | 'virtual';
  /** Where the recorder sat, seen from the stack under test. */
  readonly position: 'near' | 'far' | 'between';
  /** Whether calls and returns were recorded. */
  readonly api: boolean;
  /** Whether the recorder vouches that it lost nothing. */
  readonly lossless: boolean;
  /**
   * The most that an input may wait before the stack has read it, and an output before the recorder stamps
   * it; the clock's error.
   */
  readonly lag: { readonly in: Nanos; readonly out: Nanos; readonly error: Nanos };
  /** Wall-clock time of t = 0, ISO 8601, or empty. */
  readonly started: string;
  /** Settings of the stack that matter (`net.ipv4.tcp_sack` → `1`). */
  readonly settings: Readonly<Record<string, string>>;
  /** Version of the tool that recorded it. */
  readonly tool: string;
}

export interface Trace {
  readonly header: TraceHeader;
  readonly events: readonly TraceEvent[];
}

/**
 * Something in an input that we cannot use, with its place. Never thrown: readers return all of them beside
 * what could be read.
 */
export interface Problem {
  /** `TRACE-002`: stable, documented in docs/guide/problems.md. */
  readonly code: string;
  readonly message: string;
  /** What to write instead, where we know. */
  readonly hint?: string;
  /** `line` and `column` (in characters) count from 1, `offset` in octets from 0. */
  readonly at: {
    readonly file: string;
    readonly line?: number;
    readonly column?: number;
    readonly offset?: number;
  };
}

/** What every reader gives back: what could be read, and what could not. */
export interface ReadResult {
  readonly traces: readonly Trace[];
  readonly problems: readonly Problem[];
}
