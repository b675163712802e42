/** The text and the FIN of an acceptable segment: RFC 9293 §3.10.7.4, seventh and eighth; when to say so. */
import { FIN, type Segment } from '../../../trace/trace.ts';
import { seqAdd, seqMinus } from '../../peer.ts';
import { waits } from './acknowledged.ts';
import { output } from './output.ts';
import { hold, seenBefore, takeHeld } from './reassembly.ts';
import { sendAck, sendReset } from './segments.ts';
import type { State, Tcb } from './tcb.ts';

const RECEIVING: ReadonlySet<State> = new Set(['ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2']);

/** Takes octets, old ones and those beyond the window cut off. */
export function text(c: Tcb, { seq, payload }: Pick<Segment, 'seq' | 'payload'>): void {
  if (payload === undefined || payload.length === 0) return;
  const waiting = c.state === 'SYN-RECEIVED';
  noteDuplicate(c, seq, seqAdd(seq, payload.length));
  const old = Math.max(0, seqMinus(c.rcvNxt, seq));
  const most = seqMinus(seqAdd(c.rcvNxt, c.rcvWnd), seq);
  const fresh = payload.subarray(old, Math.max(0, most));
  if (!waiting && !RECEIVING.has(c.state)) return;
  if (fresh.length === 0) {
    if (!waiting) c.ackDue = 'alone';
    return;
  }
  // RFC 9293 §3.6.1: nobody will ever read it, and the peer is told.
  if (c.orphan) {
    sendReset(c);
    return c.end();
  }
  const from = seqAdd(seq, old);
  if (waiting) return hold(c, from, fresh);
  if (from !== c.rcvNxt) {
    if (c.choices.keepsEarly) hold(c, from, fresh);
    c.ackDue = 'alone';
    return;
  }
  const gap = c.held.length > 0;
  deliver(c, fresh);
  absorb(c);
  oweAck(c, gap || old > 0);
}

function deliver(c: Tcb, octets: Uint8Array): void {
  if (octets.length === 0) return;
  c.unread.push(octets);
  c.unreadSize += octets.length;
  c.rcvNxt = seqAdd(c.rcvNxt, octets.length);
}

/** The connection is established: text that came with the SYN counts now. */
export function takeEarly(c: Tcb): void {
  const before = c.rcvNxt;
  absorb(c);
  if (c.rcvNxt !== before) oweAck(c, true);
}

/** Sends what the segment in hand has asked for, with what else may go. */
export function answer(c: Tcb): void {
  if (c.ackDue === 'alone') sendAck(c);
  output(c);
  if (c.ackDue !== 'none') sendAck(c);
}

/** What was held and now follows. */
function absorb(c: Tcb): void {
  for (let next = takeHeld(c); next !== undefined; next = takeHeld(c)) deliver(c, next);
}

/** RFC 2883: what has come before is reported once, by the next ACK. */
export function noteDuplicate(c: Tcb, left: number, right: number): void {
  if (!c.sacking || !c.choices.duplicateSack || c.state === 'SYN-RECEIVED') return;
  c.duplicate = seenBefore(c, left, right) ?? c.duplicate;
}

/** RFC 5681 §4.2: at once where a gap is or was, else with every second segment or after a delay. */
function oweAck(c: Tcb, atOnce: boolean): void {
  c.unacked++;
  const { ackDelay } = c.choices;
  if (atOnce || c.unacked >= 2 || ackDelay === 0) c.ackDue = c.ackDue === 'alone' ? 'alone' : 'any';
  else if (!c.running('ack')) c.start('ack', ackDelay);
}

/** Takes the FIN of a segment, now or once everything before it has come. */
export function fin(c: Tcb, segment: Segment): void {
  if (segment.flags & FIN && !c.peerFinished) {
    const at = seqAdd(segment.seq, segment.length);
    const ahead = seqMinus(at, c.rcvNxt);
    const inside = ahead >= 0 && ahead < c.rcvWnd;
    // One that is next is certainly the peer's, whatever an earlier one has said.
    if (inside && (ahead === 0 || (c.choices.keepsEarly && c.finAt === undefined))) c.finAt = at;
    if (ahead !== 0 || !inside) c.ackDue = 'alone';
  } else if (segment.flags & FIN && c.peerFinished) {
    c.ackDue = 'alone';
    if (c.state === 'TIME-WAIT') c.start('time-wait', c.choices.timeWait);
  }
  if (c.finAt !== c.rcvNxt) return;
  c.rcvNxt = seqAdd(c.rcvNxt, 1);
  c.held = [];
  if (c.state === 'ESTABLISHED') c.state = 'CLOSE-WAIT';
  else if (c.state === 'FIN-WAIT-1') c.state = 'CLOSING';
  else if (c.state === 'FIN-WAIT-2') waits(c);
  oweAck(c, c.choices.finAckedAtOnce);
}
