/** One end of a connection of a capture while it is judged. */
import { E } from '../../spec/event.ts';
import { CLOSED, LISTEN } from '../../spec/state.ts';
import { W, type Wire } from '../../trace/wire.ts';
import type { Raw } from '../endpoint.ts';
import { Lowering, type Widening } from '../lowering.ts';
import { asPoint, split, stampTerms } from '../split.ts';
import { StreamEndpoint } from '../stream/endpoint.ts';
import type { Records } from '../stream/records.ts';
import type { StreamCells } from '../stream/stream-cells.ts';
import type { EndEvidence } from '../survey/evidence.ts';

// Filled anew for each segment: an endpoint copies what it keeps.
const event = new Float64Array(E.SIZE);

export class End {
  readonly side: 0 | 1;
  readonly evidence: EndEvidence;
  readonly endpoint: StreamEndpoint;
  private readonly lowering: Lowering;
  /** High ends of fields are read by the interpreter only. */
  private readonly slow: boolean;

  constructor(
    side: 0 | 1,
    evidence: EndEvidence,
    parts: StreamCells,
    widening: Widening,
    records: Records,
    slow: boolean,
  ) {
    this.side = side;
    this.evidence = evidence;
    this.slow = slow;
    this.lowering = new Lowering(widening);
    const states = evidence.begins === 'SYN sent' ? CLOSED : CLOSED | LISTEN;
    const { near, vouched } = evidence;
    this.endpoint = new StreamEndpoint(
      parts,
      widening,
      { states, callsLogged: false },
      near,
      vouched,
      records,
    );
  }

  /** Takes one segment, sent by this end or by the other, and gives what it found. */
  take(sent: boolean, bytes: Uint8Array, wire: Wire, frame: number, time: number): readonly Raw[] {
    const { endpoint, lowering } = this;
    const kind = sent ? 'sent' : 'arrived';
    const before = endpoint.raw.length;
    lowering.stamp(kind, time, time, frame, event);
    lowering.lower(kind, wire, event);
    if (!sent) {
      (this.slow ? asPoint : stampTerms)(event);
      endpoint.arrives(event);
    } else {
      const at = wire[W.PAYLOAD_AT] ?? 0;
      const kept = wire[W.PAYLOAD_KEPT] ?? 0;
      const whole = this.evidence.payload && kept > 0 && kept === wire[W.LENGTH];
      split(event, endpoint.sndMax, whole ? bytes.subarray(at, at + kept) : undefined);
      (this.slow ? asPoint : stampTerms)(event);
      endpoint.sent(event);
    }
    return endpoint.raw.length > before ? endpoint.raw.slice(before) : NOTHING;
  }

  /** The recording ends at `time`. */
  finish(time: number, frame: number): readonly Raw[] {
    const before = this.endpoint.raw.length;
    this.lowering.stamp('end', time, time, frame, event);
    this.endpoint.end(event);
    return this.endpoint.raw.slice(before);
  }
}

const NOTHING: readonly Raw[] = [];
