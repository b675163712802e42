/** Which configuration file holds. */

import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { UsageError } from '../failure.ts';

export const NAMES: readonly string[] = ['tcpassay.config.ts', 'tcpassay.config.json'];

/**
 * The nearest configuration from `folder` upwards, absolute. The search ends with a folder that holds `.git`,
 * or at the root of the file system. Two in one folder are refused: neither is the better one.
 */
export function findConfig(folder: string): string | undefined {
  const found = NAMES.map((name) => join(folder, name)).filter((file) => existsSync(file));
  if (found.length > 1) throw new UsageError(`${folder}: has both ${NAMES.join(' and ')}; keep one`);
  if (found[0] !== undefined) return found[0];
  const above = dirname(folder);
  return above === folder || existsSync(join(folder, '.git')) ? undefined : findConfig(above);
}

/** As it is told: relative where that is shorter to read. */
export function shown(file: string, folder: string): string {
  const short = relative(folder, resolve(folder, file));
  return short.startsWith('..') ? resolve(folder, file) : short;
}
