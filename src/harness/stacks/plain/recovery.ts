/** Round trips, RTO and the congestion window: RFC 6298, RFC 5681, RFC 6582. */
import type { Nanos } from '../../../trace/trace.ts';
import { MS } from '../../clock.ts';
import { seqMinus } from '../../peer.ts';
import { smss, ticksSince } from './segments.ts';
import type { Tcb } from './tcb.ts';

const SECOND: Nanos = 1000 * MS;
/** The clock's granularity G, RFC 6298 §2.3. */
const GRANULARITY: Nanos = MS;
/** Beyond what any walk needs. */
const CWND_MOST = 1 << 22;

const clamped = (c: Tcb, rto: Nanos): Nanos =>
  Math.min(c.choices.rtoMost, Math.max(c.choices.rtoLeast, Math.round(rto)));

/** RFC 6298 §2.2 and §2.3. */
function sample(c: Tcb, r: Nanos): void {
  if (c.srtt === undefined) {
    c.srtt = r;
    c.rttvar = r / 2;
  } else {
    c.rttvar = 0.75 * c.rttvar + 0.25 * Math.abs(c.srtt - r);
    c.srtt = 0.875 * c.srtt + 0.125 * r;
  }
  c.rto = clamped(c, c.srtt + Math.max(GRANULARITY, 4 * c.rttvar));
}

/** Something that takes numbers has left: times it, or remembers that it can no longer be timed (Karn). */
export function noteSent(c: Tcb, seq: number, end: number): void {
  if (end === seq) return;
  const now = c.world.now();
  if (seqMinus(seq, c.sndNxt) < 0) {
    if (c.timed !== undefined && seqMinus(seq, c.timed.end) < 0) c.timed = undefined;
  } else if (c.timed === undefined) c.timed = { end, at: now };
  if (c.outstanding === 0) c.waitingSince = now;
  c.lastSent = now;
  if (!c.running('rexmt') && !(c.synAcked && c.sndWnd === 0)) c.start('rexmt', c.rto);
}

/** An ACK has moved the left edge: what it says of the round trip. Call before the edge moves. */
export function measure(c: Tcb, ack: number, echo: number | undefined): void {
  const now = c.world.now();
  if (c.choices.timedByStamps && c.stamping && echo !== undefined) {
    const ticks = ticksSince(c, echo);
    // A tick may have just begun when the segment left.
    if (ticks >= 0) sample(c, Math.max(ticks * c.choices.tick, GRANULARITY));
    c.timed = undefined;
  } else if (c.timed !== undefined && seqMinus(ack, c.timed.end) >= 0) {
    sample(c, Math.max(now - c.timed.at, GRANULARITY));
    c.timed = undefined;
  }
}

function initialWindow(c: Tcb): number {
  const size = smss(c);
  if (c.synLost || c.choices.initialWindow === 'one') return size;
  if (c.choices.initialWindow === 'rfc6928') return Math.min(10 * size, Math.max(2 * size, 14_600));
  return size > 2190 ? 2 * size : size > 1095 ? 3 * size : 4 * size;
}

/** The handshake is over: RFC 5681 §3.1, RFC 6298 §5.7. */
export function beginSending(c: Tcb): void {
  c.cwnd = initialWindow(c);
  c.recover = c.iss;
  c.expiries = 0;
  c.stop('rexmt');
  c.waitingSince = c.world.now();
  if (c.synLost) c.rto = Math.max(c.rto, 3 * SECOND);
}

/** RFC 5681 §4.1: after a rest longer than RTO the window begins anew. */
export function restartIdle(c: Tcb): void {
  if (c.outstanding > 0 || c.lastSent === 0) return;
  if (c.world.now() - c.lastSent > c.rto) c.cwnd = Math.min(c.cwnd, initialWindow(c));
}

function grow(c: Tcb, acked: number): void {
  const size = smss(c);
  const step = c.cwnd < c.ssthresh ? Math.min(acked, size) : Math.max(1, Math.floor((size * size) / c.cwnd));
  c.cwnd = Math.min(CWND_MOST, c.cwnd + step);
}

const halved = (c: Tcb): number => Math.max(Math.floor(c.outstanding / 2), 2 * smss(c));

/** What an acknowledgment of new octets does to the windows; gives whether the first hole is to be filled. */
export function onNewAck(c: Tcb, ack: number, acked: number): boolean {
  c.duplicates = 0;
  if (!c.recovering) {
    grow(c, acked);
    return false;
  }
  const size = smss(c);
  if (seqMinus(ack, c.recover) >= 0) {
    // RFC 6582 §3.2 step 3, the first of the two ways, which lets no burst go.
    const flight = Math.max(0, seqMinus(c.sndNxt, ack));
    c.cwnd = Math.min(c.ssthresh, Math.max(flight, size) + size);
    c.recovering = false;
    return false;
  }
  c.cwnd = Math.max(size, c.cwnd - acked + (acked >= size ? size : 0));
  return true;
}

/** What a duplicate ACK asks for. */
type OnDuplicate = 'nothing' | 'new octets' | 'retransmit';

/** RFC 5681 §3.2, RFC 6582 §3.2 step 2, RFC 3042. */
export function onDuplicateAck(c: Tcb, ack: number): OnDuplicate {
  c.duplicates++;
  const size = smss(c);
  if (c.recovering) {
    c.cwnd = Math.min(CWND_MOST, c.cwnd + size);
    return 'new octets';
  }
  if (c.duplicates < 3) return c.choices.limitedTransmit && c.resend === undefined ? 'new octets' : 'nothing';
  if (c.duplicates > 3 || !c.choices.fastRetransmit) return 'nothing';
  if (seqMinus(ack, c.recover) <= 0 || c.resend !== undefined) return 'nothing';
  c.ssthresh = halved(c);
  c.recover = c.sndNxt;
  c.recovering = true;
  c.cwnd = c.ssthresh + 3 * size;
  return 'retransmit';
}

/** The retransmission timer has expired: RFC 6298 §5.5, RFC 5681 §3.1. */
export function onExpiry(c: Tcb): void {
  if (c.expiries === 0) c.ssthresh = halved(c);
  c.expiries++;
  c.cwnd = smss(c);
  c.duplicates = 0;
  c.recovering = false;
  c.recover = c.sndNxt;
  c.timed = undefined;
  c.rto = Math.min(c.choices.rtoMost, c.rto * 2);
}
