/** What happens when a timer of a connection expires: RFC 9293 §3.8, §3.10.8. */
import { seqAdd } from '../../peer.ts';
import { output, probe, transmit } from './output.ts';
import { onExpiry } from './recovery.ts';
import { emit, emitSyn, roomOfNext, sendAck, sendReset } from './segments.ts';
import type { Tcb, TimerName } from './tcb.ts';

/** Runs the timer `name`, which has just expired and is stopped. */
export function expire(c: Tcb, name: TimerName): void {
  switch (name) {
    case 'rexmt':
      return retransmit(c);
    case 'persist':
      return persist(c);
    case 'ack':
      return sendAck(c);
    case 'keep-alive':
      return keepAlive(c);
    case 'time-wait':
      return c.end();
    default:
      name satisfies never;
      throw new Error('unreachable: there are no other timers');
  }
}

function giveUp(c: Tcb): void {
  if (c.choices.resetsAtTheEnd && c.state !== 'SYN-SENT') sendReset(c);
  c.end('ETIMEDOUT');
}

function retransmit(c: Tcb): void {
  const handshake = c.state === 'SYN-SENT' || c.state === 'SYN-RECEIVED';
  const { patience, synPatience } = c.choices;
  if (c.world.now() - c.waitingSince >= (handshake ? synPatience : patience)) return giveUp(c);
  if (handshake) {
    c.synLost = true;
    c.expiries++;
    c.timed = undefined;
    c.rto = Math.min(c.choices.rtoMost, c.rto * 2);
    emitSyn(c);
    return c.start('rexmt', c.rto);
  }
  onExpiry(c);
  // From the left edge on everything counts as lost, and goes again as the window opens (RFC 5681 §3.1).
  c.resend = seqAdd(c.sndUna, 0);
  output(c);
  // A window that takes less than what is at its edge: the edge goes all the same.
  if (c.resend === c.sndUna) c.resend = transmit(c, c.sndUna, Math.min(roomOfNext(c), c.queue.length), true);
  c.start('rexmt', c.rto);
}

function persist(c: Tcb): void {
  if (c.world.now() - c.lastHeard >= c.choices.patience && c.persists > 2) return giveUp(c);
  const closed = c.sndWnd === 0;
  probe(c);
  if (!closed) return;
  c.persists++;
  c.start('persist', Math.min(c.choices.rtoMost, c.rto * 2 ** c.persists));
}

/** Starts the wait for the next keep-alive, where the user wants any (RFC 9293 §3.8.4). */
export function armKeepAlive(c: Tcb): void {
  const { on, idle, interval, sent } = c.keepAlive;
  if (!on || !c.synAcked) return c.stop('keep-alive');
  c.start('keep-alive', sent === 0 ? c.lastHeard + idle - c.world.now() : interval);
}

function keepAlive(c: Tcb): void {
  const { keepAlive: k } = c;
  if (c.state !== 'ESTABLISHED' && c.state !== 'CLOSE-WAIT') return;
  // What is out asks the same, with a timer of its own.
  if (c.outstanding > 0 || c.running('persist')) return c.start('keep-alive', k.idle);
  if (k.sent >= k.count) return giveUp(c);
  k.sent++;
  emit(c, seqAdd(c.sndNxt, -1), 0, new Uint8Array(c.choices.keepAliveOctets));
  c.start('keep-alive', k.interval);
}
