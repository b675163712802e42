/**
 * Records two Linux stacks that talk to each other over impaired paths, each from its own end. In a child
 * process, because a thread that has entered a network namespace stays there.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Trace } from '../trace/trace.ts';
import type { Lateness } from './pair/pair.ts';
import type { Order } from './pair/plan.ts';
import { type Fault, faultError, toolName } from './record.ts';
import type { Missed } from './stacks/linux/hidden.ts';

/** What the child is told, as JSON in its first argument. */
export interface PairOrder extends Order {
  /** Sessions are begun until so many segments are in finished traces; both ends count. */
  readonly segments: number;
  /** Sessions at the same time. */
  readonly concurrent: number;
  /** Sysctls of both ends. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Puts the hidden state of both stacks into the traces, withheld from the judge. Needs tracefs. */
  readonly hidden?: boolean;
  readonly tool: string;
}

/** One end of one session. */
export interface EndTrace {
  readonly trace: Trace;
  readonly end: 0 | 1;
  readonly program: string;
  readonly congestionControl: string;
  readonly impairment: string;
  /** t = 0 of the trace on CLOCK_MONOTONIC, nanoseconds. */
  readonly monotonic: bigint;
}

/** How many traces the parent is done with since it said so last. */
export interface ToChild {
  readonly taken: number;
}

export type ToParent =
  | { readonly kind: 'trace'; readonly recorded: EndTrace }
  | { readonly kind: 'done'; readonly ended: Ended }
  | { readonly kind: 'failed'; readonly message: string; readonly fault: Fault };

/** How the recording went. */
export interface Ended extends Lateness {
  /** What is missing of the hidden state; absent where none was asked for. */
  readonly missed?: Missed;
}

export interface TwoStacksOptions extends Omit<PairOrder, 'tool'> {
  /** Takes each trace as its session ends; the recorder waits when too many are not taken. */
  readonly onTrace: (recorded: EndTrace) => void;
}

/**
 * Plays and records until the segments are there. Rejects where nothing can be recorded, with the reason;
 * with `Refused` where a congestion control or a setting is at fault, with `Undrivable` where the machine is.
 */
export async function recordTwoStacks({ onTrace, ...order }: TwoStacksOptions): Promise<Ended> {
  const whole: PairOrder = { ...order, tool: toolName() };
  const child = fork(childFile(), [JSON.stringify(whole)], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-4000);
  });
  try {
    return await new Promise((resolve, reject) => {
      child.on('message', (raw) => {
        // Our own child of the same version: nothing else can write into this channel.
        const message = raw as ToParent;
        if (message.kind === 'done') resolve(message.ended);
        else if (message.kind === 'failed') reject(faultError(message.message, message.fault));
        else {
          onTrace(message.recorded);
          // It may have ended meanwhile; then nobody waits for this.
          if (child.connected) child.send({ taken: 1 } satisfies ToChild, () => undefined);
        }
      });
      child.on('error', reject);
      child.on('close', (code, signal) =>
        reject(
          new Error(`the recorder ended early (${signal ?? code}): ${stderr.trim() || 'it said nothing'}`),
        ),
      );
    });
  } finally {
    child.kill('SIGKILL');
  }
}

/** Beside this file, as TypeScript in the sources and as JavaScript once built. */
function childFile(): string {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return fileURLToPath(new URL(`./two-stacks-main.${extension}`, import.meta.url));
}
