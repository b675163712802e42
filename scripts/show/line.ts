/** One line of an issue's "Must show", and the means to run it. */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Outcome {
  /** The figure with its denominator or limit, as it is printed: `8 of 8`, `41 s of at most 360 s`. */
  readonly figure: string;
  /** `not run`: this machine cannot; `note` says why. */
  readonly holds: boolean | 'not run';
  readonly note?: string;
}

export interface Line {
  /** Short, kebab-case; `--only` with it runs this line alone, with another text all that contain it. */
  readonly id: string;
  readonly claim: string;
  run(): Promise<Outcome>;
}

/** The checkout that this file belongs to. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface Ended {
  /** Exit code; 128 and more for a signal. */
  readonly code: number;
  /** Standard output and standard error as they came. */
  readonly output: string;
  /** Standard output alone. */
  readonly stdout: string;
  readonly seconds: number;
}

export interface RunOptions {
  readonly cwd?: string;
  /** Passes the output on to standard error. */
  readonly echo?: boolean;
  /** What stands on its standard input. */
  readonly input?: Uint8Array;
  /** Milliseconds after which it is killed. */
  readonly timeout?: number;
}

/** Runs a program to its end. Its output is gathered. */
export function runProgram(
  command: string,
  args: readonly string[],
  { cwd = ROOT, echo = false, input, timeout }: RunOptions = {},
): Promise<Ended> {
  const started = performance.now();
  const child = spawn(command, args, {
    cwd,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    ...(timeout !== undefined && { timeout, killSignal: 'SIGKILL' as const }),
  });
  let output = '';
  let stdout = '';
  const take = (chunk: string): void => {
    output += chunk;
    if (echo) process.stderr.write(chunk);
  };
  // As text, so that no character is cut where a chunk ends.
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
    take(chunk);
  });
  child.stderr?.setEncoding('utf8').on('data', take);
  // One that ends before it has read all says so by its exit code.
  child.stdin?.on('error', () => undefined).end(input);
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) =>
      done({ code: code ?? 128, output, stdout, seconds: (performance.now() - started) / 1000 }),
    );
  });
}

/** Runs a program of this project under its own Node. */
export function runScript(
  script: string,
  args: readonly string[] = [],
  options: RunOptions = {},
): Promise<Ended> {
  return runProgram(process.execPath, [script, ...args], options);
}

/** The command line of the project. */
export const CLI = join(ROOT, 'src', 'cli', 'main.ts');

/**
 * What is committed, cloned into a folder of its own without node_modules; removed when `use` is through.
 * Where git
 * cannot clone (an unpacked archive, somebody else's checkout) the files as they are, copied.
 */
export async function inFreshClone<T>(use: (clone: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tcpassay-clone-'));
  const clone = join(folder, 'tcpassay');
  try {
    const cloned = await runProgram('git', ['clone', '--quiet', '--no-hardlinks', ROOT, clone]).catch(
      () => undefined,
    );
    if (cloned?.code !== 0) {
      rmSync(clone, { recursive: true, force: true });
      cpSync(ROOT, clone, { recursive: true, filter: (path) => !/\/(node_modules|dist|\.git)$/.test(path) });
    }
    return await use(clone);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `41 s of at most 360 s`. */
export function within(seconds: number, most: number): string {
  return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s of at most ${most} s`;
}
