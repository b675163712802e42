/**
 * A stack that keeps its own virtual time and otherwise does what it is told: for tests of the harness
 * itself.
 */
import type { Nanos } from '../trace/trace.ts';
import type { Output, Reply, Stack } from './stack.ts';

export interface IdleStack extends Stack {
  /** Datagrams that it was given, in order. */
  readonly taken: Uint8Array[];
  /** Lets it emit a datagram at a moment that is still to come. */
  emitAt(time: Nanos, datagram: Uint8Array): void;
  /** What the next calls answer, by name; several in a row one after the other, the last for good. */
  answer(name: keyof Stack, ...replies: readonly Partial<Reply>[]): void;
}

/** All calls succeed with 0 unless told otherwise. */
export function idleStack(): IdleStack {
  let now = 0;
  const taken: Uint8Array[] = [];
  const planned: { readonly time: Nanos; readonly datagram: Uint8Array }[] = [];
  const answers = new Map<keyof Stack, Partial<Reply>[]>();
  const reply = (name: keyof Stack): Reply => {
    const told = answers.get(name) ?? [];
    const next = told.length > 1 ? told.shift() : told[0];
    return { t0: now, t1: now, value: 0, outputs: [], ...next };
  };
  const advance = (until: Nanos): Reply => {
    const t0 = now;
    const next = planned.findIndex(({ time }) => time <= until);
    const [due] = next < 0 ? [] : planned.splice(next, 1);
    now = Math.max(now, due?.time ?? until);
    const outputs: Output[] = due === undefined ? [] : [{ t0: now, t1: now, datagram: due.datagram }];
    return { t0, t1: now, value: 0, outputs };
  };
  return {
    taken,
    emitAt: (time, datagram) => {
      planned.push({ time, datagram });
      planned.sort((a, b) => a.time - b.time);
    },
    answer: (name, ...replies) => void answers.set(name, [...replies]),
    hello: () => ({
      stack: 'idle',
      version: '1',
      clock: 'virtual',
      families: ['ipv4', 'ipv6'],
      sockets: 'proxied',
      info: false,
      lag: { in: 0, out: 0, error: 0 },
      settings: {},
    }),
    reset: () => {
      now = 0;
    },
    now: () => now,
    socket: () => reply('socket'),
    bind: () => reply('bind'),
    listen: () => reply('listen'),
    accept: () => reply('accept'),
    connect: () => reply('connect'),
    send: () => reply('send'),
    recv: () => reply('recv'),
    shutdown: () => reply('shutdown'),
    close: () => reply('close'),
    abort: () => reply('abort'),
    setOption: () => reply('setOption'),
    pendingError: () => reply('pendingError'),
    info: () => reply('info'),
    packet: (datagram) => {
      taken.push(datagram);
      return reply('packet');
    },
    advance,
    exit: () => undefined,
  };
}
