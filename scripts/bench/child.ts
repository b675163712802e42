/** What a program costs: CPU time as its parent is told, and the most memory it held. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Cost {
  /** Exit code; 128 and more for a signal. */
  readonly code: number;
  /** User and system time, in seconds. */
  readonly cpu: number;
  /** Largest resident set, octets; 0 where the kernel did not tell. Read every 20 ms, so a little low. */
  readonly peak: number;
  readonly output: string;
  readonly errors: string;
}

const LOOK_EVERY = 20;
/** The program's own errors go to descriptor 3, so that the shell's line stands alone. */
const TIMED = 'TIMEFORMAT="%3U %3S"; time "$@" 2>&3 3>&-';

/** Runs a program to its end. Needs bash, for its `time`; rejects where that is missing. */
export function cost(command: string, args: readonly string[], cwd?: string): Promise<Cost> {
  const shell = spawn('bash', ['-c', TIMED, 'bash', command, ...args], {
    cwd,
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const texts = [1, 2, 3].map((descriptor) => {
    const chunks: Buffer[] = [];
    shell.stdio[descriptor]?.on('data', (chunk: Buffer) => chunks.push(chunk));
    return (): string => Buffer.concat(chunks).toString();
  });
  let peak = 0;
  const look = setInterval(() => {
    peak = Math.max(peak, residentPeak(shell.pid ?? 0));
  }, LOOK_EVERY);
  return new Promise((done, failed) => {
    shell.on('error', (error) => {
      clearInterval(look);
      failed(error);
    });
    shell.on('close', (code) => {
      clearInterval(look);
      const [output = '', times = '', errors = ''] = texts.map((text) => text());
      const [user = Number.NaN, system = Number.NaN] = times.trim().split(/\s+/).map(Number);
      done({ code: code ?? 128, cpu: user + system, peak, output, errors });
    });
  });
}

/** VmHWM of the only child of a process, octets; 0 where it has none (any more). */
function residentPeak(parent: number): number {
  try {
    const child = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim();
    const status = readFileSync(`/proc/${child}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
