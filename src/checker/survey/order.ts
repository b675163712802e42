/** What one packet says of those before it: whether it ends the connection, or was sent earlier. */
import { ACK, RST } from '../../trace/trace.ts';
import { W, type Wire } from '../../trace/wire.ts';
import { after } from './sequence.ts';
import { S } from './table.ts';

const NONE = -1;
/** Recorders that write packets in another order mix those that stand this close together. Nanoseconds. */
const MIXED_WITHIN = 2e6;
/** The largest window (RFC 7323 §2.3). Octets. */
const MOST_AHEAD = 2 ** 30;

/**
 * Whether a reset of the side at `s` ends what that side has: it stands where its next octet does, or refuses
 * what the other side has sent (RFC 9293 §3.5.2, RFC 5961 §3). One that stands elsewhere answers a single
 * segment, or somebody else has sent it.
 */
export function resets(d: Float64Array, s: number, peer: number, wire: Wire): boolean {
  const [max, asked] = [d[s + S.MAX] ?? NONE, d[peer + S.MAX] ?? NONE];
  const seq = wire[W.SEQ] ?? 0;
  const expected = d[peer + S.LAST_ACK] ?? NONE;
  if (max === NONE && seq === expected) return true;
  if (((wire[W.FLAGS] ?? 0) & ACK) !== 0 && wire[W.ACK] === asked && (max === NONE || seq === 0)) return true;
  // The other side may not have acknowledged all; what it acknowledges may also be somebody else's.
  const ahead = expected === NONE ? 0 : after(max, expected);
  return seq === max && ahead >= 0 && ahead < MOST_AHEAD;
}

/** Whether a packet of the side at `s` echoes what the other’s clock has not shown yet (RFC 7323 §3.2). */
export function echoesUnseen(d: Float64Array, s: number, peer: number, wire: Wire): boolean {
  const clock = wire[W.TSVAL] ?? NONE;
  if (clock === NONE || ((wire[W.FLAGS] ?? 0) & RST) !== 0) return false;
  const most = d[s + S.MOST_CLOCK] ?? NONE;
  if (most === NONE || after(clock, most) > 0) d[s + S.MOST_CLOCK] = clock;
  const shown = d[peer + S.MOST_CLOCK] ?? NONE;
  const echo = wire[W.TSECR] ?? 0;
  return shown !== NONE && ((wire[W.FLAGS] ?? 0) & ACK) !== 0 && echo !== 0 && after(echo, shown) > 0;
}

/**
 * Takes in what a packet acknowledges and offers. True where that is less than in the one of its side just
 * before it: then it was sent earlier, and written down later. A clock that has gone on says that it is not
 * so.
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
