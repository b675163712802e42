/** The user's calls on a connection: RFC 9293 §3.9.1 and §3.10. They answer as non-blocking sockets do. */
import { seqAdd } from '../../peer.ts';
import type { SocketOption } from '../../stack.ts';
import { afterRead, output } from './output.ts';
import { sendReset } from './segments.ts';
import type { State, Tcb } from './tcb.ts';
import { armKeepAlive } from './timers.ts';

const SECOND = 1_000_000_000;

/** What a call gives: a value, or an error by its name. */
export interface Given {
  readonly value: number;
  readonly error?: string;
  readonly octets?: Uint8Array;
}

export const failed = (error: string): Given => ({ value: -1, error });
export const done = (value = 0): Given => ({ value });

function pendingOf(c: Tcb): Given | undefined {
  const { error } = c;
  c.error = undefined;
  return error === undefined ? undefined : failed(error);
}

/** SEND: takes as many octets as the buffer has room for. */
export function send(c: Tcb, octets: Uint8Array, urgent: boolean): Given {
  const pending = pendingOf(c);
  if (pending !== undefined) return pending;
  if (c.state === 'SYN-SENT' || c.state === 'SYN-RECEIVED') return failed('EAGAIN');
  if (c.finQueued || (c.state !== 'ESTABLISHED' && c.state !== 'CLOSE-WAIT')) return failed('EPIPE');
  const size = Math.min(octets.length, c.sendBuffer - c.queue.length);
  if (size <= 0) return octets.length === 0 ? done() : failed('EAGAIN');
  const queue = new Uint8Array(c.queue.length + size);
  queue.set(c.queue);
  queue.set(octets.subarray(0, size), c.queue.length);
  c.queue = queue;
  // RFC 9293 §3.8.5: the pointer is the number of the octet behind the urgent ones.
  if (urgent) c.sndUp = seqAdd(c.sndUna, queue.length);
  output(c);
  return done(size);
}

/** RECEIVE: at most `most` octets; none at the end of the stream. */
export function receive(c: Tcb, most: number): Given {
  const pending = pendingOf(c);
  if (pending !== undefined) return pending;
  if (c.state === 'SYN-SENT' || c.state === 'SYN-RECEIVED') return failed('EAGAIN');
  if (c.unreadSize === 0) {
    if (c.peerFinished || c.state === 'CLOSED') return { value: 0, octets: new Uint8Array(0) };
    return failed('EAGAIN');
  }
  const octets = new Uint8Array(Math.min(most, c.unreadSize));
  for (let at = 0; at < octets.length; ) {
    const first = c.unread.shift() ?? new Uint8Array(0);
    const part = first.subarray(0, octets.length - at);
    octets.set(part, at);
    at += part.length;
    if (part.length < first.length) c.unread.unshift(first.subarray(part.length));
  }
  c.unreadSize -= octets.length;
  afterRead(c);
  return { value: octets.length, octets };
}

/** No more to send. */
export function shutdown(c: Tcb): Given {
  const pending = pendingOf(c);
  if (pending !== undefined) return pending;
  if (c.state === 'SYN-SENT' || c.state === 'SYN-RECEIVED' || c.state === 'CLOSED') return failed('ENOTCONN');
  finish(c);
  return done();
}

/** Queues the FIN behind what is queued, RFC 9293 §3.10.4. */
function finish(c: Tcb): void {
  if (c.finQueued) return;
  c.finQueued = true;
  if (c.state === 'ESTABLISHED') c.state = 'FIN-WAIT-1';
  output(c);
}

/** CLOSE for good: nobody reads any more either. */
export function close(c: Tcb): void {
  c.orphan = true;
  c.error = undefined;
  if (c.state === 'CLOSED') return;
  if (c.state === 'SYN-SENT') return c.end();
  // RFC 9293 §3.6.1 (SHLD-3): what has come and was never read is lost, and the peer is told.
  if (c.unreadSize > 0 && RESETTABLE.has(c.state)) return abort(c);
  if (c.state === 'TIME-WAIT' || c.state === 'CLOSING' || c.state === 'LAST-ACK') return;
  finish(c);
}

const RESETTABLE: ReadonlySet<State> = new Set([
  'SYN-RECEIVED',
  'ESTABLISHED',
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'CLOSE-WAIT',
]);

/** ABORT, RFC 9293 §3.10.5. */
export function abort(c: Tcb): void {
  if (c.state === 'CLOSED') return;
  if (RESETTABLE.has(c.state)) sendReset(c);
  c.orphan = true;
  c.end();
}

/** Sets what a socket's option means for its connection. */
export function apply(c: Tcb, option: SocketOption, value: number): void {
  const { keepAlive } = c;
  if (option === 'no-delay') c.nagle = value === 0;
  else if (option === 'receive-buffer') c.receiveBuffer = Math.min(value, 65_535 * 2 ** c.rcvShift);
  else if (option === 'send-buffer') c.sendBuffer = value;
  else if (option === 'keep-alive') keepAlive.on = value !== 0;
  else if (option === 'keep-alive-idle') keepAlive.idle = value * SECOND;
  else if (option === 'keep-alive-interval') keepAlive.interval = value * SECOND;
  else if (option === 'keep-alive-count') keepAlive.count = value;
  if (c.state !== 'CLOSED') {
    armKeepAlive(c);
    output(c);
  }
}
