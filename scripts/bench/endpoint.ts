/**
 * A whole endpoint on bulk connections: frontier, debts and silent steps included, events made on the way.
 */
import { Cells } from '../../src/checker/cells.ts';
import { Endpoint, type Lag } from '../../src/checker/endpoint.ts';
import { asPoint, split } from '../../src/checker/split.ts';
import { BIT, E } from '../../src/spec/event.ts';
import { currentPractice } from '../../src/spec/profile.ts';
import { SPEC } from '../../src/spec/rules/index.ts';
import { CLOSED } from '../../src/spec/state.ts';
import { cpuPer, type Spent } from './measure.ts';

export interface EndpointFigure {
  readonly what: string;
  readonly segments: number;
  readonly perSegment: Spent;
  /** Segments per CPU-second, from the median. */
  readonly perSecond: number;
  /** Findings, which there must be none of. */
  readonly findings: number;
}

interface Bulk {
  readonly what: string;
  /** Who sends the data. */
  readonly sender: 'stack' | 'peer';
  /** Nanoseconds from one segment to the next. */
  readonly spacing: number;
  readonly lag: Lag;
}

const MS = 1e6;
const SEGMENT = 1460;
const WINDOW = 60_000;
const OWN = 5_000_000;
const PEER = 9_000_000;

/** Both sides of one connection as the recorder at the stack sees them. */
class Connection {
  readonly endpoint: Endpoint;
  private readonly lag: Lag;
  private now = 1000 * MS;
  private readonly spacing: number;
  private own = OWN;
  private peer = PEER;
  segments = 0;

  constructor(cells: Cells, bulk: Bulk) {
    this.endpoint = new Endpoint(cells, bulk.lag, { states: CLOSED, callsLogged: false });
    this.lag = bulk.lag;
    this.spacing = bulk.spacing;
  }

  private event(flags: number, seq: number, ack: number, text: number, sent: boolean): Float64Array {
    const e = new Float64Array(E.SIZE);
    this.now += this.spacing;
    e[E.T0] = this.now - (sent ? this.lag.out : 0);
    e[E.T1] = this.now + (sent ? 0 : this.lag.in);
    e[E.STAMP] = this.now;
    e[E.FLAGS] = flags;
    e[E.SEQ] = seq;
    e[E.ACK] = ack;
    e[E.LEN] = text + ((flags & BIT.SYN) === 0 ? 0 : 1);
    e[E.TEXT] = text;
    e[E.MSS] = SEGMENT;
    e[E.WND] = WINDOW;
    this.segments++;
    return e;
  }
  sent(flags: number, text = 0): void {
    const e = this.event(flags, this.own, this.peer, text, true);
    split(e, this.endpoint.sndMax, undefined);
    asPoint(e);
    this.endpoint.sent(e);
    this.own += e[E.LEN] ?? 0;
  }
  arrives(flags: number, text = 0): void {
    const e = this.event(flags, this.peer, this.own, text, false);
    asPoint(e);
    this.endpoint.arrives('segment arrives', e);
    this.peer += e[E.LEN] ?? 0;
  }
  open(): void {
    this.sent(BIT.SYN);
    this.now += 20 * MS;
    this.arrives(BIT.SYN | BIT.ACK);
    this.sent(BIT.ACK);
  }
  /** Three segments: two of data, the ACK of both. */
  turn(sender: Bulk['sender']): void {
    const [data, ack] = sender === 'stack' ? (['sent', 'arrives'] as const) : (['arrives', 'sent'] as const);
    this[data](BIT.ACK, SEGMENT);
    this[data](BIT.ACK, SEGMENT);
    this[ack](BIT.ACK);
  }
}

function measure(bulk: Bulk, segments: number): EndpointFigure {
  const cells = new Cells(SPEC, currentPractice, 0);
  let findings = 0;
  let done = 0;
  const one = (): void => {
    const connection = new Connection(cells, bulk);
    connection.open();
    while (connection.segments < segments) connection.turn(bulk.sender);
    findings += connection.endpoint.raw.length;
    done = connection.segments;
  };
  const perSegment = cpuPer(segments, one);
  return { what: bulk.what, segments: done, perSegment, perSecond: 1e9 / perSegment.median, findings };
}

const NO_LAG = { in: 0, out: 0 };
const LIVE = { in: 5 * MS, out: 5 * MS };
const BULKS: readonly Bulk[] = [
  { what: 'stack sends, recorder in step with it', sender: 'stack', spacing: 12_000, lag: NO_LAG },
  { what: 'peer sends, recorder in step with the stack', sender: 'peer', spacing: 12_000, lag: NO_LAG },
  { what: 'stack sends, lag 5 ms, a segment each ms', sender: 'stack', spacing: MS, lag: LIVE },
  { what: 'peer sends, lag 5 ms, a segment each ms', sender: 'peer', spacing: MS, lag: LIVE },
  { what: 'stack sends, lag 5 ms, 12 µs a segment', sender: 'stack', spacing: 12_000, lag: LIVE },
  { what: 'peer sends, lag 5 ms, 12 µs a segment', sender: 'peer', spacing: 12_000, lag: LIVE },
];

/** Saturated links under lag keep hundreds of inputs waiting: fewer segments are measured there. */
export const measureEndpoint = (segments = 100_000): readonly EndpointFigure[] =>
  BULKS.map((bulk) =>
    measure(bulk, bulk.lag === LIVE ? Math.ceil(segments / (bulk.spacing === MS ? 10 : 50)) : segments),
  );
