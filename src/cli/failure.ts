/** What can go wrong, by whose fault it is. */

import { type ExitCode, INTERNAL, INTERRUPTED, USAGE } from './exit-code.ts';

/**
 * Thrown where the user has to change something: the command, an option, a file. Ends in exit code 2 and
 * its message alone.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Thrown where this machine does not let the stack be driven; the message says what is missing. */
export class CannotDrive extends UsageError {}

/** Thrown where Ctrl-C was pressed and everything known has been printed. Ends in exit code 130. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** What to tell of something thrown, and the exit code. A stack trace only for what is our own mistake. */
export function failureOf(error: unknown): { readonly code: ExitCode; readonly lines: readonly string[] } {
  if (error instanceof UsageError) return { code: USAGE, lines: [error.message] };
  if (error instanceof Interrupted) return { code: INTERRUPTED, lines: [error.message] };
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    code: INTERNAL,
    lines: [what, 'this is a bug of tcpassay; please report it with the lines above'],
  };
}

/** The reason of a system error in words, without the noise around it. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return SYSTEM[code] ?? error.message;
}

const SYSTEM: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
};
