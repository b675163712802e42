/** Reads a verdict that was written earlier. */

import { readFileSync } from 'node:fs';
import type { Verdict } from '../checker/verdict.ts';
import { readVerdict } from '../report/schema.ts';
import { reasonOf, UsageError } from './failure.ts';

/** The verdict in a file; a file that is none is refused with every reason. */
export function readVerdictFile(file: string): Verdict {
  const result = readVerdict(parse(file));
  if (result.ok) return result.verdict;
  const shown = result.problems.slice(0, 10).map((problem) => `\n  ${problem}`);
  const more = result.problems.length > 10 ? `\n  … and ${result.problems.length - 10} more` : '';
  throw new UsageError(`${file}: not a verdict:${shown.join('')}${more}`);
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file}: ${reasonOf(error)}`);
  }
}
