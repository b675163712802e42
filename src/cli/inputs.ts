/** From what the user named to what the checker takes: files found, read, hashed. */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Input } from '../checker/check.ts';
import { readTrace } from '../trace/read.ts';
import type { TraceHeader } from '../trace/trace.ts';
import { reasonOf, UsageError } from './failure.ts';
import { STANDARD_INPUT } from './standard-input.ts';

const TRACE_FILE = /\.(?:trace|pcapng|pcap|cap|dmp|dump|snoop|tcpdump|ntar)(?:\.gz)?$/i;

/**
 * The files that are meant: each file itself, and below a folder every trace and capture by its ending, in
 * order of names. `-` is the standard input.
 */
export function traceFiles(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    if (path === '-' || path === STANDARD_INPUT) return ['-'];
    if (!isFolder(path)) return [path];
    const found = readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter((name) => TRACE_FILE.test(name))
      .map((name) => join(path, name))
      .filter((file) => !isFolder(file))
      .sort();
    if (found.length === 0)
      throw new UsageError(`${path}: no *.trace, *.pcapng, *.pcap or *.cap in this folder`);
    return found;
  });
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new UsageError(`${path}: ${reasonOf(error)}`);
  }
}

/**
 * One file's traces and problems; `lag` is the recorder's where the file does not tell it. A file whose
 * octets cannot be had is the user's to mend; one that is no trace is a problem of the input.
 */
export function readInput(file: string, lag?: TraceHeader['lag']): Input {
  const bytes = readBytes(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { file, sha256, ...readTrace(bytes, file, lag) };
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UsageError(`${file}: ${reasonOf(error)}`);
  }
}
