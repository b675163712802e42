/**
 * The kernel of this machine as a stack under test, on one thread. Writing to the TUN runs the kernel's input
 * path to its end before `write` returns, and so does every sockets call; what they caused can be read at
 * once. Only timers act alone.
 */
import { release } from 'node:os';
import type { Nanos } from '../../../trace/trace.ts';
import { Refused } from '../../refused.ts';
import type { Capabilities, Output, Reply, Stack } from '../../stack.ts';
import { Undrivable } from '../../undrivable.ts';
import { linuxAvailability } from './availability.ts';
import { type Extra, IPPROTO_TCP, KernelCalls } from './kernel-calls.ts';
import { type Libc, loadLibc, POLLIN } from './libc.ts';
import { enterNamespace, type Namespace } from './namespace.ts';
import { Stamps } from './stamps.ts';

const MS = 1_000_000;
/** How long one poll may sleep; it bounds a bracket where the kernel's stamp is missing. */
const SLICE = 5 * MS;

class LinuxKernel extends KernelCalls implements Stack {
  readonly #settings: Readonly<Record<string, string>>;
  #namespace: Namespace;
  #stamps: Stamps;
  readonly #inbox = new Uint8Array(66_000);
  readonly #poll = new Uint8Array(8);
  #origin = process.hrtime.bigint();
  /** The last moment at which the TUN was seen empty. */
  #empty: Nanos = 0;

  constructor(libc: Libc, settings: Readonly<Record<string, string>>) {
    super(libc);
    this.#settings = settings;
    this.#namespace = enterNamespace(libc, { settings });
    this.#stamps = new Stamps(libc, this.#namespace.interfaceIndex);
  }

  hello(): Capabilities {
    return {
      stack: 'linux',
      version: release(),
      clock: 'real',
      families: ['ipv4', 'ipv6'],
      sockets: 'native',
      info: true,
      // Writing to the TUN returns when the kernel has read the datagram (stack.ts: a reply means quiescent).
      lag: { in: 0, out: 5 * MS, error: MS },
      settings: this.#namespace.settings,
    };
  }

  /**
   * A namespace is cheap (3 ms) and closed connections live on in the old one, so a fresh stack is a fresh
   * namespace.
   */
  reset(): void {
    this.exit();
    this.#namespace = enterNamespace(this.libc, { settings: this.#settings });
    this.#stamps = new Stamps(this.libc, this.#namespace.interfaceIndex);
    this.#origin = process.hrtime.bigint();
    this.#empty = 0;
  }

  now(): Nanos {
    return Number(process.hrtime.bigint() - this.#origin);
  }

  packet(datagram: Uint8Array): Reply {
    return this.step(() => this.libc.write(this.#namespace.tun, datagram, datagram.length));
  }

  advance(until: Nanos): Reply {
    const t0 = this.now();
    for (;;) {
      const outputs = this.#drain();
      const now = this.now();
      if (outputs.length > 0 || now >= until) return { t0, t1: now, value: 0, outputs };
      const sleep = Math.min(until - now, SLICE);
      new DataView(this.#poll.buffer).setInt32(0, this.#namespace.tun, true);
      this.#poll.set([POLLIN, 0, 0, 0], 4);
      this.libc.poll(this.#poll, 1, Math.ceil(sleep / MS));
    }
  }

  exit(): void {
    this.abortAll();
    this.#stamps.close();
    this.libc.close(this.#namespace.tun);
  }

  /** One call into the kernel between two drains of the TUN. */
  protected override step(make: () => number, extra: (value: number) => Extra = () => ({})): Reply {
    const before = this.#drain();
    const t0 = this.now();
    const value = make();
    const errno = value < 0 ? this.libc.errno() : 0;
    const t1 = this.now();
    const more = extra(value);
    const outputs = [...before, ...this.#drain()];
    if (errno === 0) return { t0, t1, value, outputs, ...more };
    return { t0, t1, value: -1, error: this.libc.errnoName(errno), outputs, ...more };
  }

  /**
   * Every TCP datagram that waits in the TUN; what else a kernel says on a fresh link (MLD, ICMPv6) is
   * dropped.
   */
  #drain(): Output[] {
    const outputs: Output[] = [];
    for (;;) {
      const asked = this.now();
      const size = this.libc.read(this.#namespace.tun, this.#inbox, this.#inbox.length);
      if (size < 0) {
        this.#empty = asked;
        return outputs;
      }
      const outer = { t0: this.#empty, t1: this.now() };
      const datagram = this.#inbox.slice(0, size);
      if (!carriesTcp(datagram)) continue;
      const bracket = this.#stamps.narrow(datagram, outer, () => this.now());
      outputs.push({ ...bracket, datagram });
    }
  }
}

const carriesTcp = (datagram: Uint8Array): boolean =>
  ((datagram[0] ?? 0) >> 4 === 6 ? datagram[6] : datagram[9]) === IPPROTO_TCP;

/**
 * Moves the calling thread into a network namespace of its own and gives the kernel there as a stack; best in
 * a process started for it. Rejects with `Undrivable` and the reason where `linuxAvailability` says no, or
 * with the step that the kernel did not grant. `settings` are sysctls that are set in the namespace beside
 * our own, by name; `Refused` where one cannot be.
 */
export async function startLinux(settings: Readonly<Record<string, string>> = {}): Promise<Stack> {
  const { available, reason } = linuxAvailability();
  if (!available) throw new Undrivable(reason);
  try {
    return new LinuxKernel(await loadLibc(), settings);
  } catch (error) {
    // Nothing has been played: what fails here is the machine's, a container's that holds us, or the user's.
    if (error instanceof Refused) throw error;
    throw new Undrivable(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
