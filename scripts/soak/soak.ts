/** A soak: oracles in turn, batch by batch, until the time is over or somebody has enough. */

import type { Entry } from './ledger.ts';
import { againOf, type Batch, type Oracle } from './oracle.ts';

export interface SoakOptions {
  readonly oracles: readonly Oracle[];
  /** Each oracle's first seed; the next batch goes on behind the last. */
  readonly seed: number;
  /** With 0 each oracle runs one seed. */
  readonly milliseconds: number;
  readonly commit: string;
  /** Called once a batch, as soon as it is done. */
  readonly keep: (entry: Entry) => void;
  readonly say: (line: string) => void;
  /** Whether somebody wants it to end; asked between batches. */
  readonly enough: () => Promise<boolean>;
  readonly now?: () => number;
}

/** What an oracle gets at a time, milliseconds: short enough that Ctrl-C is heard soon. */
const SLICE = 10_000;
const UNWRAP = 0x7fffffff;

/** Runs, and gives what was kept. An oracle that throws has failed with its seed. */
export async function soak(options: SoakOptions): Promise<readonly Entry[]> {
  const { oracles, milliseconds, now = () => performance.now() } = options;
  const kept: Entry[] = [];
  const next = new Map(oracles.map(({ name }) => [name, options.seed & UNWRAP]));
  const until = now() + milliseconds;
  do {
    for (const oracle of oracles) {
      if (await options.enough()) return kept;
      const began = now();
      if (milliseconds > 0 && began >= until) return kept;
      const seed = next.get(oracle.name) ?? options.seed;
      const budget = milliseconds === 0 ? 0 : Math.max(1, Math.min(SLICE, until - began));
      const batch = await safely(oracle, seed, budget);
      next.set(oracle.name, (seed + batch.runs) & UNWRAP);
      const entry: Entry = {
        date: new Date().toISOString(),
        commit: options.commit,
        oracle: oracle.name,
        seed,
        ...batch,
        milliseconds: Math.round(now() - began),
      };
      options.keep(entry);
      kept.push(entry);
      options.say(lineOf(entry));
      for (const { seed: failing, text } of batch.failures)
        options.say(`  FAILS  ${text}\n         again: ${againOf(oracle, failing)}`);
    }
  } while (milliseconds > 0);
  return kept;
}

async function safely(oracle: Oracle, seed: number, budget: number): Promise<Batch> {
  try {
    return await oracle.run(seed, budget);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return {
      runs: 1,
      segments: 0,
      failures: [{ seed, text: `broke off at or behind seed ${seed}: ${text}` }],
    };
  }
}

const lineOf = ({ oracle, seed, runs, segments, milliseconds, failures }: Entry): string =>
  `${oracle.padEnd(17)} seeds ${seed} … ${seed + runs - 1}: ${segments} segments, ${(milliseconds / 1000).toFixed(1)} s, ${failures.length} failures`;
