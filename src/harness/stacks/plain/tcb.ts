/**
 * One connection of the plain stack: the variables of RFC 9293 §3.3.1 and of the extensions. Numbers are of
 * the
 * circle 0 … 2^32−1 unless they are sizes.
 */
import type { Endpoint, Nanos, Segment } from '../../../trace/trace.ts';
import { seqAdd, seqMinus } from '../../peer.ts';
import type { Choices } from './choices.ts';
import type { Held } from './reassembly.ts';

/** The states of RFC 9293 §3.3.2 that have a TCB; LISTEN has a listener instead. */
export type State =
  | 'CLOSED'
  | 'SYN-SENT'
  | 'SYN-RECEIVED'
  | 'ESTABLISHED'
  | 'FIN-WAIT-1'
  | 'FIN-WAIT-2'
  | 'CLOSE-WAIT'
  | 'CLOSING'
  | 'LAST-ACK'
  | 'TIME-WAIT';

export type TimerName = 'rexmt' | 'persist' | 'ack' | 'keep-alive' | 'time-wait';

/** What a stack lends its connections. */
export interface World {
  readonly now: () => Nanos;
  /** Puts a segment on the wire. */
  readonly emit: (segment: Segment) => void;
  /** Forgets a connection that has ended. */
  readonly forget: (c: Tcb) => void;
  /** A child of a listener has been established. */
  readonly established: (c: Tcb) => void;
  /** The next IPv4 identification. */
  readonly ipId: () => number;
}

interface KeepAlive {
  on: boolean;
  idle: Nanos;
  interval: Nanos;
  count: number;
  /** Unanswered so far. */
  sent: number;
}

const SECOND: Nanos = 1_000_000_000;

export class Tcb {
  readonly world: World;
  readonly choices: Choices;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** Whether a listener made it. */
  readonly passive: boolean;
  state: State = 'CLOSED';
  /** Why it ended, by the name of the error, until somebody has asked. */
  error: string | undefined;

  readonly iss: number;
  sndUna: number;
  /** Also the highest ever sent: what goes again is sent from `resend`. */
  sndNxt: number;
  sndWnd = 0;
  sndWl1 = 0;
  sndWl2 = 0;
  maxSndWnd = 0;
  sndUp: number | undefined;
  sndShift = 0;
  /** What the peer's SYN announced, or the default of RFC 9293 §3.7.1. */
  peerMss = 536;

  irs = 0;
  rcvNxt = 0;
  /** First number behind the window that has been promised; it never moves back. */
  rcvAdv = 0;
  rcvShift = 0;
  receiveBuffer: number;
  lastAckSent = 0;

  /** Whether both ends scale, RFC 7323 §2.2. */
  scaling = false;
  stamping = false;
  stampOffset: number;
  tsRecent = 0;
  sacking = false;

  /** Octets from `sndUna` on (behind the SYN), sent or not. */
  queue: Uint8Array = new Uint8Array(0);
  sendBuffer: number;
  nagle: boolean;
  finQueued = false;
  /** The number of the FIN, once it has been sent. */
  finSeq: number | undefined;
  /** From here on everything is sent again, up to `sndNxt`; undefined where nothing is. */
  resend: number | undefined;

  /** Read by nobody yet, in order. */
  readonly unread: Uint8Array[] = [];
  unreadSize = 0;
  held: Held[] = [];
  /** Where the peer's stream ends, once a FIN has been seen. */
  finAt: number | undefined;
  /** A duplicate that the next ACK reports (RFC 2883). */
  duplicate: { readonly left: number; readonly right: number } | undefined;
  /**
   * An ACK that the segment in hand asks for: `alone` where a duplicate has to be seen as one (RFC 5681
   * §2). One is
   * sent for all of it (RFC 9293 §3.10.7.4, MUST-58).
   */
  ackDue: 'none' | 'any' | 'alone' = 'none';
  /** Segments with text since the last ACK left. */
  unacked = 0;

  /** The user has closed: nobody reads, and nobody is told. */
  orphan = false;

  srtt: Nanos | undefined;
  rttvar: Nanos = 0;
  rto: Nanos;
  /** The segment that is timed: the number that its acknowledgment has to reach, and when it left. */
  timed: { readonly end: number; readonly at: Nanos } | undefined;
  /** When what is outstanding became so, or was last acknowledged in part. */
  waitingSince: Nanos = 0;
  expiries = 0;
  synLost = false;

  cwnd = 0;
  ssthresh = 1 << 30;
  duplicates = 0;
  recovering = false;
  recover: number;
  lastSent: Nanos = 0;
  lastHeard: Nanos = 0;
  persists = 0;
  readonly keepAlive: KeepAlive = {
    on: false,
    idle: 7200 * SECOND,
    interval: 75 * SECOND,
    count: 9,
    sent: 0,
  };
  challenged: Nanos[] = [];
  readonly timers = new Map<TimerName, Nanos>();

  constructor(
    world: World,
    choices: Choices,
    local: Endpoint,
    remote: Endpoint,
    iss: number,
    passive: boolean,
  ) {
    this.world = world;
    this.choices = choices;
    this.local = local;
    this.remote = remote;
    this.passive = passive;
    this.iss = iss;
    this.sndUna = iss;
    this.sndNxt = iss;
    this.recover = iss;
    this.stampOffset = Math.imul(iss, 0x9e3779b1) >>> 0;
    this.rto = choices.rtoFirst;
    this.receiveBuffer = choices.receiveBuffer;
    this.sendBuffer = choices.sendBuffer;
    this.nagle = choices.nagle;
    this.peerMss = local.address.includes(':') ? 1220 : 536;
    this.lastHeard = world.now();
  }

  /** RCV.WND: what has been promised and not used. */
  get rcvWnd(): number {
    return Math.max(0, seqMinus(this.rcvAdv, this.rcvNxt));
  }

  /** Octets and controls that are out and not acknowledged. */
  get outstanding(): number {
    return seqMinus(this.sndNxt, this.sndUna);
  }

  /** Whether our SYN has been acknowledged. */
  get synAcked(): boolean {
    return seqMinus(this.sndUna, this.iss) > 0;
  }

  get finAcked(): boolean {
    return this.finSeq !== undefined && seqMinus(this.sndUna, this.finSeq) > 0;
  }

  /** The number behind the last octet that the user has given. */
  get queueEnd(): number {
    return seqAdd(this.synAcked ? this.sndUna : seqAdd(this.iss, 1), this.queue.length);
  }

  /** Whether the peer's FIN has been taken. */
  get peerFinished(): boolean {
    return this.finAt !== undefined && seqMinus(this.rcvNxt, this.finAt) > 0;
  }

  start(timer: TimerName, span: Nanos): void {
    this.timers.set(timer, this.world.now() + Math.max(0, Math.round(span)));
  }

  stop(timer: TimerName): void {
    this.timers.delete(timer);
  }

  running(timer: TimerName): boolean {
    return this.timers.has(timer);
  }

  /** Ends the connection here and now; `error` is for the user, if there is one. */
  end(error?: string): void {
    this.state = 'CLOSED';
    if (error !== undefined && !this.orphan) this.error = error;
    this.timers.clear();
    this.queue = new Uint8Array(0);
    this.held = [];
    this.world.forget(this);
  }
}
