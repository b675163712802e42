/** What to send and when: RFC 9293 §3.7.4, §3.8.6, within the windows of both ends and of RFC 5681. */
import { seqAdd, seqMinus } from '../../peer.ts';
import { noteSent, restartIdle } from './recovery.ts';
import { emit, ownMss, roomOfNext, sendAck, smss, streamFlags, unpromised } from './segments.ts';
import type { State, Tcb } from './tcb.ts';

const SENDING: ReadonlySet<State> = new Set([
  'ESTABLISHED',
  'FIN-WAIT-1',
  'CLOSE-WAIT',
  'CLOSING',
  'LAST-ACK',
]);
const min = (a: number, b: number): number => (seqMinus(a, b) < 0 ? a : b);

/** Sends octets of the queue from `seq` on, as many as `most`, and the FIN where it is due. Moves SND.NXT. */
export function transmit(c: Tcb, seq: number, most: number, finFits: boolean): number {
  const at = seqMinus(seq, c.sndUna);
  const payload = c.queue.slice(Math.max(0, at), Math.max(0, at) + Math.max(0, most));
  const end = seqAdd(seq, payload.length);
  const empties = end === c.queueEnd;
  const separate = !c.choices.finWithData && payload.length > 0 && c.finSeq === undefined;
  const fin = c.finQueued && empties && finFits && !separate && !c.finAcked;
  emit(c, seq, streamFlags(empties && payload.length > 0, fin), payload);
  if (fin) finSent(c, end);
  const next = fin ? seqAdd(end, 1) : end;
  noteSent(c, seq, next);
  if (seqMinus(next, c.sndNxt) > 0) c.sndNxt = next;
  return next;
}

function finSent(c: Tcb, at: number): void {
  c.finSeq = at;
  if (c.state === 'CLOSE-WAIT') c.state = 'LAST-ACK';
}

/** First number that may not be sent now: what the peer takes, and what the path is thought to take. */
function limitOf(c: Tcb, extra: number): number {
  const offered = seqAdd(c.sndUna, c.sndWnd);
  return min(offered, seqAdd(c.sndUna, c.cwnd + extra));
}

/** Sends what may be sent. `extra` octets more than the congestion window are let go (RFC 3042). */
export function output(c: Tcb, extra = 0): void {
  if (!SENDING.has(c.state) || !c.synAcked) return;
  restartIdle(c);
  while (sendAgain(c) || sendNew(c, extra)) {
    // Each turn has sent one segment.
  }
  watch(c);
}

/** One segment of what is sent again behind an expiry of the timer. */
function sendAgain(c: Tcb): boolean {
  const from = c.resend;
  if (from === undefined) return false;
  if (seqMinus(from, c.sndNxt) >= 0) {
    c.resend = undefined;
    return false;
  }
  const room = seqMinus(limitOf(c, 0), from);
  const most = Math.min(roomOfNext(c), Math.max(0, seqMinus(c.queueEnd, from)));
  const size = Math.min(most, room);
  // What goes again may be packed anew (RFC 9293 §3.8.1), but never into smaller pieces for want of room.
  if (room < 1 || size < Math.min(most, seqMinus(c.sndNxt, from))) return false;
  const next = transmit(c, from, size, room > size && c.finSeq !== undefined);
  if (next === from) return false;
  c.resend = next;
  return true;
}

/** One segment of what has never been sent, where it is worth one (RFC 9293 §3.8.6.2.1). */
function sendNew(c: Tcb, extra: number): boolean {
  if (c.resend !== undefined || c.finSeq !== undefined) return false;
  const limit = limitOf(c, extra);
  const usable = seqMinus(limit, c.sndNxt);
  const waiting = seqMinus(c.queueEnd, c.sndNxt);
  const most = roomOfNext(c);
  const size = Math.min(waiting, usable, most);
  if (waiting === 0) {
    if (!c.finQueued || usable < 1) return false;
    transmit(c, c.sndNxt, 0, true);
    return true;
  }
  if (size <= 0) return false;
  const idle = c.outstanding === 0;
  const free = idle || !c.nagle;
  const worth = size >= most || (free && (size === waiting || size >= c.maxSndWnd / 2));
  if (!worth) return false;
  transmit(c, c.sndNxt, size, usable > size);
  return true;
}

/** Starts the timer that a closed or small window needs: nothing else would ever send what waits. */
function watch(c: Tcb): void {
  const waits = c.finSeq === undefined && (seqMinus(c.queueEnd, c.sndNxt) > 0 || c.finQueued);
  if (c.sndWnd === 0 && (waits || c.outstanding > 0)) {
    c.stop('rexmt');
    if (!c.running('persist')) c.start('persist', Math.min(c.choices.rtoMost, c.rto * 2 ** c.persists));
  } else if (waits && c.outstanding === 0) {
    if (!c.running('persist')) c.start('persist', c.choices.override);
  } else {
    c.stop('persist');
    c.persists = 0;
    if (c.outstanding > 0 && !c.running('rexmt')) c.start('rexmt', c.rto);
  }
}

/** The user has read: says so where the window has grown by enough. */
export function afterRead(c: Tcb): void {
  if (c.peerFinished || !['ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2'].includes(c.state)) return;
  const segments = c.rcvWnd < ownMss(c) ? 1 : c.choices.updateSegments;
  if (unpromised(c) >= Math.min(c.receiveBuffer >> 1, segments * ownMss(c))) sendAck(c);
}

/** The next unit at the left edge, whatever the window says (RFC 9293 §3.8.6.1). */
export function probe(c: Tcb): void {
  const usable = seqMinus(seqAdd(c.sndUna, c.sndWnd), c.sndUna);
  const size = c.sndWnd === 0 ? 1 : Math.min(usable, roomOfNext(c), smss(c));
  transmit(c, c.sndUna, Math.min(size, c.queue.length), size > c.queue.length || c.queue.length === 0);
}
