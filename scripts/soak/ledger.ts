/** The ledger of soaks: a JSON line a batch, appended at once, so that a kill loses one batch at most. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Failure } from './oracle.ts';

export interface Entry {
  /** ISO 8601, when the batch ended. */
  readonly date: string;
  /** Of the checkout, with `+` behind it where files differ from it. */
  readonly commit: string;
  readonly oracle: string;
  /** First seed; the batch used this one and the `runs` − 1 that follow. */
  readonly seed: number;
  readonly runs: number;
  readonly segments: number;
  readonly milliseconds: number;
  readonly failures: readonly Failure[];
}

/** Appends one line. Throws where the file cannot be written. */
export function append(file: string, entry: Entry): void {
  mkdirSync(dirname(file), { recursive: true });
  // A kill may have torn the last line: the next one must not be lost with it.
  const torn = existsSync(file) && !/(^|\n)$/.test(readFileSync(file, 'utf8').slice(-1));
  appendFileSync(file, `${torn ? '\n' : ''}${JSON.stringify(entry)}\n`);
}

function parsed(line: string): Entry | undefined {
  try {
    const entry: Entry = JSON.parse(line);
    return typeof entry.oracle === 'string' && typeof entry.runs === 'number' ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** All entries, oldest first; lines that were torn are left out and counted. No file is an empty ledger. */
export function readLedger(file: string): { readonly entries: readonly Entry[]; readonly torn: number } {
  if (!existsSync(file)) return { entries: [], torn: 0 };
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const entries = lines.map(parsed).filter((entry) => entry !== undefined);
  return { entries, torn: lines.length - entries.length };
}

/** Runs, segments and failures by oracle. */
export function totals(
  entries: readonly Entry[],
): ReadonlyMap<string, { readonly runs: number; readonly segments: number; readonly failures: number }> {
  const out = new Map<string, { runs: number; segments: number; failures: number }>();
  for (const { oracle, runs, segments, failures } of entries) {
    const sum = out.get(oracle) ?? { runs: 0, segments: 0, failures: 0 };
    out.set(oracle, {
      runs: sum.runs + runs,
      segments: sum.segments + segments,
      failures: sum.failures + failures.length,
    });
  }
  return out;
}
