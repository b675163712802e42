/**
 * Records a stack: plays scenarios in a child process and gives their traces. The child is needed because a
 * network namespace, once entered, belongs to the whole process.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Trace } from '../trace/trace.ts';
import { type EditName, editOf } from './edits.ts';
import type { Outcome } from './play.ts';
import { Refused } from './refused.ts';
import type { Family } from './stack.ts';
import { Undrivable } from './undrivable.ts';
import { Unreached } from './unreached.ts';

export interface RecordOptions {
  readonly stack: 'linux';
  /**
   * Names of scenarios, `*` standing for anything; empty means all, or with `edit` the one that it is made
   * for.
   */
  readonly scenarios: readonly string[];
  readonly families: readonly Family[];
  /** Changes one thing in what the stack sent, before it is recorded. */
  readonly edit?: EditName;
  /** Settings of the stack by its own names (sysctls of Linux), set beside ours. */
  readonly settings?: Readonly<Record<string, string>>;
  /**
   * Puts the hidden state of the stack into the traces, withheld from the judge: what the kernel's
   * tracepoints tell, and TCP_INFO after whatever happens. Needs tracefs.
   */
  readonly hidden?: boolean;
  /** Called as each session ends. */
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly scenario: string;
  readonly family: Family;
  readonly reached: boolean;
}

/** What the child is told, as JSON in its first argument. */
export interface Order {
  readonly stack: 'linux';
  readonly scenarios: readonly string[];
  readonly families: readonly Family[];
  readonly edit?: EditName;
  readonly settings?: Readonly<Record<string, string>>;
  readonly hidden?: boolean;
  readonly tool: string;
}

/** What the child says: progress, and one last word. */
export type Message =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly outcomes: readonly Outcome[] }
  | { readonly kind: 'failed'; readonly message: string; readonly fault: Fault };

/** Whose fault it is that nothing was recorded: a setting’s that the user asked for, the machine’s, ours. */
export type Fault = 'setting' | 'machine' | 'ours';

/** Far above what all scenarios together take: 7 s, and 50 s on a machine that is ten times too busy. */
const DEADLINE_MS = 120_000;

/**
 * Traces of all sessions, in the order of families and then of the list of scenarios; rejects with
 * `Unreached` if one failed.
 */
export async function record(options: RecordOptions): Promise<readonly Trace[]> {
  const outcomes = await recordOutcomes(options);
  const failed = outcomes.filter(({ failure }) => failure !== undefined);
  if (failed.length === 0) return outcomes.map(({ trace }) => trace);
  const lines = failed.map((o) => `${o.scenario} (${o.family}) did not reach its goal: ${o.failure}`);
  throw new Unreached(lines.join('\n'));
}

/**
 * As `record`, with the sessions that failed among the others. Rejects where nothing could be recorded, with
 * the reason; with `Refused` where a setting is at fault, with `Undrivable` where the machine is.
 */
export async function recordOutcomes(options: RecordOptions): Promise<readonly Outcome[]> {
  const { stack, families, edit, settings, hidden, onProgress } = options;
  const none = options.scenarios.length === 0 && edit !== undefined;
  const scenarios = none ? [editOf(edit).scenario] : options.scenarios;
  const order: Order = {
    stack,
    scenarios,
    families,
    ...(edit === undefined ? {} : { edit }),
    ...(settings === undefined ? {} : { settings }),
    ...(hidden === undefined ? {} : { hidden }),
    tool: toolName(),
  };
  const child = fork(childFile(), [JSON.stringify(order)], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
  });
  const deadline = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS);
  try {
    return await lastWord(child, onProgress);
  } finally {
    clearTimeout(deadline);
    child.kill('SIGKILL');
  }
}

function lastWord(
  child: ChildProcess,
  onProgress: ((progress: Progress) => void) | undefined,
): Promise<readonly Outcome[]> {
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-4000);
  });
  return new Promise((resolve, reject) => {
    child.on('message', (raw) => {
      // Our own child of the same version: nothing else can write into this channel.
      const message = raw as Message;
      if (message.kind === 'progress') onProgress?.(message.progress);
      else if (message.kind === 'done') resolve(message.outcomes);
      else reject(faultError(message.message, message.fault));
    });
    child.on('error', reject);
    child.on('close', (code, signal) =>
      reject(
        new Error(`the recorder ended early (${signal ?? code}): ${stderr.trim() || 'it said nothing'}`),
      ),
    );
  });
}

export function faultError(message: string, fault: Fault): Error {
  if (fault === 'setting') return new Refused(message);
  return fault === 'machine' ? new Undrivable(message) : new Error(message);
}

/** Beside this file, as TypeScript in the sources and as JavaScript once built. */
function childFile(): string {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return fileURLToPath(new URL(`./record-main.${extension}`, import.meta.url));
}

export function toolName(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return `tcpassay ${(JSON.parse(text) as { version: string }).version}`;
}
