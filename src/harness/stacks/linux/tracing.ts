/**
 * The kernel's tracepoints of TCP, read through a trace instance of our own: its buffers, its events, its
 * clock. What others trace on the machine it neither sees nor disturbs.
 */
import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Undrivable } from '../../undrivable.ts';
import { type Availability, linuxAvailability } from './availability.ts';
import { type Libc, loadLibc } from './libc.ts';
import {
  missingFields,
  parseTraceLine,
  socketIn,
  TRACEPOINT_NAMES,
  TRACEPOINTS,
  type Traced,
  tracedOf,
  wordsOf,
} from './tracepoints.ts';

/** Kibioctets of buffer for each processor: 100,000 events of 160 octets. */
const BUFFER_KB = 16_384;
const INSTANCE = /^tcpassay-(\d+)$/;
/** What stands in place of a state where there is no socket. */
const NO_STATE = ['UNKNOWN', 0] as const;

/** Whether tracepoints can be read from this process, and if not, why. Changes nothing. */
export function tracingAvailability(): Availability {
  const linux = linuxAvailability();
  if (!linux.available) return linux;
  const known = /\btracefs$/m.test(readFileSync('/proc/filesystems', 'utf8'));
  return known
    ? { available: true, reason: '' }
    : { available: false, reason: 'this kernel has no tracefs (CONFIG_FTRACE)' };
}

export class Tracing {
  readonly #libc: Libc;
  readonly #folder: string;
  #instance = '';
  #pipe = -1;
  #mounted = false;
  #pid = -1;
  #words: ReadonlyMap<string, number> = new Map();
  #rest = '';
  readonly #buffer = new Uint8Array(65_536);
  readonly #traced: Traced[] = [];
  readonly #sockets = new Set<string>();
  /** Events that our own process had no part in: other stacks of the machine, and timers. */
  #foreign = 0;
  readonly #onExit = (): void => this.close();
  readonly #onSignal = (signal: NodeJS.Signals): void => {
    this.close();
    process.kill(process.pid, signal);
  };

  private constructor(libc: Libc) {
    this.#libc = libc;
    this.#folder = mkdtempSync(join(tmpdir(), 'tcpassay-tracefs-'));
  }

  /**
   * Makes the instance and begins to trace; about 40 ms. Rejects with `Undrivable` and the reason where the
   * machine does not grant it; nothing is left behind then. `bufferKb` is kibioctets for each processor.
   */
  static async open(bufferKb = BUFFER_KB): Promise<Tracing> {
    const { available, reason } = tracingAvailability();
    if (!available) throw new Undrivable(reason);
    const tracing = new Tracing(await loadLibc());
    try {
      tracing.#begin(bufferKb);
    } catch (error) {
      tracing.close();
      const why = error instanceof Error ? error.message : String(error);
      throw new Undrivable(`tracepoints cannot be read: ${why}`, { cause: error });
    }
    return tracing;
  }

  /** Reads what the kernel has written since the last time. Call it often enough for the buffer. */
  collect(): void {
    for (;;) {
      const size = this.#read();
      if (size <= 0) return;
      const lines = (this.#rest + Buffer.from(this.#buffer.subarray(0, size)).toString('latin1')).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) this.#take(line);
    }
  }

  /** What was traced since the last `take`, in the kernel's order. */
  take(): readonly Traced[] {
    this.collect();
    return this.#traced.splice(0);
  }

  /** Events that the buffers had no room for; anything but 0 makes a trace's hidden state incomplete. */
  lost(): number {
    let sum = 0;
    for (const processor of readdirSync(join(this.#instance, 'per_cpu'))) {
      const stats = readFileSync(join(this.#instance, 'per_cpu', processor, 'stats'), 'utf8');
      for (const [, count] of stats.matchAll(/^(?:overrun|commit overrun|dropped events): (\d+)/gm))
        sum += Number(count);
    }
    return sum;
  }

  /** Events passed over because another process or a timer caused them. */
  get foreign(): number {
    return this.#foreign;
  }

  /** Ends the tracing and removes the instance and the mount. May be called twice. */
  close(): void {
    process.off('exit', this.#onExit);
    process.off('SIGINT', this.#onSignal);
    process.off('SIGTERM', this.#onSignal);
    if (this.#pipe >= 0) closeSync(this.#pipe);
    this.#pipe = -1;
    if (this.#instance !== '' && existsSync(this.#instance)) rmdirSync(this.#instance);
    this.#instance = '';
    if (this.#mounted) this.#libc.umount2(this.#folder, 0);
    this.#mounted = false;
    if (existsSync(this.#folder)) rmdirSync(this.#folder);
  }

  #begin(bufferKb: number): void {
    process.on('exit', this.#onExit);
    process.on('SIGINT', this.#onSignal);
    process.on('SIGTERM', this.#onSignal);
    if (this.#libc.mount('tracefs', this.#folder, 'tracefs', 0, null) < 0)
      throw new Error(`mount of tracefs failed: ${this.#libc.errnoName(this.#libc.errno())}`);
    this.#mounted = true;
    const instances = join(this.#folder, 'instances');
    sweep(instances);
    const instance = join(instances, `tcpassay-${process.pid}`);
    mkdirSync(instance);
    this.#instance = instance;
    writeFileSync(join(instance, 'trace_clock'), 'mono');
    writeFileSync(join(instance, 'buffer_size_kb'), String(bufferKb));
    this.#words = this.#readFormats();
    this.#pipe = openSync(join(instance, 'trace_pipe'), constants.O_RDONLY | constants.O_NONBLOCK);
    this.#pid = this.#ownPid();
    // A probe is always taken by the process that injects the segment.
    writeFileSync(join(instance, 'events/tcp/tcp_probe/filter'), `common_pid == ${this.#pid}`);
    for (const name of TRACEPOINT_NAMES)
      writeFileSync(join(instance, 'events', TRACEPOINTS[name].folder, name, 'enable'), '1');
  }

  /** The words of all tracepoints; throws where one does not tell what we take from it. */
  #readFormats(): ReadonlyMap<string, number> {
    const words = new Map<string, number>([NO_STATE]);
    for (const name of TRACEPOINT_NAMES) {
      const file = join(this.#instance, 'events', TRACEPOINTS[name].folder, name, 'format');
      if (!existsSync(file)) throw new Error(`this kernel has no tracepoint ${name}`);
      const format = readFileSync(file, 'utf8');
      const missing = missingFields(name, format);
      if (missing.length > 0) throw new Error(`${name} of this kernel does not tell ${missing.join(', ')}`);
      for (const [word, value] of wordsOf(format)) words.set(word, value);
    }
    return words;
  }

  /** Our process by the number that traces show, which is another one than ours within a container. */
  #ownPid(): number {
    writeFileSync(join(this.#instance, 'trace_marker'), 'begins');
    const size = this.#read();
    const text = Buffer.from(this.#buffer.subarray(0, Math.max(0, size))).toString('latin1');
    const mark = text.split('\n').flatMap((line) => parseTraceLine(line) ?? [])[0];
    if (mark === undefined) throw new Error('a mark of our own did not come back');
    return mark.pid;
  }

  /** Octets read into the buffer, 0 where nothing waits. */
  #read(): number {
    try {
      return readSync(this.#pipe, this.#buffer);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
      throw error;
    }
  }

  /**
   * Other stacks on the machine may use our very addresses. Ours is what our process did itself, and what
   * happens later to a socket that it was seen with.
   */
  #take(text: string): void {
    const line = parseTraceLine(text);
    if (line === undefined) return;
    const socket = socketIn(line.text);
    const own = line.own && line.pid === this.#pid;
    if (own && socket !== undefined) this.#sockets.add(socket);
    if (!own && (socket === undefined || !this.#sockets.has(socket))) {
      // Somebody else has this socket now.
      if (line.own && socket !== undefined) this.#sockets.delete(socket);
      this.#foreign++;
      return;
    }
    const traced = tracedOf(line, this.#words);
    if (traced !== undefined) this.#traced.push(traced);
  }
}

/** Removes instances whose process was killed before it could. */
function sweep(instances: string): void {
  for (const name of readdirSync(instances)) {
    const pid = INSTANCE.exec(name)?.[1];
    if (pid === undefined || existsSync(`/proc/${pid}`)) continue;
    try {
      rmdirSync(join(instances, name));
    } catch {
      // Another process sweeps too, or still reads it.
    }
  }
}
