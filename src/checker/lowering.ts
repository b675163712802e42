/**
 * Segments of one connection as records of doubles: numbers unwrapped, windows scaled, stamps widened
 * (engine.md §3.4).
 */
import { BIT, E } from '../spec/event.ts';
import { ACK, RST, type Segment, type SegmentEvent, SYN, type TraceEvent } from '../trace/trace.ts';
import { asPoint } from './split.ts';

/** Δout, Δin and the clock's error widen a stamp into the time at the stack. */
export interface Widening {
  readonly in: number;
  readonly out: number;
  readonly error: number;
}

/** Numbers of one direction, unwrapped beside a reference. */
class Space {
  /**
   * The reference. Exact for steps below 2^31; begins at the number + 2^32, so that what lies before stays
   * positive.
   */
  private last: number | undefined;
  /** Whether the stack itself has named a number of this space: from then on only it moves the reference. */
  private firm = false;

  /** A number that the stack under test has sent. */
  ours(wire: number): number {
    this.last = this.near(wire);
    this.firm = true;
    return this.last;
  }
  /**
   * A number that somebody else has sent: a stranger may put any there, so it moves the reference only while
   * the
   * stack has not named one.
   */
  theirs(wire: number): number {
    const value = this.near(wire);
    if (!this.firm) this.last = value;
    return value;
  }
  /** Beside the reference, nothing moved. */
  near(wire: number): number {
    return this.last === undefined ? wire + 4294967296 : this.last + ((wire - (this.last % 4294967296)) | 0);
  }
}

const MSS = 2;
const WINDOW_SCALE = 3;
const DEFAULT_MSS = { v4: 536, v6: 1220 } as const;

function optionsLength(segment: Segment): number {
  const octets = segment.options.reduce((sum, o) => sum + (o.kind <= 1 ? 1 : 2) + o.data.length, 0);
  return Math.ceil(octets / 4) * 4;
}
function mssOf(segment: Segment): number {
  const option = segment.options.find((o) => o.kind === MSS && o.data.length === 2);
  if (option) return ((option.data[0] ?? 0) << 8) | (option.data[1] ?? 0);
  return segment.source.address.includes(':') ? DEFAULT_MSS.v6 : DEFAULT_MSS.v4;
}
const shiftOf = (segment: Segment): number | undefined => {
  const option = segment.options.find((o) => o.kind === WINDOW_SCALE && o.data.length === 1);
  // RFC 7323 2.3: a shift above 14 is taken as 14.
  return option && Math.min(option.data[0] ?? 0, 14);
};

/** Turns segments of one connection into records. */
export class Lowering {
  private readonly own = new Space();
  private readonly peer = new Space();
  private readonly shift: { sent: number | undefined; arrived: number | undefined } = {
    sent: undefined,
    arrived: undefined,
  };
  private readonly synAt: { sent: number | undefined; arrived: number | undefined } = {
    sent: undefined,
    arrived: undefined,
  };
  /** What ends a connection has been seen: the next SYN begins another. */
  private readonly finSeen = { sent: false, arrived: false };
  private reset = false;
  private readonly widening: Widening;
  constructor(widening: Widening) {
    this.widening = widening;
  }

  record(event: TraceEvent): Float64Array {
    const e = new Float64Array(E.SIZE);
    const { error, out } = this.widening;
    e[E.T0] = event.t0 - error - (event.kind === 'sent' ? out : 0);
    e[E.T1] = event.t1 + error + (event.kind === 'arrived' ? this.widening.in : 0);
    e[E.STAMP] = event.t0 - error;
    e[E.FRAME] = event.frame;
    return e;
  }

  segment(event: SegmentEvent): Float64Array {
    const e = this.record(event);
    const { segment, kind } = event;
    const [mine, theirs] = kind === 'sent' ? [this.own, this.peer] : [this.peer, this.own];
    const syn = (segment.flags & SYN) !== 0;
    const fin = (segment.flags & BIT.FIN) !== 0;
    const zero = segment.seq === 0 && (segment.flags & RST) !== 0;
    e[E.FLAGS] = (segment.flags & 0x1ff) | (segment.seq === 0 ? BIT.SEQ_ZERO : 0);
    // A reset stands where the segment that provoked it says, at 0 for some: it names no number of the
    // stack's own.
    const names = kind === 'sent' && (segment.flags & RST) === 0;
    const place = (space: Space, wire: number): number => (names ? space.ours(wire) : space.theirs(wire));
    e[E.SEQ] = zero ? mine.near(segment.seq) : place(mine, segment.seq);
    e[E.ACK] = (segment.flags & ACK) === 0 ? 0 : place(theirs, segment.ack);
    e[E.LEN] = segment.length + (syn ? 1 : 0) + (fin ? 1 : 0);
    e[E.TEXT] = segment.length;
    e[E.MSS] = mssOf(segment);
    e[E.OPTIONS] = optionsLength(segment);
    if (fin) this.finSeen[kind] = true;
    if ((segment.flags & RST) !== 0) this.reset = true;
    if (syn) this.learnShift(event);
    const shift = syn ? 0 : this.negotiated(kind);
    e[E.WND] = segment.wnd * 2 ** shift;
    e[E.GRAIN] = 2 ** shift - 1;
    asPoint(e);
    return e;
  }

  /** A SYN in the midst of a connection, somebody else's perhaps, does not change what was negotiated. */
  private learnShift({ kind, segment }: SegmentEvent): void {
    const known = this.synAt[kind];
    if (known !== undefined && known !== segment.seq) {
      if (!this.reset && !(this.finSeen.sent && this.finSeen.arrived)) return;
      this.reset = false;
      for (const side of ['sent', 'arrived'] as const) {
        this.finSeen[side] = false;
        this.synAt[side] = undefined;
        this.shift[side] = undefined;
      }
    }
    this.shift[kind] = shiftOf(segment);
    this.synAt[kind] = segment.seq;
  }
  /** RFC 7323 2.2: scaled only where both SYNs offered it. */
  private negotiated(kind: 'sent' | 'arrived'): number {
    const { sent, arrived } = this.shift;
    return sent === undefined || arrived === undefined ? 0 : kind === 'sent' ? sent : arrived;
  }
}
