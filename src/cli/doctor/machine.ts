/** What the doctor may ask of the machine; every answer comes in bounded time, and none throws. */

import { type ChildProcess, execFile, fork } from 'node:child_process';
import { existsSync, readFileSync, rmdirSync } from 'node:fs';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Finding } from './diagnosis.ts';

/** Milliseconds that one question may take. */
export const PATIENCE = 2000;
/** Milliseconds until the process of a trial must have begun: a machine under load starts Node slowly. */
const STARTING = 10_000;

/** What a program said; `none` where there is no such program. */
export type Said =
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'silent' };

/** What only a process of its own may try: it enters namespaces, and may die of it. */
export type Trial = 'koffi' | 'namespace' | 'tun' | 'packet';

/** What the process of a trial says: that it has begun, then what it found. */
export type TrialMessage = 'begun' | Finding;

export interface Machine {
  readonly platform: string;
  /** `v24.1.0`. */
  readonly nodeVersion: string;
  /** `/proc/self/status`, empty where there is none. */
  status(): string;
  exists(path: string): boolean;
  /** Runs a program for what it prints. */
  ask(program: string, words: readonly string[]): Promise<Said>;
  attempt(trial: Trial): Promise<Finding>;
  /** Makes and removes one instance below `folder`, tracefs's `instances`. */
  attemptInstance(folder: string): Promise<Finding>;
  /** The first line that a server at this place answers to a PING, undefined where none does. */
  ping(host: string, port: number): Promise<string | undefined>;
}

const SILENT: Finding = { state: 'faulty', detail: `no answer within ${PATIENCE / 1000} s` };

export const thisMachine: Machine = {
  platform: process.platform,
  nodeVersion: process.version,
  status: () => {
    try {
      return readFileSync('/proc/self/status', 'utf8');
    } catch {
      return '';
    }
  },
  exists: existsSync,
  ask,
  attempt: (trial) => inChild([trial]),
  attemptInstance: async (folder) => {
    const instance = `${folder}/tcpassay-doctor-${process.pid}`;
    const finding = await inChild(['instance', instance]);
    // The child removes it itself, unless it was too slow.
    try {
      rmdirSync(instance);
    } catch {
      // not there: as it should be
    }
    return finding;
  },
  ping,
};

function ask(program: string, words: readonly string[]): Promise<Said> {
  return new Promise((resolve) => {
    execFile(program, [...words], { timeout: PATIENCE, killSignal: 'SIGKILL' }, (error, stdout) => {
      if (error === null) resolve({ kind: 'said', text: stdout });
      // EACCES: a folder of PATH that we may not read, and nothing in the others.
      else if (error.code === 'ENOENT' || error.code === 'EACCES') resolve({ kind: 'none' });
      else resolve({ kind: error.killed === true ? 'silent' : 'failed' });
    });
  });
}

/** Beside this file, as TypeScript in the sources and as JavaScript once built. */
function inChild(words: readonly string[]): Promise<Finding> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const file = fileURLToPath(new URL(`./trial-main.${extension}`, import.meta.url));
  let child: ChildProcess;
  try {
    child = fork(file, [...words], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: [] });
  } catch (error) {
    return Promise.resolve({ state: 'faulty', detail: String(error) });
  }
  return new Promise((resolve) => {
    let finding: Finding | undefined;
    const giveUp = (): void => {
      child.kill('SIGKILL');
      finding ??= SILENT;
    };
    let timer = setTimeout(giveUp, STARTING);
    child.on('message', (raw) => {
      // Our own child of the same version: nothing else can write into this channel.
      const message = raw as TrialMessage;
      if (message === 'begun') {
        clearTimeout(timer);
        timer = setTimeout(giveUp, PATIENCE);
      } else finding ??= message;
    });
    const end = (why: string) => () => {
      clearTimeout(timer);
      resolve(finding ?? { state: 'faulty', detail: why });
    };
    child.on('error', end('the trial could not be started'));
    child.on('close', (code, signal) => end(`the trial ended early (${signal ?? code})`)());
  });
}

function ping(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let text = '';
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
      const [line = ''] = text.split('\r\n');
      resolve(line === '' ? undefined : line);
    };
    const timer = setTimeout(end, PATIENCE);
    socket.on('error', end).on('end', end);
    socket.on('connect', () => socket.write('PING\r\n'));
    socket.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      if (text.includes('\r\n') || text.length > 1000) end();
    });
  });
}
