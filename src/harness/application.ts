/** The application on top of the stack under test: sockets calls, each recorded with its return. */
import { endpointText } from '../trace/segment-text.ts';
import type { CallName, Endpoint, Nanos } from '../trace/trace.ts';
import type { Bench } from './bench.ts';
import { MS } from './clock.ts';
import type { Args, Recorder } from './recorder.ts';
import type { Family, Later, Reply, SocketOption } from './stack.ts';
import { Unreached } from './unreached.ts';

/** How long a call that waits for the peer may be retried. */
const PATIENCE: Nanos = 2000 * MS;
const READ_SIZE = 65_536;

interface Call {
  readonly name: CallName;
  readonly socket: number;
  readonly args: Args;
  readonly make: () => Later<Reply>;
  /** Where the call opens a socket, its reply's value is a handle of the adapter. */
  readonly opens?: boolean;
  /** An answer with this error leaves no record. */
  readonly unrecorded?: string;
}

/** Options of a socket by their names. */
export type Options = Readonly<Partial<Record<SocketOption, number>>>;

/** Sockets are numbered from 1 in the order of their opening. */
export class Application {
  readonly #bench: Bench;
  readonly #recorder: Recorder;
  readonly #family: Family;
  readonly #handles = new Map<number, number>();
  /** Sockets of connections that the user holds. */
  readonly #connections = new Set<number>();
  readonly #arrivals: () => number;
  #opened = 0;

  /**
   * `arrivals` counts the datagrams that the stack has been given in this session: without a new one, asking
   * again is in vain.
   */
  constructor(bench: Bench, recorder: Recorder, family: Family, arrivals: () => number) {
    this.#bench = bench;
    this.#recorder = recorder;
    this.#family = family;
    this.#arrivals = arrivals;
  }

  async socket(): Promise<number> {
    const make = () => this.#bench.stack.socket(this.#family);
    const args = { family: this.#family };
    const reply = await this.#call({ name: 'socket', socket: -1, args, make, opens: true });
    return this.#numbered(reply);
  }

  bind(socket: number, local: Endpoint): Promise<Reply> {
    const make = () => this.#bench.stack.bind(this.#handle(socket), local);
    return this.#must({ name: 'bind', socket, args: { local: endpointText(local) }, make });
  }

  /** `local` is where it is bound. */
  listen(socket: number, local: Endpoint, backlog = 8): Promise<Reply> {
    const make = () => this.#bench.stack.listen(this.#handle(socket), backlog);
    return this.#must({ name: 'listen', socket, args: { local: endpointText(local), backlog }, make });
  }

  /** Socket, its options, bind and listen in one; what it accepts inherits the options. */
  async listening(local: Endpoint, options: Options = {}): Promise<number> {
    const socket = await this.socket();
    await this.options(socket, options);
    await this.bind(socket, local);
    await this.listen(socket, local);
    return socket;
  }

  /** Waits for a connection and gives its socket. */
  async accept(socket: number): Promise<number> {
    const make = () => this.#bench.stack.accept(this.#handle(socket));
    const reply = await this.#retry({ name: 'accept', socket, args: {}, make, opens: true });
    const accepted = this.#numbered(reply);
    this.#connections.add(accepted);
    return accepted;
  }

  /** Begins a connection; how it ended `connected` tells. */
  async connect(socket: number, remote: Endpoint): Promise<Reply> {
    const make = () => this.#bench.stack.connect(this.#handle(socket), remote);
    const reply = await this.#call({ name: 'connect', socket, args: { remote: endpointText(remote) }, make });
    this.#connections.add(socket);
    if (reply.value === 0 || reply.error === 'EINPROGRESS') return reply;
    throw new Unreached(`connect failed with ${reply.error ?? 'no error'}`);
  }

  /** The error of a finished connection attempt by its name, empty where it succeeded. */
  async connected(socket: number): Promise<string> {
    const make = () => this.#bench.stack.pendingError(this.#handle(socket));
    const reply = await this.#must({ name: 'getsockopt', socket, args: { option: 'SO_ERROR' }, make });
    return reply.pending ?? '';
  }

  /** Sends all octets; a stack that takes fewer has a smaller buffer than the scenario needs. */
  async send(socket: number, octets: Uint8Array): Promise<void> {
    const make = () => this.#bench.stack.send(this.#handle(socket), octets);
    const reply = await this.#must({ name: 'send', socket, args: { octets: octets.length }, make });
    if (reply.value < octets.length)
      throw new Unreached(`send took ${reply.value} of ${octets.length} octets`);
  }

  /** A send whatever comes of it. */
  trySend(socket: number, octets: Uint8Array): Promise<Reply> {
    const make = () => this.#bench.stack.send(this.#handle(socket), octets);
    return this.#call({ name: 'send', socket, args: { octets: octets.length }, make });
  }

  /** Sends octets of which the last is urgent (RFC 9293 §3.8.5). */
  async sendUrgent(socket: number, octets: Uint8Array): Promise<void> {
    const make = () => this.#bench.stack.send(this.#handle(socket), octets, true);
    const args = { octets: octets.length, flags: 'MSG_OOB' };
    const reply = await this.#must({ name: 'send', socket, args, make });
    if (reply.value < octets.length)
      throw new Unreached(`send took ${reply.value} of ${octets.length} octets`);
  }

  /** Asks for the urgent octet that stands outside the stream, whatever comes of it. */
  tryRecvUrgent(socket: number): Promise<Reply> {
    const make = () => this.#bench.stack.recv(this.#handle(socket), 1, true);
    return this.#call({ name: 'recv', socket, args: { octets: 1, flags: 'MSG_OOB' }, make });
  }

  /** Waits for octets; none at the end of the stream. */
  async recv(socket: number): Promise<Uint8Array> {
    const reply = await this.#retry(this.#recvCall(socket));
    return reply.octets ?? new Uint8Array(0);
  }

  /** Reads until `size` octets are there, or the stream ends. */
  async recvAll(socket: number, size: number): Promise<Uint8Array> {
    const all = new Uint8Array(size);
    for (let have = 0; have < size; ) {
      const octets = await this.recv(socket);
      if (octets.length === 0) return all.slice(0, have);
      all.set(octets.subarray(0, size - have), have);
      have += octets.length;
    }
    return all;
  }

  /** A recv whatever comes of it. */
  tryRecv(socket: number): Promise<Reply> {
    return this.#call(this.#recvCall(socket));
  }

  shutdown(socket: number): Promise<Reply> {
    const make = () => this.#bench.stack.shutdown(this.#handle(socket));
    return this.#must({ name: 'shutdown', socket, args: { how: 'write' }, make });
  }

  close(socket: number): Promise<Reply> {
    const make = () => this.#bench.stack.close(this.#handle(socket));
    this.#connections.delete(socket);
    return this.#must({ name: 'close', socket, args: {}, make });
  }

  abort(socket: number): Promise<Reply> {
    const make = () => this.#bench.stack.abort(this.#handle(socket));
    this.#connections.delete(socket);
    return this.#must({ name: 'abort', socket, args: {}, make });
  }

  option(socket: number, option: SocketOption, value: number): Promise<Reply> {
    const make = () => this.#bench.stack.setOption(this.#handle(socket), option, value);
    return this.#must({ name: 'setsockopt', socket, args: { option, value }, make });
  }

  /** Sets several, in the order in which they are named. */
  async options(socket: number, options: Options): Promise<void> {
    for (const [option, value] of Object.entries(options))
      await this.option(socket, option as SocketOption, value);
  }

  /**
   * What the stack says of the socket, also recorded as a snapshot; nothing where the stack shows nothing.
   */
  async info(socket: number): Promise<Readonly<Record<string, number>>> {
    const make = () => this.#bench.stack.info(this.#handle(socket));
    const reply = await this.#bench.step(make, ({ t0, t1, fields }, deliver) => {
      if (fields !== undefined) this.#recorder.snapshot(socket, { t0, t1 }, fields);
      deliver();
    });
    return reply.fields ?? {};
  }

  /** Records a snapshot of every connection that the user holds. */
  async sample(): Promise<void> {
    for (const socket of Array.from(this.#connections))
      if (this.#connections.has(socket)) await this.info(socket);
  }

  #recvCall(socket: number): Call {
    const make = () => this.#bench.stack.recv(this.#handle(socket), READ_SIZE);
    return { name: 'recv', socket, args: { octets: READ_SIZE }, make };
  }

  /**
   * Imitates a blocking call: asks again whenever something has arrived. Of its vain attempts only the first
   * is recorded.
   */
  async #retry(call: Call): Promise<Reply> {
    const end = this.#bench.clock.now() + PATIENCE;
    for (let again = call; ; again = { ...call, unrecorded: 'EAGAIN' }) {
      const seen = this.#arrivals();
      const reply = await this.#call(again);
      if (reply.error === undefined) return reply;
      if (reply.error !== 'EAGAIN') throw new Unreached(`${call.name} failed with ${reply.error}`);
      const left = end - this.#bench.clock.now();
      const news = await this.#bench.clock.until(() => (this.#arrivals() > seen ? true : undefined), left);
      if (news === undefined) throw new Unreached(`${call.name} waited in vain`);
    }
  }

  async #must(call: Call): Promise<Reply> {
    const reply = await this.#call(call);
    if (reply.error !== undefined) throw new Unreached(`${call.name} failed with ${reply.error}`);
    return reply;
  }

  #call(call: Call): Promise<Reply> {
    return this.#bench.step(call.make, (reply, deliver) => {
      if (call.unrecorded !== undefined && reply.error === call.unrecorded) return deliver();
      const opened = call.opens === true && reply.value >= 0;
      if (opened) this.#handles.set(++this.#opened, reply.value);
      const value = opened ? this.#opened : reply.value;
      const result = resultOf(reply);
      const given = result === undefined ? { value } : { value, result };
      this.#recorder.call(call.name, call.socket, call.args, reply, given, deliver);
    });
  }

  #numbered(reply: Reply): number {
    if (reply.error !== undefined) throw new Unreached(`no socket: ${reply.error}`);
    for (const [number, handle] of [...this.#handles].reverse()) if (handle === reply.value) return number;
    throw new Error('unreachable: an opened socket has been numbered');
  }

  #handle(socket: number): number {
    const handle = this.#handles.get(socket);
    if (handle === undefined) throw new Error(`the scenario uses socket ${socket}, which it has not opened`);
    return handle;
  }
}

/** Ends and pending error of a reply, as the trace shows them. */
export function resultOf({ local, remote, pending, error }: Reply): Args | undefined {
  if (error !== undefined && error !== 'EINPROGRESS') return undefined;
  const result: Record<string, string> = {};
  if (local !== undefined) result['local'] = endpointText(local);
  if (remote !== undefined) result['remote'] = endpointText(remote);
  if (pending !== undefined) result['pending'] = pending;
  return Object.keys(result).length === 0 ? undefined : result;
}
