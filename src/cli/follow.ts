/** `--follow`: a capture is read on while it grows. */

import { durationOf } from '../trace/text/words.ts';
import { UsageError } from './failure.ts';

const MS = 1e6;
/** Milliseconds that a timer of Node can wait. */
const LONGEST_WAIT = 2 ** 31 - 1;

/** A following that goes on: `ends` fires when no more is to be read, `release` stops its clock. */
export interface Following {
  readonly ends: AbortController;
  readonly release: () => void;
}

/** What the command line says of it; `for` is a duration. */
export interface FollowArgs {
  readonly follow: boolean;
  readonly for: string | undefined;
}

/**
 * Begins to follow, if asked: until somebody fires `ends`, or for a duration (`10s`) from now. Throws a
 * UsageError where there is not one file, or the duration is none.
 */
export function followed(files: readonly string[], args: FollowArgs): Following | undefined {
  const { follow, for: duration } = args;
  if (!follow && duration !== undefined) throw new UsageError('--for wants --follow beside it');
  if (!follow) return undefined;
  const [file] = files;
  if (files.length !== 1) throw new UsageError('--follow wants one file');
  if (file === '-')
    throw new UsageError('--follow wants a file; the standard input is read to its end anyway');
  const ends = new AbortController();
  if (duration === undefined) return { ends, release: () => undefined };
  const nanos = durationOf(duration);
  if (nanos === undefined || !(nanos / MS <= LONGEST_WAIT))
    throw new UsageError(`--for wants a duration such as 10s, at most 24 days; '${duration}' is none`);
  const timer = setTimeout(() => ends.abort(), nanos / MS);
  return { ends, release: () => clearTimeout(timer) };
}
