import { describe, expect, test } from 'vitest';
import { Clock, MS } from './clock.ts';
import { idleStack } from './idle-stack.ts';
import type { Reply } from './stack.ts';

describe('the clock', () => {
  test('lets tasks wait side by side, each for its own span', async () => {
    const stack = idleStack();
    const clock = new Clock(stack, () => undefined);
    const log: string[] = [];
    const task = (name: string, span: number) => async () => {
      for (let n = 0; n < 2; n++) {
        await clock.wait(span * MS);
        log.push(`${name} ${clock.now() / MS}`);
      }
    };
    await clock.run([task('a', 30), task('b', 20)]);
    expect(log).toEqual(['b 20', 'a 30', 'b 40', 'a 60']);
  });

  test('wakes a task as soon as what it waits for is there', async () => {
    const stack = idleStack();
    let got = 0;
    const clock = new Clock(stack, (reply: Reply) => {
      got += reply.outputs.length;
    });
    stack.emitAt(7 * MS, Uint8Array.of(1));
    const seen: (number | undefined)[] = [];
    await clock.run([
      async () => {
        seen.push(await clock.until(() => (got > 0 ? clock.now() / MS : undefined), 100 * MS));
        seen.push(await clock.until(() => (got > 1 ? 0 : undefined), 10 * MS));
      },
    ]);
    expect(seen).toEqual([7, undefined]);
    expect(clock.now()).toBe(17 * MS);
  });

  test('runs what was planned for later, unless it was called off', async () => {
    const clock = new Clock(idleStack(), () => undefined);
    const log: string[] = [];
    await clock.run([
      async () => {
        clock.later(5 * MS, async () => {
          await clock.wait(2 * MS);
          log.push(`done ${clock.now() / MS}`);
        });
        const callOff = clock.later(6 * MS, async () => {
          log.push('called off');
          await clock.wait(0);
        });
        callOff();
        await clock.wait(20 * MS);
      },
    ]);
    expect(log).toEqual(['done 7']);
  });
});
