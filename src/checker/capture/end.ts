/** One end of a connection of a capture while it is judged. */
import { E, HIGH } from '../../spec/event.ts';
import { CLOSED, LISTEN } from '../../spec/state.ts';
import { W, type Wire } from '../../trace/wire.ts';
import type { Raw } from '../endpoint.ts';
import { Lowering, type Widening } from '../lowering.ts';
import { asPoint, split, stampTerms } from '../split.ts';
import { StreamEndpoint } from '../stream/endpoint.ts';
import type { Records } from '../stream/records.ts';
import type { StreamCells } from '../stream/stream-cells.ts';
import { meets } from '../survey/again.ts';
import type { EndEvidence } from '../survey/evidence.ts';

// Filled anew for each segment: an endpoint copies what it keeps. Compiled cells read no high ends.
const whole = new Float64Array(E.SIZE);
const low = new Float64Array(HIGH);

export class End {
  side: 0 | 1;
  evidence: EndEvidence;
  /** Octets that are sent again: see `Again`. */
  private again: readonly number[];
  readonly endpoint: StreamEndpoint;
  private readonly lowering: Lowering;
  /** High ends of fields are read by the interpreter only. */
  private readonly slow: boolean;

  constructor(
    side: 0 | 1,
    evidence: EndEvidence,
    again: readonly number[],
    parts: StreamCells,
    widening: Widening,
    records: Records,
    slow: boolean,
  ) {
    this.side = side;
    this.evidence = evidence;
    this.again = again;
    this.slow = slow;
    this.lowering = new Lowering(widening);
    const { near, vouched } = evidence;
    this.endpoint = new StreamEndpoint(
      parts,
      widening,
      { states: statesOf(evidence), callsLogged: false },
      near,
      vouched,
      records,
    );
  }

  /** From the beginning, for an end with the same evidence lacking: after it was closed. */
  begin(side: 0 | 1, evidence: EndEvidence, again: readonly number[]): void {
    this.side = side;
    this.evidence = evidence;
    this.again = again;
    this.lowering.restart();
    this.endpoint.begin({ states: statesOf(evidence), callsLogged: false }, evidence.near, evidence.vouched);
  }

  /** Takes one segment, sent by this end or by the other, and gives what it found. */
  take(sent: boolean, bytes: Uint8Array, wire: Wire, frame: number, time: number): readonly Raw[] {
    const { endpoint, lowering } = this;
    const event = this.slow ? whole : low;
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
      const compared = kept > 0 && kept === wire[W.LENGTH] && meets(this.again, wire[W.SEQ] ?? 0, kept);
      split(event, endpoint.sndMax, compared ? bytes.subarray(at, at + kept) : undefined);
      (this.slow ? asPoint : stampTerms)(event);
      endpoint.sent(event);
    }
    return endpoint.raw.length > before ? endpoint.raw.slice(before) : NOTHING;
  }

  /** The recording ends at `time`. */
  finish(time: number, frame: number): readonly Raw[] {
    const before = this.endpoint.raw.length;
    const event = this.slow ? whole : low;
    this.lowering.stamp('end', time, time, frame, event);
    this.endpoint.end(event);
    return this.endpoint.raw.slice(before);
  }
}

const NOTHING: readonly Raw[] = [];

const statesOf = ({ begins }: EndEvidence): number => (begins === 'SYN sent' ? CLOSED : CLOSED | LISTEN);
