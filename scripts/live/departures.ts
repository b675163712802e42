/**
 * What docs/judgements.md says of the kernel, looked for again in the trace itself: a trait of the profile
 * names findings by rule and clause, and this holds each of them to what the entry describes.
 */
import type { Finding } from '../../src/checker/verdict.ts';
import { ACK, FIN, RST, type Segment, SYN, type Trace, type TraceEvent } from '../../src/trace/trace.ts';

const SACK_OPTION = 5;

type SegmentEvent = Extract<TraceEvent, { readonly segment: Segment }>;
const isSegment = (event: TraceEvent): event is SegmentEvent =>
  event.kind === 'sent' || event.kind === 'arrived';

/** Entry 2: the SYN goes again about a second after the one before, as if RTO were still its first. */
function synWithoutBackOff(at: SegmentEvent, before: readonly TraceEvent[]): boolean {
  const last = before.findLast((e) => isSegment(e) && e.kind === 'sent' && e.segment.seq === at.segment.seq);
  const isSyn = (at.segment.flags & (SYN | ACK)) === SYN;
  return isSyn && last !== undefined && at.t1 - last.t0 > 0.9e9 && at.t1 - last.t0 < 1.5e9;
}

const FROM_USER = new Set(['shutdown', 'close']);
const isFin = ({ segment: { flags } }: SegmentEvent): boolean => (flags & FIN) !== 0;

/**
 * Entry 4, first: an ACK of the peer's FIN, after the user ended our own direction, whose first block ends
 * there or before.
 */
function blockOfEndedStream(at: SegmentEvent, before: readonly TraceEvent[]): boolean {
  const { ack, options } = at.segment;
  const data = options.find(({ kind }) => kind === SACK_OPTION)?.data;
  if (data === undefined || data.length < 8) return false;
  const right = new DataView(data.buffer, data.byteOffset).getUint32(4);
  const ends = ({ segment: { seq, length } }: SegmentEvent): boolean =>
    ((seq + length + 1) | 0) === (ack | 0);
  const fin = before.some((e) => isSegment(e) && e.kind === 'arrived' && isFin(e) && ends(e));
  const own = before.some((e) => e.kind === 'call' && FROM_USER.has(e.name));
  return ((right - ack) | 0) <= 0 && fin && own;
}

/** Entry 5: the RST stands where the highest block ended that the stack reported last. */
function resetBehindSack(at: SegmentEvent, before: readonly TraceEvent[]): boolean {
  const last = before.findLast((e): e is SegmentEvent => isSegment(e) && e.kind === 'sent');
  const edges = rightEdges(last?.segment.options.find(({ kind }) => kind === SACK_OPTION)?.data);
  const highest = edges.reduce((high, edge) => (((edge - high) | 0) > 0 ? edge : high), edges[0] ?? -1);
  return at.kind === 'arrived' && (at.segment.flags & RST) !== 0 && at.segment.seq === highest;
}

function rightEdges(data: Uint8Array | undefined): readonly number[] {
  if (data === undefined) return [];
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  return Array.from({ length: Math.floor(data.length / 8) }, (_, i) => view.getUint32(8 * i + 4));
}

const optionsText = ({ options }: Segment): string =>
  options.map(({ kind, data }) => `${kind}:${[...data].join('.')}`).join(' ');

/**
 * Entry 4, second: goes on where the segment right before it ended, with the same ACK and the same options.
 */
function cutFromOneSend(at: SegmentEvent, before: readonly TraceEvent[]): boolean {
  const last = before.at(-1);
  if (last === undefined || !isSegment(last) || last.kind !== 'sent') return false;
  const { seq, ack, wnd, length } = last.segment;
  const goesOn = length > 0 && ((seq + length) | 0) === (at.segment.seq | 0);
  const alike = ack === at.segment.ack && wnd === at.segment.wnd;
  return goesOn && alike && optionsText(last.segment) === optionsText(at.segment);
}

const HOLDS: Readonly<Record<string, (at: SegmentEvent, before: readonly TraceEvent[]) => boolean>> = {
  'syn-timer-not-backed-off': synWithoutBackOff,
  'reset-behind-sack': resetBehindSack,
  'reports-what-it-acknowledges': (at, before) =>
    blockOfEndedStream(at, before) || cutFromOneSend(at, before),
};

/** Whether every record that a known finding names is what its judgement describes. */
export function isAsJudged({ known, frames }: Finding, { events }: Trace): boolean {
  const holds = HOLDS[known?.trait ?? ''];
  if (holds === undefined) return false;
  return frames.every((frame) => {
    const at = events[frame - 1];
    return at !== undefined && isSegment(at) && holds(at, events.slice(0, frame - 1));
  });
}
