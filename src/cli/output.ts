/** Writing results to files. A path that cannot be written is a mistake of the command, named as such. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { reasonOf, UsageError } from './failure.ts';

/** Writes a file, its folders made where they are missing. */
export function writeOut(file: string, content: string | Uint8Array): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  } catch (error) {
    throw new UsageError(`${file}: cannot be written: ${reasonOf(error)}`);
  }
}
