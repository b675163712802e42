/** A trace with a few random departures in it, so that there is something to find. */
import {
  ACK,
  FIN,
  PSH,
  type Segment,
  type SegmentEvent,
  SYN,
  type Trace,
  type TraceEvent,
} from '../../trace/trace.ts';
import type { Random } from '../random-boxes.ts';

const isSegment = (e: TraceEvent): e is SegmentEvent => e.kind === 'sent' || e.kind === 'arrived';

/**
 * Whether the stack began one connection only. Where sockets are used twice and both SYNs of the second use
 * are lost, nothing tells the two apart, and lost segments are nothing to claim about.
 */
export const isUsedOnce = ({ events }: Trace): boolean =>
  new Set(events.flatMap((e) => (e.kind === 'sent' && (e.segment.flags & SYN) !== 0 ? [e.segment.seq] : [])))
    .size <= 1;

/** Records numbered from 1, as a recorder does. */
export const renumbered = (events: readonly TraceEvent[]): readonly TraceEvent[] =>
  events.map((event, i) => ({ ...event, frame: i + 1 }));

const STEPS = [1, -1, 1, 100, -100, 1460, -1460, 70_000];

/** One field of a segment, moved a little. */
function changed(segment: Segment, random: Random): Segment {
  switch (random.below(7)) {
    case 0:
      return { ...segment, seq: (segment.seq + random.pick(STEPS)) >>> 0 };
    case 1:
    case 2:
      return { ...segment, ack: (segment.ack + random.pick(STEPS)) >>> 0 };
    case 3:
      return { ...segment, wnd: random.pick([0, 1, 1000, 65_535, segment.wnd >> 1]) };
    case 4: {
      const length = random.pick([0, 1, segment.length + 1, 1461]);
      const { payload, ...rest } = segment;
      if (!payload) return { ...rest, length };
      const longer = new Uint8Array(length);
      longer.set(payload.subarray(0, length));
      return { ...rest, length, payload: longer };
    }
    case 5:
      return { ...segment, flags: segment.flags ^ random.pick([FIN, PSH, ACK]) };
    default:
      return { ...segment, options: segment.options.filter(() => random.chance(0.6)) };
  }
}

/** Everything from event `i` on happens `by` nanoseconds later. */
const postponed = (events: readonly TraceEvent[], i: number, by: number): TraceEvent[] =>
  events.map((e, k) => (k < i ? e : { ...e, t0: e.t0 + by, t1: e.t1 + by }));

function editOne(events: readonly TraceEvent[], random: Random): readonly TraceEvent[] {
  const places = events.flatMap((e, i) => (isSegment(e) ? [i] : []));
  if (places.length === 0) return events;
  const i = random.pick(places);
  const event = events[i];
  if (!event || !isSegment(event)) return events;
  switch (random.below(6)) {
    case 0:
      return events.toSpliced(i, 1);
    case 1:
      return events.toSpliced(i, 0, event);
    case 2: {
      const next = events[i + 1];
      if (!next || !isSegment(next)) return events;
      const { t0, t1 } = event;
      return events.toSpliced(i, 2, { ...next, t0, t1 }, { ...event, t0: next.t0, t1: next.t1 });
    }
    case 3:
      return postponed(events, i, random.pick([1e5, 1e7, 3e8, 6e8, 2e9]));
    default:
      return events.toSpliced(i, 1, { ...event, segment: changed(event.segment, random) });
  }
}

/** The trace after `times` random edits of its segments; its records numbered anew. */
export function edited(trace: Trace, random: Random, times: number): Trace {
  let { events } = trace;
  for (let n = 0; n < times; n++) events = editOne(events, random);
  return { ...trace, events: renumbered(events) };
}
