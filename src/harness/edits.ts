/**
 * Live sensitivity: between kernel and recorder one thing of the kernel's output is changed, as if the kernel
 * had done it. A checker that is worth its name finds each of them; without the edit it finds nothing there.
 */
import {
  ACK,
  FIN,
  type Nanos,
  RST,
  type Segment,
  type SegmentEvent,
  SYN,
  type Trace,
  type TraceEvent,
} from '../trace/trace.ts';
import { MS } from './clock.ts';
import { seqAdd, seqMinus } from './peer.ts';

export type EditName =
  | 'ack-plus-one'
  | 'window-shrunk'
  | 'octet-changed'
  | 'mss-exceeded'
  | 'ack-held'
  | 'retransmission-doubled'
  | 'rst-to-rst'
  | 'fin-moved';

export interface Edit {
  readonly name: EditName;
  /** What the stack then seems to have done. */
  readonly sentence: string;
  /** The scenario whose traces it is made for. */
  readonly scenario: string;
  /** The edited trace, frames numbered anew; undefined where it has nothing to edit. */
  readonly apply: (trace: Trace) => Trace | undefined;
}

const HELD: Nanos = 700 * MS;
const SHRUNK_BY = 1000;

type Located = { readonly at: number; readonly event: SegmentEvent };

const isPure = ({ flags, length }: Segment): boolean =>
  length === 0 && (flags & (SYN | FIN | RST | ACK)) === ACK;

function located(trace: Trace, kind: SegmentEvent['kind']): readonly Located[] {
  return trace.events.flatMap((event, at) => (event.kind === kind ? [{ at, event }] : []));
}

/** The same trace with other events, numbered anew. */
function withEvents(trace: Trace, events: readonly TraceEvent[]): Trace {
  return { ...trace, events: events.map((event, at) => ({ ...event, frame: at + 1 })) };
}

/** The event at `at` with parts of its segment changed. */
function changed(trace: Trace, { at, event }: Located, parts: Partial<Segment>): Trace {
  const edited = { ...event, segment: { ...event.segment, ...parts } };
  return withEvents(trace, trace.events.toSpliced(at, 1, edited));
}

/** Puts an event where its time belongs: behind everything that is not later. */
function inserted(trace: Trace, event: TraceEvent): Trace {
  const after = trace.events.findLastIndex(({ t0 }) => t0 <= event.t0);
  return withEvents(trace, trace.events.toSpliced(after + 1, 0, event));
}

const later = (event: SegmentEvent, by: Nanos): SegmentEvent => ({
  ...event,
  t0: event.t0 + by,
  t1: event.t1 + by,
});

/** Pure ACKs that acknowledge octets for the first time, in order. */
function acksOfData(trace: Trace): readonly Located[] {
  const acked = new Set<number>();
  const ends = new Set<number>();
  const found: Located[] = [];
  trace.events.forEach((event, at) => {
    if (event.kind === 'arrived' && event.segment.length > 0)
      ends.add(seqAdd(event.segment.seq, event.segment.length));
    if (event.kind !== 'sent' || (event.segment.flags & ACK) === 0) return;
    const { ack } = event.segment;
    if (isPure(event.segment) && ends.has(ack) && !acked.has(ack)) found.push({ at, event });
    acked.add(ack);
  });
  return found;
}

/** Segments with octets or FIN that begin where an earlier one of the same kind began. */
function repeated(trace: Trace, test: (segment: Segment) => boolean): readonly Located[] {
  const begun = new Set<number>();
  return located(trace, 'sent').filter(({ event: { segment } }) => {
    if (!test(segment)) return false;
    const again = begun.has(segment.seq);
    begun.add(segment.seq);
    return again;
  });
}

function ackPlusOne(trace: Trace): Trace | undefined {
  const [first] = acksOfData(trace);
  return first && changed(trace, first, { ack: seqAdd(first.event.segment.ack, 1) });
}

/** Wind.Shift of what the stack sends: 0 unless both SYNs offer to scale. */
function shiftOf(trace: Trace): number {
  const offers = (['sent', 'arrived'] as const).map((kind) => {
    const syn = located(trace, kind).find(({ event }) => event.segment.flags & SYN);
    return syn?.event.segment.options.find((option) => option.kind === 3)?.data[0];
  });
  return offers[1] === undefined ? 0 : (offers[0] ?? 0);
}

function windowShrunk(trace: Trace): Trace | undefined {
  const scale = 2 ** shiftOf(trace);
  for (const target of acksOfData(trace)) {
    const earlier = located(trace, 'sent').filter(
      ({ at, event }) => at < target.at && (event.segment.flags & (RST | ACK)) === ACK,
    );
    const last = earlier.at(-1)?.event.segment;
    if (last === undefined) continue;
    const promised = last.wnd * (last.flags & SYN ? 1 : scale);
    const room = seqMinus(seqAdd(last.ack, promised), target.event.segment.ack) - SHRUNK_BY;
    if (room >= 0) return changed(trace, target, { wnd: Math.floor(room / scale) });
  }
  return undefined;
}

function octetChanged(trace: Trace): Trace | undefined {
  const [first] = repeated(trace, ({ payload }) => payload !== undefined && payload.length > 0);
  const payload = first?.event.segment.payload;
  if (first === undefined || payload === undefined) return undefined;
  const other = payload.slice();
  const middle = other.length >> 1;
  other[middle] = (other[middle] ?? 0) ^ 0xff;
  return changed(trace, first, { payload: other });
}

/** The largest segment that the peer takes, RFC 9293 §3.7.1; 536 where its SYN says nothing. */
function peerMss(trace: Trace): number {
  const syn = located(trace, 'arrived').find(({ event }) => event.segment.flags & SYN);
  const data = syn?.event.segment.options.find((option) => option.kind === 2)?.data;
  return data === undefined ? 536 : ((data[0] ?? 0) << 8) | (data[1] ?? 0);
}

function mssExceeded(trace: Trace): Trace | undefined {
  const mss = peerMss(trace);
  const sent = located(trace, 'sent');
  for (const [i, first] of sent.entries()) {
    const second = sent[i + 1];
    if (second === undefined || second.at !== first.at + 1) continue;
    const [a, b] = [first.event.segment, second.event.segment];
    const follows = seqAdd(a.seq, a.length) === b.seq && ((a.flags | b.flags) & (SYN | RST)) === 0;
    if (!follows || a.length === 0 || b.length === 0 || a.length + b.length <= mss) continue;
    if (a.payload === undefined || b.payload === undefined) continue;
    const payload = Uint8Array.of(...a.payload, ...b.payload);
    const merged = { flags: a.flags | b.flags, length: payload.length, payload };
    const whole = changed(trace, first, merged);
    return withEvents(whole, whole.events.toSpliced(second.at, 1));
  }
  return undefined;
}

function ackHeld(trace: Trace): Trace | undefined {
  const end = trace.events.at(-1)?.t0 ?? 0;
  const free = acksOfData(trace).find(({ at, event }) => {
    const until = event.t1 + HELD;
    // Another segment would acknowledge in its place, and nothing would be late.
    const other = located(trace, 'sent').some((s) => s.at > at && s.event.t0 <= until);
    return !other && until < end;
  });
  if (free === undefined) return undefined;
  const without = { ...trace, events: trace.events.toSpliced(free.at, 1) };
  return inserted(without, later(free.event, HELD));
}

function retransmissionDoubled(trace: Trace): Trace | undefined {
  const [first] = repeated(trace, ({ length }) => length > 0);
  return first && inserted(trace, later(first.event, MS));
}

/** As a stack that does not look for RST would answer a segment to nowhere (RFC 9293 §3.10.7.1). */
function rstAnswering({ source, destination, flags, seq, ack, length, ttl, tos }: Segment): Segment {
  const reply =
    flags & ACK ? { seq: ack, ack: 0, flags: RST } : { seq: 0, ack: seqAdd(seq, length), flags: RST | ACK };
  return {
    source: destination,
    destination: source,
    ...reply,
    wnd: 0,
    up: 0,
    reserved: 0,
    options: [],
    length: 0,
    payload: new Uint8Array(0),
    checksum: 'good',
    ttl,
    tos,
    ...(source.address.includes(':') ? {} : { ipId: 0 }),
  };
}

function rstToRst(trace: Trace): Trace | undefined {
  const last = located(trace, 'arrived').findLast(({ event }) => event.segment.flags & RST);
  if (last === undefined) return undefined;
  const { t0, t1, segment } = last.event;
  const answer: TraceEvent = { kind: 'sent', frame: 0, t0, t1, segment: rstAnswering(segment) };
  return withEvents(trace, trace.events.toSpliced(last.at + 1, 0, answer));
}

function finMoved(trace: Trace): Trace | undefined {
  const [first] = repeated(trace, ({ flags }) => (flags & FIN) !== 0);
  return first && changed(trace, first, { seq: seqAdd(first.event.segment.seq, 1) });
}

export const EDITS: readonly Edit[] = [
  {
    name: 'ack-plus-one',
    sentence: 'An ACK acknowledges one octet more than has arrived.',
    scenario: 'open/passive',
    apply: ackPlusOne,
  },
  {
    name: 'window-shrunk',
    sentence: 'An ACK takes back a part of the window that was promised before.',
    scenario: 'open/passive',
    apply: windowShrunk,
  },
  {
    name: 'octet-changed',
    sentence: 'A retransmission carries another octet than the original.',
    scenario: 'timeout/silence',
    apply: octetChanged,
  },
  {
    name: 'mss-exceeded',
    sentence: 'A segment carries more than the peer takes in one.',
    scenario: 'data/bulk',
    apply: mssExceeded,
  },
  {
    name: 'ack-held',
    sentence: 'An ACK comes 0.7 s late.',
    scenario: 'data/lone-segment',
    apply: ackHeld,
  },
  {
    name: 'retransmission-doubled',
    sentence: 'A segment is retransmitted twice, 1 ms apart.',
    scenario: 'timeout/silence',
    apply: retransmissionDoubled,
  },
  {
    name: 'rst-to-rst',
    sentence: 'A RST is answered by a RST.',
    scenario: 'reset/window',
    apply: rstToRst,
  },
  {
    name: 'fin-moved',
    sentence: 'A retransmitted FIN has moved by one.',
    scenario: 'close/fin-retransmitted',
    apply: finMoved,
  },
];

/** The edit of this name. */
export function editOf(name: EditName): Edit {
  const found = EDITS.find((edit) => edit.name === name);
  if (found === undefined) throw new Error(`unreachable: ${name} is not in the list`);
  return found;
}
