/** The folder of material that is no part of the project: captures of others, facts about them. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './line.ts';

/** `../shared` beside the checkout, else what TCPASSAY_SHARED names; undefined where neither has captures. */
export function sharedFolder(): string | undefined {
  return [join(ROOT, '..', 'shared'), process.env['TCPASSAY_SHARED']].find(
    (path) => path !== undefined && existsSync(join(path, 'captures')),
  );
}

export const NO_SHARED = 'there is no ../shared/captures, and TCPASSAY_SHARED names no such folder';

/** The captures in it, by their names, without the tables that stand beside them. */
export function captureNames(shared: string): readonly string[] {
  return readdirSync(join(shared, 'captures')).filter((name) => !name.endsWith('.tsv'));
}
