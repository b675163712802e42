/** One stack of a walk with its recorder: every call, every datagram and its time goes through here. */
import { decodeDatagram } from '../../../../trace/capture/datagram.ts';
import { endpointText } from '../../../../trace/segment-text.ts';
import type { CallName, Endpoint, Nanos, Segment, Trace, TraceHeader } from '../../../../trace/trace.ts';
import { type Args, Recorder } from '../../../recorder.ts';
import type { Family, Output, Reply, SocketOption } from '../../../stack.ts';
import type { Dice } from '../dice.ts';
import type { PlainStack } from '../plain.ts';
import type { Schedule } from './schedule.ts';

export interface Lag {
  readonly in: Nanos;
  readonly out: Nanos;
}

interface StationParts {
  readonly stack: PlainStack;
  readonly address: string;
  readonly schedule: Schedule;
  readonly dice: Dice;
  /** Most that an input waits before the stack reads it, an output before it is stamped. */
  readonly lag: Lag;
  /** Whether calls are recorded. */
  readonly api: boolean;
}

/** The answer of a plain stack is there at once. */
const now = (reply: Reply | Promise<Reply>): Reply => {
  if (reply instanceof Promise) throw new Error('unreachable: a plain stack answers at once');
  return reply;
};

export class Station {
  readonly address: string;
  readonly #parts: StationParts;
  readonly #recorder = new Recorder(0);
  readonly #handles: number[] = [];
  #transmit: (datagram: Uint8Array) => void = () => undefined;
  #lastRead: Nanos = 0;
  #lastStamp: Nanos = 0;
  /** What it has been sent, and has sent, the latest last. */
  readonly heard: Segment[] = [];
  segments = 0;

  constructor(parts: StationParts) {
    this.#parts = parts;
    this.address = parts.address;
  }

  /** Where its datagrams go. */
  connectTo(transmit: (datagram: Uint8Array) => void): void {
    this.#transmit = transmit;
  }

  /** Its stack, for questions that leave no trace. */
  get stack(): PlainStack {
    return this.#parts.stack;
  }

  advance(until: Nanos): void {
    this.#stamp(now(this.#parts.stack.advance(until)).outputs);
  }

  /** A datagram reaches the recorder; the stack reads it now or a little later, in the order of arrival. */
  arrive(datagram: Uint8Array): void {
    const { stack, schedule, dice, lag } = this.#parts;
    const segment = decodeDatagram(datagram);
    if (typeof segment === 'string') throw new Error(`unreachable: a plain stack sent ${segment}`);
    const t = stack.now();
    this.segments++;
    this.heard.push(segment);
    this.#recorder.segment('arrived', { t0: t, t1: t }, segment);
    const read = (): void => this.#stamp(now(stack.packet(datagram)).outputs);
    if (lag.in === 0) return read();
    this.#lastRead = Math.max(this.#lastRead, t + Math.floor(dice.unit() * lag.in));
    schedule.at(this.#lastRead, read);
  }

  #stamp(outputs: readonly Output[]): void {
    const { schedule, dice, lag } = this.#parts;
    for (const { datagram, t1 } of outputs) {
      if (lag.out === 0) this.#sent(datagram, t1);
      else {
        const due = Math.max(this.#lastStamp, t1 + Math.floor(dice.unit() * lag.out));
        this.#lastStamp = due;
        schedule.at(due, () => this.#sent(datagram, due));
      }
    }
  }

  #sent(datagram: Uint8Array, t: Nanos): void {
    const segment = decodeDatagram(datagram);
    if (typeof segment === 'string') throw new Error(`unreachable: a plain stack sent ${segment}`);
    this.segments++;
    this.#recorder.segment('sent', { t0: t, t1: t }, segment);
    this.#transmit(datagram);
  }

  #call(name: CallName, socket: number, args: Args, reply: Reply, opens = false): Reply & { socket: number } {
    let value = reply.value;
    if (opens && value >= 0) value = this.#handles.push(value);
    const { local, remote, pending } = reply;
    const result = {
      ...(local === undefined ? {} : { local: endpointText(local) }),
      ...(remote === undefined ? {} : { remote: endpointText(remote) }),
      ...(pending === undefined ? {} : { pending }),
    };
    const given = Object.keys(result).length === 0 ? { value } : { value, result };
    if (this.#parts.api)
      this.#recorder.call(name, socket, args, reply, given, () => this.#stamp(reply.outputs));
    else this.#stamp(reply.outputs);
    return { ...reply, socket: value };
  }

  #handle(socket: number): number {
    return this.#handles[socket - 1] ?? -1;
  }

  socket(family: Family): number {
    return this.#call('socket', -1, { family }, now(this.stack.socket(family)), true).socket;
  }
  bind(socket: number, local: Endpoint): Reply {
    const reply = now(this.stack.bind(this.#handle(socket), local));
    return this.#call('bind', socket, { local: endpointText(local) }, reply);
  }
  listen(socket: number, local: Endpoint, backlog: number): Reply {
    const args = { local: endpointText(local), backlog };
    return this.#call('listen', socket, args, now(this.stack.listen(this.#handle(socket), backlog)));
  }
  /** The socket of a connection, undefined where none waits. */
  accept(socket: number): number | undefined {
    const reply = now(this.stack.accept(this.#handle(socket)));
    const { error, socket: child } = this.#call('accept', socket, {}, reply, true);
    return error === undefined ? child : undefined;
  }
  connect(socket: number, remote: Endpoint): Reply {
    const args = { remote: endpointText(remote) };
    return this.#call('connect', socket, args, now(this.stack.connect(this.#handle(socket), remote)));
  }
  send(socket: number, octets: Uint8Array, urgent: boolean): Reply {
    const reply = now(this.stack.send(this.#handle(socket), octets, urgent));
    const args = { octets: octets.length, ...(urgent ? { flags: 'MSG_OOB' } : {}) };
    return this.#call('send', socket, args, reply);
  }
  recv(socket: number, most: number): Reply {
    return this.#call('recv', socket, { octets: most }, now(this.stack.recv(this.#handle(socket), most)));
  }
  shutdown(socket: number): Reply {
    return this.#call('shutdown', socket, { how: 'write' }, now(this.stack.shutdown(this.#handle(socket))));
  }
  close(socket: number): Reply {
    return this.#call('close', socket, {}, now(this.stack.close(this.#handle(socket))));
  }
  abort(socket: number): Reply {
    return this.#call('abort', socket, {}, now(this.stack.abort(this.#handle(socket))));
  }
  option(socket: number, option: SocketOption, value: number): Reply {
    const reply = now(this.stack.setOption(this.#handle(socket), option, value));
    return this.#call('setsockopt', socket, { option, value }, reply);
  }
  pendingError(socket: number): Reply {
    const reply = now(this.stack.pendingError(this.#handle(socket)));
    return this.#call('getsockopt', socket, { option: 'SO_ERROR' }, reply);
  }

  /** The trace up to now. */
  trace(header: TraceHeader): Trace {
    return this.#recorder.finish(header, this.stack.now());
  }
}
