/** From what the survey saw to what may be judged of one end: evidence, vantage, lag, reasons. */
import {
  ALL_EVIDENCE,
  API_LOG,
  CLOCK_MS,
  type Evidence,
  LAG_BOUND,
  LOSSLESS_IN,
  LOSSLESS_OUT,
  NEAR_IN,
  NEAR_OUT,
  ORDER_OUT,
  OWN_SYN,
  PEER_SYN,
  WIRE_SIZE,
} from '../../spec/evidence.ts';
import type { Reason } from '../verdict.ts';
import { C, FLAW, S, SEEN, sideAt, type Table } from './table.ts';

/** How far a recorder is trusted that vouches for nothing itself. */
export type Recorder = 'lossless' | 'inferred' | 'unknown';

/** What is known of the whole capture. */
export interface Conditions {
  readonly recorder: Recorder;
  /** The recorder itself counted packets that it lost. */
  readonly drops: boolean;
  /** How fine its stamps are, nanoseconds. */
  readonly resolution: number;
  /** An end that answers within this long is near. Nanoseconds. */
  readonly nearWithin: number;
}

export interface EndEvidence {
  readonly lacks: Evidence;
  readonly near: boolean;
  /** Somebody vouches that the recorder missed nothing, and that nothing was lost behind it. */
  readonly vouched: boolean;
  readonly vantage: 'near' | 'far' | 'between';
  /** The connection's first packet is a SYN of this end, of the other, or something else. */
  readonly begins: 'SYN sent' | 'SYN arrived' | 'otherwise';
  readonly reasons: readonly Reason[];
  /**
   * Whether what bears its address is its own: else nothing that is recorded says what this end has done, and
   * it is not judged.
   */
  readonly own: boolean;
}

/** What a TTL is set to by stacks: a packet with one of these has passed no router. */
const FRESH_TTL = new Set([32, 60, 64, 128, 255]);
const MS = 1e6;

function isNear(d: Float64Array, row: number, side: 0 | 1, within: number): boolean {
  const s = sideAt(row, side);
  const flaws = d[s + S.FLAWS] ?? 0;
  if ((flaws & FLAW.TWICE) !== 0) return false;
  if (!FRESH_TTL.has(d[s + S.TTL] ?? 0)) return false;
  if ((flaws & (FLAW.PARTIAL_CHECKSUM | FLAW.OUTBOUND)) !== 0) return true;
  return (d[row + C.GAP + side] ?? Number.POSITIVE_INFINITY) <= within;
}

/** What the recording can prove about the end that sent side `side` of the row. */
export function evidenceOf(table: Table, row: number, side: 0 | 1, conditions: Conditions): EndEvidence {
  const d = table.data;
  const other = side === 0 ? 1 : 0;
  const s = sideAt(row, side);
  const p = sideAt(row, other);
  const flaws = d[s + S.FLAWS] ?? 0;
  const theirs = d[p + S.FLAWS] ?? 0;
  const seen = d[row + C.SEEN] ?? 0;
  const reasons: Reason[] = [];
  const because = (reason: Reason, missing: Evidence): Evidence => {
    if (!reasons.includes(reason)) reasons.push(reason);
    return missing;
  };
  let lacks = API_LOG;
  const syn = (seen & SEEN.SYN) !== 0 && d[row + C.OPENER] !== -1;
  const opened = d[row + C.OPENER] === side;
  const begins = !syn || isOdd(d, row) ? 'otherwise' : opened ? 'SYN sent' : 'SYN arrived';
  if (begins === 'otherwise') lacks |= because('mid-stream', 0);
  if (d[s + S.ISN] === -1) lacks |= OWN_SYN;
  if (d[p + S.ISN] === -1) lacks |= PEER_SYN;
  if (d[p + S.PACKETS] === 0) lacks |= because('one-sided', LOSSLESS_IN);
  const near = isNear(d, row, side, conditions.nearWithin);
  if (!near) lacks |= because('far-vantage', NEAR_IN | NEAR_OUT | LOSSLESS_OUT | ORDER_OUT | LAG_BOUND);
  const unsure =
    conditions.recorder === 'unknown' || (conditions.recorder === 'inferred' && conditions.drops);
  if (unsure) lacks |= because('capture-loss', LOSSLESS_IN | LOSSLESS_OUT);
  if (conditions.recorder !== 'lossless') {
    if ((flaws & FLAW.LOST) !== 0) lacks |= because('capture-loss', LOSSLESS_OUT | ORDER_OUT);
    if ((theirs & FLAW.LOST) !== 0) lacks |= because('capture-loss', LOSSLESS_IN);
    if ((flaws & (FLAW.HOLE | FLAW.ORDER)) !== 0)
      lacks |= because('order-uncertain', LOSSLESS_OUT | ORDER_OUT);
    if (((flaws | theirs) & FLAW.TWICE) !== 0)
      lacks |= because('order-uncertain', LOSSLESS_IN | LOSSLESS_OUT | ORDER_OUT | LAG_BOUND);
    if ((seen & SEEN.TIME_BACK) !== 0)
      lacks |= because('order-uncertain', LOSSLESS_IN | LOSSLESS_OUT | ORDER_OUT | LAG_BOUND | CLOCK_MS);
  }
  if (((flaws | theirs) & FLAW.BAD_CHECKSUM) !== 0)
    lacks |= because('bad-checksum', LOSSLESS_IN | LOSSLESS_OUT);
  if (((flaws | theirs) & FLAW.FRAGMENT) !== 0) lacks |= because('fragments', LOSSLESS_IN | LOSSLESS_OUT);
  if (((flaws | theirs) & FLAW.LENGTH) !== 0) lacks |= because('truncated', LOSSLESS_IN | LOSSLESS_OUT);
  if ((flaws & FLAW.TTL) !== 0) lacks |= because('third-party', LOSSLESS_OUT | ORDER_OUT);
  if ((theirs & FLAW.TTL) !== 0) lacks |= because('third-party', LOSSLESS_IN);
  if ((flaws & FLAW.OFFLOAD) !== 0) lacks |= because('offload', WIRE_SIZE);
  if (((flaws | theirs) & FLAW.OPTIONS_CUT) !== 0) lacks |= because('truncated', OWN_SYN | PEER_SYN);
  if ((seen & SEEN.NO_TIME) !== 0 || conditions.resolution > MS)
    lacks |= because('lag-unbounded', CLOCK_MS | LAG_BOUND);
  return {
    lacks: lacks & ALL_EVIDENCE,
    // Where its outputs stand in another order, none proves what the stack had read before the next.
    near: near && (lacks & ORDER_OUT) === 0,
    vouched: conditions.recorder === 'lossless',
    vantage: near ? 'near' : isNear(d, row, other, conditions.nearWithin) ? 'far' : 'between',
    begins,
    reasons,
    // Next to the recorder a stack itself may begin with another TTL now and then.
    own: near || (flaws & FLAW.TTL) === 0,
  };
}

/** Whether nobody saw how the connection began: the first packet was no plain SYN, or a SYN is missing. */
function isOdd(d: Float64Array, row: number): boolean {
  if (d[row + C.ODD] === 1) return true;
  return ([0, 1] as const).some((side) => {
    const s = sideAt(row, side);
    return d[s + S.ISN] === -1 && d[s + S.MAX] !== -1;
  });
}
