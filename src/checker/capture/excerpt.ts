/**
 * The segments that a report shows of a capture: of connections with findings, each from the side of the end
 * that sent its first packet; bounded, without payload.
 */
import { addressText } from '../../trace/capture/address.ts';
import { readTcp, type SegmentDraft } from '../../trace/capture/tcp.ts';
import type { SegmentEvent, Trace, TraceEvent, TraceHeader } from '../../trace/trace.ts';
import { CHECKSUM, W, type Wire } from '../../trace/wire.ts';
import type { Survey } from '../survey/survey.ts';
import { C, rowAt } from '../survey/table.ts';

/** Segments that are kept of one connection, of these from its beginning on; and of all. */
const OF_ONE = 2000;
const OPENING = 1000;
const OF_ALL = 20_000;
/** Behind the opening: segments before and after each finding. */
const AROUND = 100;

interface Kept {
  readonly findings: ReadonlySet<number>;
  readonly before: SegmentEvent[];
  kept: number;
  /** Segments that are still kept, whatever they are. */
  rest: number;
}

const NONE = -1;

export class Excerpt {
  private readonly survey: Survey;
  private readonly wanted: ReadonlyMap<number, Kept>;
  private readonly present = new Map<number, number>();
  private readonly events: SegmentEvent[] = [];
  private now = 0;

  /** `findings`: by connection the records that findings are about. */
  constructor(survey: Survey, findings: ReadonlyMap<number, ReadonlySet<number>>) {
    this.survey = survey;
    this.wanted = new Map(
      [...findings].map(([connection, frames]) => [
        connection,
        { findings: frames, before: [], kept: 0, rest: OPENING },
      ]),
    );
  }

  /** Takes one decoded segment, in the order of the survey; `time` is NaN where there is none. */
  take(bytes: Uint8Array, wire: Wire, frame: number, time: number): void {
    if (!Number.isNaN(time)) this.now = time;
    if (this.events.length >= OF_ALL) return;
    const { flows, table } = this.survey;
    const flow = flows.find(bytes, wire);
    const { side } = flows;
    const connection = this.at(flow, frame);
    const own = this.wanted.get(connection);
    if (!own || own.kept >= OF_ONE) return;
    const sent = table.data[rowAt(connection) + C.OPENER] === side;
    const event = eventOf(bytes, wire, { sent, frame, time: this.now });
    if (own.findings.has(frame)) own.rest = Math.max(own.rest, AROUND + 1);
    if (own.rest > 0) {
      for (const earlier of own.before.splice(0)) this.keep(own, earlier);
      this.keep(own, event);
      own.rest--;
    } else if (own.before.push(event) > AROUND) own.before.shift();
  }

  /** All that was kept; the events stand in the order of their records. */
  trace(header: TraceHeader): Trace {
    const last = this.events.at(-1);
    const { end } = this.survey;
    const over: TraceEvent = { kind: 'end', frame: (last?.frame ?? 0) + 1, t0: end, t1: end };
    return { header, events: [...this.events.toSorted((a, b) => a.frame - b.frame), over] };
  }

  private keep(own: Kept, event: SegmentEvent): void {
    if (own.kept >= OF_ONE || this.events.length >= OF_ALL) return;
    own.kept++;
    this.events.push(event);
  }

  /** The connection of a flow that a record belongs to. */
  private at(flow: number, frame: number): number {
    const { data } = this.survey.table;
    let now = this.present.get(flow) ?? this.survey.head(flow);
    for (;;) {
      const next = data[rowAt(now) + C.NEXT] ?? NONE;
      if (next === NONE || frame < (data[rowAt(next) + C.FIRST_FRAME] ?? 0)) break;
      now = next;
    }
    this.present.set(flow, now);
    return now;
  }
}

interface Place {
  readonly sent: boolean;
  readonly frame: number;
  readonly time: number;
}

function eventOf(bytes: Uint8Array, wire: Wire, { sent, frame, time }: Place): SegmentEvent {
  const at = wire[W.ADDRESSES_AT] ?? 0;
  const size = wire[W.VERSION] === 6 ? 16 : 4;
  const checksum = wire[W.CHECKSUM];
  const segment: SegmentDraft = {
    source: { address: addressText(bytes, at, size), port: 0 },
    destination: { address: addressText(bytes, at + size, size), port: 0 },
    seq: 0,
    ack: 0,
    flags: 0,
    wnd: 0,
    up: 0,
    reserved: 0,
    options: [],
    length: wire[W.LENGTH] ?? 0,
    checksum: checksum === CHECKSUM.GOOD ? 'good' : checksum === CHECKSUM.BAD ? 'bad' : 'unknown',
    ttl: wire[W.TTL] ?? 0,
    tos: wire[W.TOS] ?? 0,
  };
  readTcp(bytes, wire[W.TCP_AT] ?? 0, segment);
  return { kind: sent ? 'sent' : 'arrived', frame, t0: time, t1: time, segment };
}
