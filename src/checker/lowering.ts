/**
 * Segments of one connection, seen from one endpoint, as records of doubles: numbers unwrapped, windows
 * scaled, stamps widened (engine.md §3.4). Nothing is allocated for a segment.
 */
import { BIT, E } from '../spec/event.ts';
import { wireOf } from '../trace/capture/decode/wire-segment.ts';
import { ACK, RST, type SegmentEvent, SYN, type TraceEvent } from '../trace/trace.ts';
import { newWire, OPTION, W, type Wire } from '../trace/wire.ts';
import { Scales } from './scales.ts';
import { asPoint } from './split.ts';

/** Δout, Δin and the clock's error widen a stamp into the time at the stack. */
export interface Widening {
  readonly in: number;
  readonly out: number;
  readonly error: number;
}

const TURN = 4294967296;

/** Numbers of one direction, unwrapped beside a reference. */
class Space {
  /**
   * The reference, unwrapped and as on the wire; −1 before the first number. It stands a turn up, so that
   * what lies before stays positive, and is exact for steps below 2^31.
   */
  private last = -1;
  private lastWire = 0;
  /** Whether the stack itself has named a number of this space: from then on only it moves the reference. */
  private firm = false;

  reset(): void {
    this.last = -1;
    this.lastWire = 0;
    this.firm = false;
  }
  /** A number that the stack under test has sent. */
  ours(wire: number): number {
    const value = this.near(wire);
    this.last = value;
    this.lastWire = wire | 0;
    this.firm = true;
    return value;
  }
  /**
   * A number that somebody else has sent: a stranger may put any there, so it moves the reference only while
   * the stack has not named one.
   */
  theirs(wire: number): number {
    const value = this.near(wire);
    if (!this.firm) {
      this.last = value;
      this.lastWire = wire | 0;
    }
    return value;
  }
  /** Beside the reference, nothing moved. */
  near(wire: number): number {
    return this.last < 0 ? wire + TURN : this.last + (((wire | 0) - this.lastWire) | 0);
  }
}

const DEFAULT_MSS = { v4: 536, v6: 1220 } as const;
const UNKNOWN_SHIFT = -1;

/**
 * Bits of the options that stand in the header whole and of their right size. SACK-permitted has no value
 * that would tell: where some option has a wrong size the stack is not accused of this one, and its peer has
 * permitted.
 */
function optionBits(wire: Wire, sent: boolean): number {
  const options = wire[W.OPTIONS] ?? 0;
  let bits = 0;
  if ((wire[W.TSVAL] ?? -1) >= 0) bits |= BIT.TIMESTAMPS;
  if ((wire[W.SACKS] ?? -1) > 0) bits |= BIT.SACK;
  if ((wire[W.MSS] ?? -1) >= 0) bits |= BIT.MSS;
  if ((wire[W.SHIFT] ?? -1) >= 0) bits |= BIT.WINDOW_SCALE;
  const whole = !sent || (options & OPTION.WRONG_SIZE) === 0;
  if (whole && (options & OPTION.SACK_PERMITTED) !== 0) bits |= BIT.SACK_PERMITTED;
  if ((options & OPTION.MALFORMED) !== 0) bits |= BIT.MALFORMED_OPTIONS;
  if ((options & (OPTION.WRONG_SIZE | OPTION.TWICE)) !== 0) bits |= BIT.ODD_OPTIONS;
  if ((options & OPTION.CUT) !== 0) bits |= BIT.OPTIONS_CUT;
  return (wire[W.RESERVED] ?? 0) === 0 ? bits : bits | BIT.RESERVED;
}

/** Turns segments of one connection into records. */
export class Lowering {
  private readonly own = new Space();
  private readonly peer = new Space();
  private readonly ownClock = new Space();
  private readonly peerClock = new Space();
  private readonly scales = new Scales();
  private readonly widening: Widening;
  private readonly wire = newWire();
  constructor(widening: Widening) {
    this.widening = widening;
  }

  /** From the beginning, for another connection. */
  restart(): void {
    this.own.reset();
    this.peer.reset();
    this.ownClock.reset();
    this.peerClock.reset();
    this.scales.restart();
  }

  /** Times and place of an event. */
  stamp(kind: TraceEvent['kind'], t0: number, t1: number, frame: number, e: Float64Array): void {
    const { error, out } = this.widening;
    e[E.T0] = t0 - error - (kind === 'sent' ? out : 0);
    e[E.T1] = t1 + error + (kind === 'arrived' ? this.widening.in : 0);
    e[E.STAMP] = t0 - error;
    e[E.FRAME] = frame;
  }

  record(event: TraceEvent): Float64Array {
    const e = new Float64Array(E.SIZE);
    this.stamp(event.kind, event.t0, event.t1, event.frame, e);
    return e;
  }

  segment(event: SegmentEvent): Float64Array {
    const e = this.record(event);
    wireOf(event.segment, this.wire);
    this.lower(event.kind, this.wire, e);
    asPoint(e);
    return e;
  }

  /** Fills the fields of `e` from a wire record; its stamps stand already. */
  lower(kind: 'sent' | 'arrived', wire: Wire, e: Float64Array): void {
    const sent = kind === 'sent';
    const mine = sent ? this.own : this.peer;
    const theirs = sent ? this.peer : this.own;
    const flags = wire[W.FLAGS] ?? 0;
    const seq = wire[W.SEQ] ?? 0;
    const length = wire[W.LENGTH] ?? 0;
    const syn = (flags & SYN) !== 0;
    const fin = (flags & BIT.FIN) !== 0;
    const rst = (flags & RST) !== 0;
    e[E.FLAGS] = (flags & 0x1ff) | (seq === 0 ? BIT.SEQ_ZERO : 0) | optionBits(wire, sent);
    // A reset stands where the segment that provoked it says, at 0 for some: it names no number of the
    // stack's own.
    const names = sent && !rst;
    if (seq === 0 && rst) e[E.SEQ] = mine.near(seq);
    else e[E.SEQ] = names ? mine.ours(seq) : mine.theirs(seq);
    const ack = wire[W.ACK] ?? 0;
    if ((flags & ACK) === 0) e[E.ACK] = 0;
    else e[E.ACK] = names ? theirs.ours(ack) : theirs.theirs(ack);
    e[E.LEN] = length + (syn ? 1 : 0) + (fin ? 1 : 0);
    e[E.TEXT] = length;
    const mss = wire[W.MSS] ?? -1;
    e[E.MSS] = mss >= 0 ? mss : wire[W.VERSION] === 6 ? DEFAULT_MSS.v6 : DEFAULT_MSS.v4;
    e[E.OPTIONS] = wire[W.OPTION_OCTETS] ?? 0;
    e[E.UP] = wire[W.UP] ?? 0;
    e[E.SHIFT] = wire[W.SHIFT] ?? UNKNOWN_SHIFT;
    this.clocks(sent, rst, wire, e);
    this.blocks(theirs, wire, e);
    this.scales.take(kind, flags, seq, ack, e[E.LEN] ?? 0, e[E.SHIFT] ?? UNKNOWN_SHIFT);
    const factor = syn ? 1 : 1 << this.scales.shift(kind);
    e[E.WND] = (wire[W.WND] ?? 0) * factor;
    e[E.GRAIN] = factor - 1;
  }

  private clocks(sent: boolean, rst: boolean, wire: Wire, e: Float64Array): void {
    if ((wire[W.TSVAL] ?? -1) < 0) {
      e[E.TSVAL] = 0;
      e[E.TSECR] = 0;
      return;
    }
    const val = wire[W.TSVAL] ?? 0;
    const ecr = wire[W.TSECR] ?? 0;
    const mine = sent ? this.ownClock : this.peerClock;
    const theirs = sent ? this.peerClock : this.ownClock;
    e[E.TSVAL] = sent && !rst ? mine.ours(val) : mine.theirs(val);
    // What the stack echoes is a number of the peer's clock; 0 where nothing is to be echoed is none.
    const echoes = sent && !rst && ecr !== 0 && ((e[E.FLAGS] ?? 0) & ACK) !== 0;
    e[E.TSECR] = echoes ? theirs.ours(ecr) : theirs.near(ecr);
    if (ecr === 0) e[E.FLAGS] = (e[E.FLAGS] ?? 0) | BIT.ECHO_ZERO;
  }

  private blocks(theirs: Space, wire: Wire, e: Float64Array): void {
    const n = Math.max(0, wire[W.SACKS] ?? 0);
    const before = e[E.SACKS] ?? 0;
    e[E.SACKS] = n;
    if (n === 0 && before === 0) return;
    for (let i = 0; i < 8; i++) e[E.SACK + i] = i < 2 * n ? theirs.near(wire[W.SACK + i] ?? 0) : 0;
  }
}
