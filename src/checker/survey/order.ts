/** What one packet says of those before it: whether it ends the connection, or was sent earlier. */
import { ACK, RST } from '../../trace/trace.ts';
import { W, type Wire } from '../../trace/wire.ts';
import { after } from './sequence.ts';
import { S } from './table.ts';

const NONE = -1;
/** Recorders that write packets in another order mix those that stand this close together. Nanoseconds. */
const MIXED_WITHIN = 2e6;

/**
 * Whether a reset of the side at `s` stands where its next octet does, or answers what the other side has sent
 * (RFC 9293 §3.5.3, RFC 5961 §3). One that stands elsewhere somebody else may have sent.
 */
export function resets(d: Float64Array, s: number, peer: number, wire: Wire): boolean {
  const [max, asked] = [d[s + S.MAX] ?? NONE, d[peer + S.MAX] ?? NONE];
  const seq = wire[W.SEQ] ?? 0;
  const answers = ((wire[W.FLAGS] ?? 0) & ACK) !== 0 && wire[W.ACK] === asked;
  return seq === max || seq === d[peer + S.LAST_ACK] || (answers && (max === NONE || seq === 0));
}

/**
 * Takes in what a packet acknowledges and offers. True where that is less than in the one of its side just
 * before it: then it was sent earlier, and written down later. A clock that has gone on says that it is not so.
 */
export function saysLess(d: Float64Array, s: number, wire: Wire, time: number): boolean {
  if (((wire[W.FLAGS] ?? 0) & (ACK | RST)) !== ACK) return false;
  const [ack, wnd, clock] = [wire[W.ACK] ?? 0, wire[W.WND] ?? 0, wire[W.TSVAL] ?? NONE];
  const [lastAck, lastClock] = [d[s + S.LAST_ACK] ?? NONE, d[s + S.LAST_CLOCK] ?? NONE];
  let mixed = false;
  if (lastAck !== NONE && time - (d[s + S.LAST_AT] ?? 0) <= MIXED_WITHIN) {
    const ticks = clock === NONE || lastClock === NONE ? 0 : after(clock, lastClock);
    const less = after(ack, lastAck) < 0 || (ack === lastAck && wnd < (d[s + S.LAST_WND] ?? 0));
    mixed = ticks < 0 || (ticks === 0 && less);
  }
  d[s + S.LAST_ACK] = ack;
  d[s + S.LAST_WND] = wnd;
  d[s + S.LAST_CLOCK] = clock;
  d[s + S.LAST_AT] = time;
  return mixed;
}
