/**
 * Departures of Linux that the wire does not show and its hidden state does. They are told, and not laid to
 * a rule.
 */
import { BIT, E } from '../../spec/event.ts';
import { CLOSE_WAIT, CLOSED, CLOSING, LAST_ACK } from '../../spec/state.ts';
import { RCV, STATE, slotOf } from '../../spec/tcb.ts';
import type { Connection, SnapshotStep } from '../connections.ts';
import type { Claim } from './claims.ts';

const NXT = slotOf(RCV.NXT);
const AFTER_FIN = CLOSE_WAIT | CLOSING | LAST_ACK;

/** What the departure is, or undefined where a claim has no such excuse. */
export function departureOf(
  claim: Claim,
  step: SnapshotStep,
  connection: Connection,
  pool: Float64Array,
  at: number,
): string | undefined {
  const closed = claim.slot === STATE.slot && (claim.lo & CLOSED) !== 0;
  if (!closed || ((pool[at + STATE.slot.lo] ?? 0) & AFTER_FIN) === 0) return undefined;
  const before = connection.steps.slice(0, connection.steps.indexOf(step));
  const last = before.findLast(({ kind }) => kind === 'arrived')?.event;
  // RFC 9293 3.10.7.4 (RFC 5961 3): outside the window it is dropped without a word.
  const reset = last !== undefined && ((last[E.FLAGS] ?? 0) & BIT.RST) !== 0;
  return reset && (last[E.SEQ] ?? 0) === (pool[at + NXT.lo] ?? 0) - 1
    ? 'a reset one below the window is taken once the peer’s FIN is'
    : undefined;
}
