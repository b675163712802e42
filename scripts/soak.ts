/**
 * `npm run soak -- --minutes N [--seed S] [--only NAME …]`: all oracles with fresh seeds. Each batch is a
 * line of reports/soak/ledger.jsonl. Exit code 0 where nothing failed, 1 where something did, 2 on wrong
 * usage. Ctrl-C ends it behind the present batch.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { append, readLedger, totals } from './soak/ledger.ts';
import { chosen, ORACLES } from './soak/registry.ts';
import { soak } from './soak/soak.ts';

const ROOT = join(import.meta.dirname, '..');
const LEDGER = join(ROOT, 'reports/soak/ledger.jsonl');

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function commitOf(): string {
  const git = (...args: string[]): string =>
    spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' }).stdout ?? '';
  const commit = git('rev-parse', '--short=12', 'HEAD').trim();
  return commit === '' ? 'unknown' : `${commit}${git('status', '--porcelain', '-uno') === '' ? '' : '+'}`;
}

function usage(problem: string): number {
  const names = ORACLES.map(({ name }) => name).join(', ');
  process.stderr.write(
    `soak: ${problem}\nusage: npm run soak -- --minutes N [--seed S] [--only NAME …]\nNAME is one of ${names}\n`,
  );
  return 2;
}

function numbers(): { minutes: number; seed: number; only: string[] } | string {
  try {
    const { values } = parseArgs({
      options: {
        minutes: { type: 'string' },
        seed: { type: 'string' },
        only: { type: 'string', multiple: true, default: [] },
      },
    });
    const minutes = Number(values.minutes ?? Number.NaN);
    // Seconds since some day: another one each time, and still a number that people can type.
    const seed = Number(values.seed ?? Math.floor(Date.now() / 1000) % 1_000_000_000);
    if (!(minutes >= 0)) return '--minutes wants a number of 0 or more';
    if (!Number.isInteger(seed) || seed < 0 || seed > 0x7fffffff)
      return '--seed wants an integer from 0 to 2147483647';
    return { minutes, seed, only: values.only };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function main(): Promise<number> {
  const args = numbers();
  if (typeof args === 'string') return usage(args);
  const oracles = chosen(ORACLES, args.only);
  if (!oracles) return usage(`no oracle is called ${args.only.join(' or ')}`);
  let stopped = false;
  const stop = (): void => {
    if (!stopped) say('ending behind this batch; once more to end at once');
    stopped = true;
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  say(
    `soak of ${oracles.map(({ name }) => name).join(', ')}: ${args.minutes} minutes from seed ${args.seed}`,
  );
  const kept = await soak({
    oracles,
    seed: args.seed,
    milliseconds: args.minutes * 60_000,
    commit: commitOf(),
    keep: (entry) => append(LEDGER, entry),
    say,
    enough: async () => {
      await setImmediate();
      return stopped;
    },
  });
  say(stopped ? '\ninterrupted; done were' : '\ndone');
  for (const [oracle, { runs, segments, failures }] of totals(kept))
    say(`${oracle.padEnd(17)} ${runs} runs, ${segments} segments, ${failures} failures`);
  const before = totals(readLedger(LEDGER).entries);
  const all = [...before.values()].reduce((sum, { runs }) => sum + runs, 0);
  say(`the ledger has ${all} runs: ${LEDGER}`);
  return kept.some(({ failures }) => failures.length > 0) ? 1 : 0;
}

process.exitCode = await main();
