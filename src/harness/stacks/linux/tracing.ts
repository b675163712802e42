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
/** Flag of umount2: the mount goes now, what is open of it stays. */
const MNT_DETACH = 2;
const STATISTICS = 4096;
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
  /** The name of the instance, empty where there is none. */
  #instance = '';
  #pipe = -1;
  /** The statistics of each processor's buffer. */
  #statistics: number[] = [];
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
    const room = new Uint8Array(STATISTICS);
    for (const fd of this.#statistics) {
      const text = Buffer.from(room.subarray(0, readSync(fd, room, 0, STATISTICS, 0))).toString('latin1');
      for (const [, count] of text.matchAll(/^(?:overrun|commit overrun|dropped events): (\d+)/gm))
        sum += Number(count);
    }
    return sum;
  }

  /** Events passed over because another process or a timer caused them. */
  get foreign(): number {
    return this.#foreign;
  }

  /** Ends the tracing and removes the instance. May be called twice. */
  close(): void {
    process.off('exit', this.#onExit);
    process.off('SIGINT', this.#onSignal);
    process.off('SIGTERM', this.#onSignal);
    for (const fd of [this.#pipe, ...this.#statistics]) if (fd >= 0) closeSync(fd);
    this.#pipe = -1;
    this.#statistics = [];
    const name = this.#instance;
    this.#instance = '';
    if (name === '') return;
    this.#mounted((instances) => {
      if (existsSync(join(instances, name))) rmdirSync(join(instances, name));
    });
  }

  /**
   * Mounts tracefs for as long as `use` takes, so that one who is killed leaves no mount behind. Throws where
   * it cannot.
   */
  #mounted(use: (instances: string) => void): void {
    const folder = mkdtempSync(join(tmpdir(), 'tcpassay-tracefs-'));
    try {
      if (this.#libc.mount('tracefs', folder, 'tracefs', 0, null) < 0)
        throw new Error(`mount of tracefs failed: ${this.#libc.errnoName(this.#libc.errno())}`);
      try {
        use(join(folder, 'instances'));
      } finally {
        this.#libc.umount2(folder, MNT_DETACH);
      }
    } finally {
      rmdirSync(folder);
    }
  }

  #begin(bufferKb: number): void {
    process.on('exit', this.#onExit);
    process.on('SIGINT', this.#onSignal);
    process.on('SIGTERM', this.#onSignal);
    this.#mounted((instances) => {
      sweep(instances);
      const name = `tcpassay-${process.pid}`;
      const instance = join(instances, name);
      mkdirSync(instance);
      this.#instance = name;
      this.#enable(instance, bufferKb);
    });
  }

  #enable(instance: string, bufferKb: number): void {
    writeFileSync(join(instance, 'trace_clock'), 'mono');
    writeFileSync(join(instance, 'buffer_size_kb'), String(bufferKb));
    this.#words = readFormats(instance);
    for (const processor of readdirSync(join(instance, 'per_cpu')))
      this.#statistics.push(openSync(join(instance, 'per_cpu', processor, 'stats'), 'r'));
    this.#pipe = openSync(join(instance, 'trace_pipe'), constants.O_RDONLY | constants.O_NONBLOCK);
    this.#pid = this.#ownPid(instance);
    // A probe is always taken by the process that injects the segment.
    writeFileSync(join(instance, 'events/tcp/tcp_probe/filter'), `common_pid == ${this.#pid}`);
    for (const name of TRACEPOINT_NAMES)
      writeFileSync(join(instance, 'events', TRACEPOINTS[name].folder, name, 'enable'), '1');
  }

  /** Our process by the number that traces show, which is another one than ours within a container. */
  #ownPid(instance: string): number {
    writeFileSync(join(instance, 'trace_marker'), 'begins');
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

/** The words of all tracepoints; throws where one does not tell what we take from it. */
function readFormats(instance: string): ReadonlyMap<string, number> {
  const words = new Map<string, number>([NO_STATE]);
  for (const name of TRACEPOINT_NAMES) {
    const file = join(instance, 'events', TRACEPOINTS[name].folder, name, 'format');
    if (!existsSync(file)) throw new Error(`this kernel has no tracepoint ${name}`);
    const format = readFileSync(file, 'utf8');
    const missing = missingFields(name, format);
    if (missing.length > 0) throw new Error(`${name} of this kernel does not tell ${missing.join(', ')}`);
    for (const [word, value] of wordsOf(format)) words.set(word, value);
  }
  return words;
}
