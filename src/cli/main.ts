#!/usr/bin/env node
/** The command line. Parses, runs one command, turns whatever happens into an exit code and one message. */

import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import type { Argv } from 'yargs';
import yargs from 'yargs';
import { addCheck } from './check.ts';
import { addConfig } from './config/command.ts';
import { addDoctor } from './doctor/command.ts';
import type { ExitCode } from './exit-code.ts';
import { INTERRUPTED, OK } from './exit-code.ts';
import { failureOf, UsageError } from './failure.ts';
import { LOG_LEVELS, openLog } from './log.ts';
import { addMutants } from './mutants.ts';
import type { Finish } from './options.ts';
import { LOG_OPTION } from './options.ts';
import { addRecord } from './record.ts';
import { addRun } from './run.ts';
import { addShow } from './show.ts';
import { addSimulate } from './simulate.ts';
import { addSpec } from './spec.ts';
import { withStandardInput } from './standard-input.ts';
import { addStart } from './start.ts';
import { tolerateClosedPipe, warn } from './terminal.ts';

const EXIT_CODES = `Exit codes: 0 no violation, or known deviations only · 1 violations · 2 usage or configuration
3 nothing was decided · 4 internal error · 130 interrupted`;

const WHICH =
  'which command? run, record, check, spec, simulate, mutants, show, start, config or doctor; --help tells more';

async function main(words: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = OK;
  const finish = (given: ExitCode): void => {
    code = given;
  };
  try {
    await parser(words, finish).parseAsync();
    return code;
  } catch (error) {
    const { code: failed, lines } = failureOf(error);
    for (const line of lines) warn(line);
    return failed;
  }
}

function parser(words: readonly string[], finish: Finish): Argv {
  // A lone `-` among several values would be lost.
  const base: Argv = yargs([...withStandardInput(words)])
    .scriptName('tcpassay')
    .locale('en')
    .usage('$0 <command>\n\nSays whether a TCP stack keeps to the RFCs, and proves it.')
    .options(LOG_OPTION)
    .version(version())
    .help()
    .alias('help', 'h')
    .strict()
    .exitProcess(false)
    .wrap(Math.min(100, process.stdout.columns ?? 100))
    .fail((message, error) => {
      throw error ?? new UsageError(message);
    })
    .epilogue(EXIT_CODES);
  base.middleware(async (args) => {
    await openLog(LOG_LEVELS.find((level) => level === args['logLevel']) ?? 'warn');
  });
  const add = [
    addStart,
    addRun,
    addRecord,
    addCheck,
    addShow,
    addSpec,
    addSimulate,
    addMutants,
    addConfig,
    addDoctor,
  ];
  for (const one of add) one(base, finish);
  return base.demandCommand(1, WHICH);
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

enableCompileCache();
tolerateClosedPipe();
process.exitCode = await main(process.argv.slice(2));
// After Ctrl-C nothing that still runs (the recorder's child) is worth waiting for, but what was written must
// get out.
if (process.exitCode === INTERRUPTED) process.stdout.write('', () => process.exit(INTERRUPTED));
