/** What is written where: results to standard output, progress and errors to standard error. */

import { printable } from '../report/printable.ts';

/** Results. Ends with a line end whatever the text. */
export function say(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** What the user must know beside the results. */
export function warn(text: string): void {
  process.stderr.write(`tcpassay: ${text}\n`);
}

const CLEAR_LINE = '\r\u001b[2K';

/** One line that changes while something long runs; silent where standard error is no terminal. */
export interface Progress {
  show(text: string): void;
  /** Removes the line. */
  done(): void;
}

export function progress(stream: NodeJS.WriteStream = process.stderr): Progress {
  if (!stream.isTTY) return { show: () => undefined, done: () => undefined };
  return {
    show: (text) => {
      stream.write(`${CLEAR_LINE}${printable(text).slice(0, (stream.columns || 80) - 1)}`);
    },
    done: () => {
      stream.write(CLEAR_LINE);
    },
  };
}

/** A reader that went away (`| head`) ends the output, not in an error. */
export function tolerateClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
