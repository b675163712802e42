/** A problem of an input as one line: place, what is wrong, what to write instead, code. */

import { printable } from '../report/printable.ts';
import type { Problem } from '../trace/trace.ts';

/** `a.trace:3:7: time goes back (TRACE-002)`, as compilers do. */
export function problemText(problem: Problem): string {
  const { file, line, column, offset } = problem.at;
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const at = line === undefined && offset !== undefined ? `${place}: at octet ${offset}` : place;
  const hint = problem.hint === undefined ? '' : `; ${problem.hint}`;
  return printable(`${at}: ${problem.message}${hint} (${problem.code})`);
}
