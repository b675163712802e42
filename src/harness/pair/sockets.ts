/**
 * Sockets of one program at one end: every call is recorded with its return and what the stack sent in it.
 */
import { endpointText } from '../../trace/segment-text.ts';
import type { CallName, Endpoint } from '../../trace/trace.ts';
import { resultOf } from '../application.ts';
import type { Args, Recorder } from '../recorder.ts';
import { Refused } from '../refused.ts';
import type { Family, Reply, SocketOption } from '../stack.ts';
import type { KernelEnd } from '../stacks/linux/end.ts';

/** What is kept of TCP_INFO where it is asked after every segment. */
const SAMPLED: readonly string[] = [
  'tcpi_state',
  'tcpi_retransmits',
  'tcpi_backoff',
  'tcpi_rto',
  'tcpi_rtt',
  'tcpi_snd_ssthresh',
  'tcpi_snd_cwnd',
  'tcpi_bytes_acked',
  'tcpi_bytes_received',
  'tcpi_snd_wnd',
  'tcpi_rcv_wnd',
];

interface Call {
  readonly name: CallName;
  readonly fd: number;
  readonly args: Args;
  readonly make: () => Reply;
  readonly opens?: boolean;
}

export class Sockets {
  readonly #end: KernelEnd;
  readonly #recorder: Recorder;
  readonly #numbers = new Map<number, number>();
  readonly #open = new Set<number>();
  /** Those of connections. */
  readonly #connected = new Set<number>();
  #opened = 0;

  constructor(end: KernelEnd, recorder: Recorder) {
    this.#end = end;
    this.#recorder = recorder;
  }

  socket(family: Family): number {
    const make = () => this.#end.socket(family);
    return this.#must(this.#call({ name: 'socket', fd: -1, args: { family }, make, opens: true }), 'socket');
  }

  bind(fd: number, local: Endpoint): void {
    const make = () => this.#end.bind(fd, local);
    this.#must(this.#call({ name: 'bind', fd, args: { local: endpointText(local) }, make }), 'bind');
  }

  /** `local` is where it is bound. */
  listen(fd: number, local: Endpoint, backlog: number): void {
    const make = () => this.#end.listen(fd, backlog);
    const args = { local: endpointText(local), backlog };
    this.#must(this.#call({ name: 'listen', fd, args, make }), 'listen');
  }

  accept(fd: number): Reply {
    const make = () => this.#end.accept(fd);
    const reply = this.#call({ name: 'accept', fd, args: {}, make, opens: true });
    if (reply.error === undefined) this.#connected.add(reply.value);
    return reply;
  }

  connect(fd: number, remote: Endpoint): Reply {
    const make = () => this.#end.connect(fd, remote);
    this.#connected.add(fd);
    return this.#call({ name: 'connect', fd, args: { remote: endpointText(remote) }, make });
  }

  /** The name of the error of a connection attempt, empty where it succeeded. */
  pendingError(fd: number): string {
    const make = () => this.#end.pendingError(fd);
    return this.#call({ name: 'getsockopt', fd, args: { option: 'SO_ERROR' }, make }).pending ?? '';
  }

  send(fd: number, octets: Uint8Array): Reply {
    return this.#call({
      name: 'send',
      fd,
      args: { octets: octets.length },
      make: () => this.#end.send(fd, octets),
    });
  }

  recv(fd: number, most: number): Reply {
    return this.#call({ name: 'recv', fd, args: { octets: most }, make: () => this.#end.recv(fd, most) });
  }

  shutdown(fd: number): Reply {
    return this.#call({
      name: 'shutdown',
      fd,
      args: { how: 'write' },
      make: () => this.#end.shutdown(fd),
    });
  }

  close(fd: number): void {
    this.#open.delete(fd);
    this.#connected.delete(fd);
    this.#call({ name: 'close', fd, args: {}, make: () => this.#end.close(fd) });
  }

  abort(fd: number): void {
    this.#open.delete(fd);
    this.#connected.delete(fd);
    this.#call({ name: 'abort', fd, args: {}, make: () => this.#end.abort(fd) });
  }

  option(fd: number, option: SocketOption, value: number): void {
    const make = () => this.#end.setOption(fd, option, value);
    this.#call({ name: 'setsockopt', fd, args: { option, value }, make });
  }

  /** Throws `Refused` where the kernel has no such congestion control. */
  congestionControl(fd: number, name: string): void {
    const make = () => this.#end.setCongestionControl(fd, name);
    const args = { option: 'congestion-control', value: name };
    const { error } = this.#call({ name: 'setsockopt', fd, args, make });
    if (error === 'ENOENT')
      throw new Refused(`this kernel has no congestion control that is called '${name}'`);
    if (error !== undefined) throw new Refused(`congestion control '${name}' cannot be set: ${error}`);
  }

  /** Records a snapshot of every connection that is open, withheld from the judge. */
  sample(): void {
    for (const fd of this.#connected) {
      const { t0, t1, fields } = this.#end.info(fd);
      if (fields === undefined) continue;
      const kept = SAMPLED.flatMap((name) => {
        const value = fields[name];
        return value === undefined ? [] : [[name, value] as const];
      });
      this.#recorder.snapshot(this.#numbers.get(fd) ?? -1, { t0, t1 }, Object.fromEntries(kept));
    }
  }

  /** Lets go of what is still open, without a record. */
  abandon(): void {
    for (const fd of this.#open) this.#end.abort(fd);
  }

  #must({ value, error }: Reply, what: string): number {
    if (error !== undefined) throw new Error(`${what} failed: ${error}`);
    return value;
  }

  #call({ name, fd, args, make, opens }: Call): Reply {
    const number = this.#numbers.get(fd) ?? -1;
    const reply = make();
    const opened = opens === true && reply.value >= 0;
    if (opened) {
      this.#numbers.set(reply.value, ++this.#opened);
      this.#open.add(reply.value);
    }
    const value = opened ? this.#opened : reply.value;
    const result = resultOf(reply);
    const given = result === undefined ? { value } : { value, result };
    this.#recorder.call(name, number, args, reply, given, () => this.#end.drain());
    return reply;
  }
}
