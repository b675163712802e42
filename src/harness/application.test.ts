import { describe, expect, test } from 'vitest';
import type { TraceEvent, TraceHeader } from '../trace/trace.ts';
import { Application } from './application.ts';
import { Bench } from './bench.ts';
import { MS } from './clock.ts';
import { type IdleStack, idleStack } from './idle-stack.ts';
import { Recorder } from './recorder.ts';
import { Unreached } from './unreached.ts';

/**
 * Plays on an idle stack and gives the events; `arrive` tells the application that something has come for it.
 */
async function played(
  prepare: (stack: IdleStack) => void,
  play: (app: Application, arrive: () => void, bench: Bench) => Promise<void>,
): Promise<readonly TraceEvent[]> {
  const stack = idleStack();
  prepare(stack);
  const bench = new Bench(stack);
  const recorder = new Recorder(0);
  let arrivals = 0;
  const app = new Application(bench, recorder, 'ipv6', () => arrivals);
  await bench.clock.run([() => play(app, () => void arrivals++, bench)]);
  return recorder.finish({} as TraceHeader, bench.clock.now()).events;
}

const local = { address: '2001:db8::1', port: 80 };

describe('the application', () => {
  test('records calls with both ends, and sockets by its own numbers', async () => {
    const remote = { address: '2001:db8::2', port: 9 };
    const events = await played(
      (stack) => {
        stack.answer('socket', { value: 17 });
        stack.answer('accept', { value: 23, local, remote });
      },
      async (app) => {
        const listener = await app.listening(local);
        expect(listener).toBe(1);
        expect(await app.accept(listener)).toBe(2);
      },
    );
    expect(events.filter(({ kind }) => kind === 'call')).toMatchObject([
      { name: 'socket', socket: -1, args: { family: 'ipv6' } },
      { name: 'bind', socket: 1, args: { local: '[2001:db8::1]:80' } },
      { name: 'listen', socket: 1, args: { local: '[2001:db8::1]:80', backlog: 8 } },
      { name: 'accept', socket: 1 },
    ]);
    expect(events.filter(({ kind }) => kind === 'return').at(-1)).toMatchObject({
      value: 2,
      result: { local: '[2001:db8::1]:80', remote: '[2001:db8::2]:9' },
    });
  });

  test('of vain attempts records the first only, and asks again when something has come', async () => {
    const again = { value: -1, error: 'EAGAIN' };
    const events = await played(
      (stack) => {
        stack.answer('socket', { value: 5 });
        stack.answer('recv', again, again, { value: 2, octets: Uint8Array.of(8, 9) });
      },
      async (app, arrive, bench) => {
        const socket = await app.socket();
        for (const span of [10, 20])
          bench.clock.later(span * MS, async () => {
            arrive();
            await bench.clock.wait(0);
          });
        expect(await app.recv(socket)).toEqual(Uint8Array.of(8, 9));
      },
    );
    const returns = events.filter((event) => event.kind === 'return');
    expect(returns.map(({ value, error, t0 }) => [value, error, t0])).toEqual([
      [1, undefined, 0],
      [-1, 'EAGAIN', 0],
      [2, undefined, 20 * MS],
    ]);
  });

  test('gives up a call that waits for ever, and one that fails', async () => {
    await played(
      (stack) => {
        stack.answer('accept', { value: -1, error: 'EAGAIN' });
        stack.answer('bind', { value: -1, error: 'EADDRINUSE' });
      },
      async (app) => {
        const socket = await app.socket();
        await expect(app.accept(socket)).rejects.toEqual(new Unreached('accept waited in vain'));
        await expect(app.bind(socket, local)).rejects.toEqual(new Unreached('bind failed with EADDRINUSE'));
      },
    );
  });
});
