/** SEGMENT ARRIVES for a connection, RFC 9293 §3.10.7.3 and §3.10.7.4, with RFC 5961 and RFC 7323. */
import { ACK, FIN, RST, type Segment, SYN } from '../../../trace/trace.ts';
import { timestampsOf, windowScaleOf } from '../../options.ts';
import { segLen, seqAdd, seqMinus } from '../../peer.ts';
import { acknowledged } from './acknowledged.ts';
import { beginSending, measure } from './recovery.ts';
import { challenge, emitSyn, resetFor, sendAck, synWindow } from './segments.ts';
import type { Tcb } from './tcb.ts';
import { answer, fin, noteDuplicate, takeEarly, text } from './text.ts';
import { armKeepAlive } from './timers.ts';

const has = ({ flags }: Segment, bits: number): boolean => (flags & bits) !== 0;

/** Takes a segment whose checksum is good and whose ends are those of the connection. */
export function arrives(c: Tcb, segment: Segment): void {
  if (c.state === 'SYN-SENT') return inSynSent(c, segment);
  // Whatever comes shows that somebody is there (RFC 9293 §3.8.4).
  c.lastHeard = c.world.now();
  c.keepAlive.sent = 0;
  armKeepAlive(c);
  if (!stampAcceptable(c, segment)) return;
  if (!sequenceAcceptable(c, segment)) return unacceptable(c, segment);
  if (has(segment, RST)) return reset(c, segment);
  if (has(segment, SYN)) return synAgain(c);
  if (!has(segment, ACK)) return;
  noteStamp(c, segment);
  if (!ackAcceptable(c, segment)) return;
  const opens = c.state === 'SYN-RECEIVED';
  if (opens) establish(c, segment);
  acknowledged(c, segment, opens);
  if (ended(c)) return;
  armKeepAlive(c);
  if (opens) takeEarly(c);
  text(c, segment);
  if (ended(c)) return;
  fin(c, segment);
  answer(c);
}

// A function, so that the checks before a call do not narrow what is known after it.
const ended = (c: Tcb): boolean => c.state === 'CLOSED';

/** What the peer's SYN says: options and numbers. */
export function takeSyn(c: Tcb, segment: Segment): void {
  c.irs = segment.seq;
  c.rcvNxt = seqAdd(segment.seq, 1);
  c.lastAckSent = c.rcvNxt;
  const mss = segment.options.find(({ kind, data }) => kind === 2 && data.length === 2)?.data;
  if (mss !== undefined) c.peerMss = Math.max(64, ((mss[0] ?? 0) << 8) | (mss[1] ?? 0));
  const shift = windowScaleOf(segment.options);
  c.scaling = shift !== undefined && c.choices.shift !== undefined;
  c.sndShift = c.scaling ? (shift ?? 0) : 0;
  c.rcvShift = c.scaling ? (c.choices.shift ?? 0) : 0;
  c.receiveBuffer = Math.min(c.receiveBuffer, 65_535 * 2 ** c.rcvShift);
  c.rcvAdv = seqAdd(c.rcvNxt, synWindow(c));
  const stamps = timestampsOf(segment);
  c.stamping = stamps !== undefined && c.choices.timestamps;
  c.tsRecent = stamps?.tsval ?? 0;
  c.sacking = c.choices.sack && segment.options.some(({ kind, data }) => kind === 4 && data.length === 0);
  // RFC 7323 §2.2: the window of a SYN is not scaled.
  takeWindow(c, segment, segment.wnd);
}

function takeWindow(c: Tcb, { seq, ack }: Segment, wnd: number): void {
  c.sndWnd = wnd;
  c.maxSndWnd = Math.max(c.maxSndWnd, wnd);
  c.sndWl1 = seq;
  c.sndWl2 = ack;
}

function inSynSent(c: Tcb, segment: Segment): void {
  const { ack } = segment;
  const acks = has(segment, ACK);
  if (acks && (seqMinus(ack, c.iss) <= 0 || seqMinus(ack, c.sndNxt) > 0)) {
    if (!has(segment, RST)) c.world.emit(resetFor(segment, c.world.ipId()));
    return;
  }
  if (has(segment, RST)) {
    if (acks) c.end('ECONNREFUSED');
    return;
  }
  if (!has(segment, SYN)) return;
  c.lastHeard = c.world.now();
  takeSyn(c, segment);
  if (!acks) {
    c.state = 'SYN-RECEIVED';
    emitSyn(c);
    early(c, segment);
    return;
  }
  measure(c, ack, timestampsOf(segment)?.tsecr);
  c.sndUna = ack;
  c.state = 'ESTABLISHED';
  beginSending(c);
  armKeepAlive(c);
  sendAck(c);
  text(c, segment);
  if (ended(c)) return;
  fin(c, segment);
  answer(c);
}

/** Text on a SYN waits until the connection is established; a FIN on it comes again. */
export function early(c: Tcb, { payload, length, seq }: Segment): void {
  if (!c.choices.keepsEarly || payload === undefined || length === 0) return;
  text(c, { seq: seqAdd(seq, 1), payload: payload.subarray(0, c.rcvWnd) });
}

/** RFC 7323 §5.3 R1; no TSopt where one is due: §3.2. A RST is not asked for either. */
function stampAcceptable(c: Tcb, segment: Segment): boolean {
  if (!c.stamping || has(segment, RST)) return true;
  const stamps = timestampsOf(segment);
  // A SYN is answered whatever else it has (RFC 5961 §4).
  if (stamps === undefined) return has(segment, SYN);
  if (seqMinus(stamps.tsval, c.tsRecent) >= 0) return true;
  sendAck(c);
  return false;
}

/** RFC 7323 §4.3 (2). */
function noteStamp(c: Tcb, segment: Segment): void {
  const stamps = timestampsOf(segment);
  if (!c.stamping || stamps === undefined) return;
  if (seqMinus(stamps.tsval, c.tsRecent) >= 0 && seqMinus(segment.seq, c.lastAckSent) <= 0)
    c.tsRecent = stamps.tsval;
}

/** The four cases of RFC 9293 §3.10.7.4, and ACKs of a closed window. */
function sequenceAcceptable(c: Tcb, segment: Segment): boolean {
  const length = segLen(segment);
  const first = seqMinus(segment.seq, c.rcvNxt);
  const inside = (at: number): boolean => at >= 0 && at < c.rcvWnd;
  if (c.rcvWnd === 0) return first === 0 && (length === 0 || !has(segment, SYN | FIN | RST));
  return inside(first) || (length > 0 && inside(first + length - 1));
}

function unacceptable(c: Tcb, segment: Segment): void {
  if (has(segment, RST)) return;
  // A FIN again: its ACK has been lost, and the wait begins anew (RFC 9293 §3.10.7.4, eighth).
  const again = has(segment, FIN) && seqAdd(segment.seq, segLen(segment)) === c.rcvNxt;
  if (c.state === 'TIME-WAIT' && again) c.start('time-wait', c.choices.timeWait);
  if (has(segment, SYN)) return challenge(c);
  if (segment.length > 0) noteDuplicate(c, segment.seq, seqAdd(segment.seq, segment.length));
  sendAck(c);
}

/** RFC 5961 §3: only the exact number resets. */
function reset(c: Tcb, segment: Segment): void {
  if (segment.seq !== c.rcvNxt) return challenge(c);
  if (c.state === 'SYN-RECEIVED') return c.end(c.passive ? undefined : 'ECONNREFUSED');
  const silent = c.state === 'CLOSING' || c.state === 'LAST-ACK' || c.state === 'TIME-WAIT';
  c.end(silent ? undefined : 'ECONNRESET');
}

/** RFC 9293 §3.10.7.4, fourth: back to LISTEN, else a challenge ACK (RFC 5961 §4). */
function synAgain(c: Tcb): void {
  if (c.state === 'SYN-RECEIVED' && c.passive) return c.end();
  challenge(c);
}

/** RFC 9293 §3.10.7.4, fifth; RFC 5961 §5. */
function ackAcceptable(c: Tcb, segment: Segment): boolean {
  const ahead = seqMinus(segment.ack, c.sndNxt) > 0;
  const old = seqMinus(segment.ack, c.sndUna);
  if (c.state === 'SYN-RECEIVED') {
    if (!ahead && old > 0) return true;
    c.world.emit(resetFor(segment, c.world.ipId()));
    return false;
  }
  if (!ahead && old >= -c.maxSndWnd) return true;
  challenge(c);
  return false;
}

function establish(c: Tcb, segment: Segment): void {
  measure(c, segment.ack, timestampsOf(segment)?.tsecr);
  takeWindow(c, segment, segment.wnd * 2 ** c.sndShift);
  c.state = c.finQueued ? 'FIN-WAIT-1' : 'ESTABLISHED';
  c.sndUna = seqAdd(c.iss, 1);
  beginSending(c);
  if (c.passive) c.world.established(c);
}
