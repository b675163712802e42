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
  /** Short, kebab-case; what `--only` looks in, beside the claim. */
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
  readonly seconds: number;
}

/** Runs a program to its end. Its output is gathered, and passed on if `echo`. */
export function runProgram(
  command: string,
  args: readonly string[],
  { cwd = ROOT, echo = false }: { readonly cwd?: string; readonly echo?: boolean } = {},
): Promise<Ended> {
  const started = performance.now();
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const take = (chunk: Buffer): void => {
    output += chunk.toString();
    if (echo) process.stderr.write(chunk);
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) =>
      done({ code: code ?? 128, output, seconds: (performance.now() - started) / 1000 }),
    );
  });
}

/** Runs a program of this project under its own Node. */
export function runScript(script: string, args: readonly string[] = []): Promise<Ended> {
  return runProgram(process.execPath, [script, ...args]);
}

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
