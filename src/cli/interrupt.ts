/**
 * Ctrl-C: the first ends the work at the next point where there is something to show, the second ends the
 * process. Where a capture that grows is followed, the first ends the following: then there is work to do.
 */

import { setImmediate } from 'node:timers/promises';
import { INTERRUPTED } from './exit-code.ts';
import { Interrupted } from './failure.ts';

export interface Interrupt {
  /** Lets a pending Ctrl-C in; says whether one has come. */
  came(): Promise<boolean>;
  /** The result of `work`, or `Interrupted` thrown as soon as Ctrl-C comes. */
  orElse<T>(work: Promise<T>): Promise<T>;
  /** The result of `work`, which ends by itself at Ctrl-C: a first one meanwhile ends nothing else. */
  spare<T>(work: () => Promise<T>): Promise<T>;
  /** Gives Ctrl-C its usual meaning back. */
  release(): void;
}

/** `follow` is what the first Ctrl-C ends instead, as long as it has not ended otherwise. */
export function watchInterrupt(follow?: AbortController): Interrupt {
  const controller = new AbortController();
  let came = false;
  let spared = false;
  const onSignal = (): void => {
    if (came) process.exit(INTERRUPTED);
    came = true;
    if (follow !== undefined && !follow.signal.aborted) follow.abort();
    else if (!spared) controller.abort();
  };
  process.on('SIGINT', onSignal);
  return {
    came: async () => {
      await setImmediate();
      return controller.signal.aborted;
    },
    orElse: (work) => Promise.race([work, rejected(controller.signal)]),
    spare: async (work) => {
      spared = true;
      try {
        return await work();
      } finally {
        spared = false;
      }
    },
    release: () => {
      process.off('SIGINT', onSignal);
    },
  };
}

function rejected(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => {
      reject(new Interrupted('interrupted'));
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
