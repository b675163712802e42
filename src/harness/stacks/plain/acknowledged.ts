/** The ACK field of an acceptable segment: RFC 9293 §3.10.7.4, fifth; RFC 5681 §3.2. */
import { FIN, type Segment, SYN } from '../../../trace/trace.ts';
import { timestampsOf } from '../../options.ts';
import { seqAdd, seqMinus } from '../../peer.ts';
import { output, transmit } from './output.ts';
import { measure, onDuplicateAck, onNewAck } from './recovery.ts';
import { roomOfNext, smss } from './segments.ts';
import type { Tcb } from './tcb.ts';

/** Uses ACK and window of a segment. `opens`: it has just established the connection. */
export function acknowledged(c: Tcb, segment: Segment, opens: boolean): void {
  const before = { una: c.sndUna, wnd: c.sndWnd, out: c.outstanding };
  const acked = seqMinus(segment.ack, c.sndUna);
  if (!updateWindow(c, segment) && acked > 0) {
    // No news of the window: its right edge stays where it was offered (RFC 7323 §2.4).
    c.sndWnd = Math.max(0, c.sndWnd - acked);
  }
  if (acked > 0) return newAck(c, segment, acked);
  if (opens || acked < 0) return;
  // RFC 5681 §2: what a duplicate acknowledgment is.
  const duplicate =
    before.out > 0 && segment.length === 0 && (segment.flags & (SYN | FIN)) === 0 && c.sndWnd === before.wnd;
  if (duplicate && c.sndWnd > 0) duplicateAck(c, segment);
}

/** Takes the window of a segment where none newer is known; whether it did. */
function updateWindow(c: Tcb, { seq, ack, wnd }: Segment): boolean {
  if (seqMinus(ack, c.sndUna) < 0) return false;
  const newer = seqMinus(seq, c.sndWl1);
  if (newer < 0 || (newer === 0 && seqMinus(ack, c.sndWl2) < 0)) return false;
  const before = c.sndWnd;
  c.sndWnd = wnd * 2 ** c.sndShift;
  c.maxSndWnd = Math.max(c.maxSndWnd, c.sndWnd);
  c.sndWl1 = seq;
  c.sndWl2 = ack;
  if ((before === 0) === (c.sndWnd === 0)) return true;
  // The persist timer had another task: probing a closed window, or forcing a small segment out.
  c.stop('persist');
  c.persists = 0;
  if (before === 0 && seqMinus(c.sndNxt, ack) > 0) c.resend = ack;
  return true;
}

function newAck(c: Tcb, segment: Segment, acked: number): void {
  const { ack } = segment;
  measure(c, ack, timestampsOf(segment)?.tsecr);
  const fills = onNewAck(c, ack, acked);
  const octets = Math.min(acked, c.queue.length);
  c.queue = c.queue.subarray(octets);
  c.sndUna = ack;
  c.expiries = 0;
  c.waitingSince = c.world.now();
  if (c.resend !== undefined && seqMinus(c.resend, ack) < 0) c.resend = ack;
  // RFC 6298 §5.2 and §5.3.
  c.stop('rexmt');
  if (c.outstanding > 0 && c.sndWnd > 0) c.start('rexmt', c.rto);
  if (c.finAcked) ourFinAcked(c);
  if (fills && c.outstanding > 0 && c.sndWnd > 0) again(c);
}

/** The segment at the left edge goes again. */
function again(c: Tcb): void {
  const size = Math.min(roomOfNext(c), c.queue.length, c.outstanding);
  const fits = seqMinus(seqAdd(c.sndUna, c.sndWnd), seqAdd(c.sndUna, size)) > 0;
  transmit(c, c.sndUna, size, fits && c.finSeq !== undefined);
}

function ourFinAcked(c: Tcb): void {
  c.stop('rexmt');
  c.stop('persist');
  if (c.state === 'FIN-WAIT-1') c.state = 'FIN-WAIT-2';
  else if (c.state === 'CLOSING') waits(c);
  else if (c.state === 'LAST-ACK') c.end();
}

/** Into TIME-WAIT, all other timers off. */
export function waits(c: Tcb): void {
  c.state = 'TIME-WAIT';
  for (const timer of ['rexmt', 'persist', 'keep-alive'] as const) c.stop(timer);
  c.start('time-wait', c.choices.timeWait);
}

function duplicateAck(c: Tcb, { ack }: Segment): void {
  const asks = onDuplicateAck(c, ack);
  if (asks === 'retransmit') {
    again(c);
    output(c);
  } else if (asks === 'new octets') output(c, c.recovering ? 0 : Math.min(2, c.duplicates) * smss(c));
}
