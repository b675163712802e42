/**
 * `tcpassay start`, which is `npm start`: the whole way once, from the live kernel to the report, with
 * nothing to choose.
 */

import { existsSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Argv } from 'yargs';
import type { Given, Settings } from './config/settings.ts';
import type { ExitCode } from './exit-code.ts';
import { exitCode, INTERRUPTED } from './exit-code.ts';
import { CannotDrive, Interrupted, reasonOf, UsageError } from './failure.ts';
import { watchInterrupt } from './interrupt.ts';
import type { Finish } from './options.ts';
import { CONFIG_OPTION } from './options.ts';
import { warn } from './terminal.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export function addStart(yargs: Argv, finish: Finish): Argv {
  return yargs.command(
    'start',
    'record the live Linux kernel, judge it, write reports/latest (npm start)',
    (own) =>
      own
        .options(CONFIG_OPTION)
        .example('$0 start', 'needs root; without, the traces in traces/ are judged')
        .example('$0 start --no-config', 'whatever a configuration says'),
    async (args) => {
      finish(await start(args));
    },
  );
}

async function start(given: Given): Promise<ExitCode> {
  const { settingsOf } = await import('./config/settings.ts');
  const settings = await settingsOf(given);
  const output = fromHere(join(ROOT, 'reports', 'latest'));
  clear(output);
  const { recordAndJudge } = await import('./run.ts');
  const run = {
    scenario: undefined,
    family: undefined,
    edit: undefined,
    json: false,
    report: undefined,
    output,
  };
  try {
    return await recordAndJudge(run, settings, 'deviation');
  } catch (error) {
    if (!(error instanceof CannotDrive)) throw error;
    warn(error.message);
    warn('judging the traces in traces/ instead');
    return judgeKept(output, settings);
  }
}

/** Nothing of an earlier run stays beside this one's. */
function clear(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    throw new UsageError(`${folder}: cannot be cleared: ${reasonOf(error)}`);
  }
}

/** Short where the user stands in the checkout, absolute elsewhere. */
function fromHere(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
}

/**
 * The traces that must be accepted, and the recorded ones: those that must be rejected would say nothing of
 * this machine.
 */
async function judgeKept(output: string, settings: Settings): Promise<ExitCode> {
  const { readInput, traceFiles } = await import('./inputs.ts');
  const { judge, showVerdict } = await import('./judge.ts');
  const folders = ['accept', 'recorded']
    .map((name) => fromHere(join(ROOT, 'traces', name)))
    .filter(existsSync);
  if (folders.length === 0)
    throw new UsageError(`${fromHere(join(ROOT, 'traces'))}: no traces are kept there`);
  const interrupt = watchInterrupt();
  try {
    const judged = await judge(
      traceFiles(folders),
      (file) => readInput(file),
      { profile: settings.stackProfile.value, recorder: settings.recorder.value },
      interrupt,
    );
    if (judged === undefined) throw new Interrupted('interrupted before anything was judged');
    const report = join(output, 'index.html');
    await showVerdict(judged, {
      json: false,
      report,
      verdictFile: join(output, 'verdict.json'),
      title: settings.report.title.value,
      maxFindings: settings.report.maxFindings.value,
    });
    return judged.interrupted ? INTERRUPTED : exitCode(judged.verdict, 'deviation');
  } finally {
    interrupt.release();
  }
}
