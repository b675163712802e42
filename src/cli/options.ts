/** Options that several commands have, worded once. */

import type { InferredOptionTypes, Options } from 'yargs';
import type { ExitCode } from './exit-code.ts';
import { LOG_LEVELS } from './log.ts';

/** Takes the exit code of the command that ran. */
export type Finish = (code: ExitCode) => void;

export const LOG_OPTION = {
  'log-level': {
    choices: LOG_LEVELS,
    default: 'warn',
    describe: 'log from this level on, to standard error',
  },
} as const;

export const JSON_OPTION = {
  json: { type: 'boolean', default: false, describe: 'print one JSON document and nothing else' },
} as const;

export const REPORT_OPTION = {
  report: { type: 'string', requiresArg: false, describe: 'write the HTML report to this file' },
} as const;

/** Where `--report` without a file name writes. */
export const DEFAULT_REPORT = 'tcpassay-report.html';

export function reportFile(given: string | undefined): string | undefined {
  return given === '' ? DEFAULT_REPORT : given;
}

export const JUDGE_OPTIONS = {
  profile: { type: 'string', describe: 'tolerances and known traits to judge by' },
  recorder: {
    choices: ['lossless', 'inferred', 'unknown'],
    default: 'inferred',
    describe: 'how far a recorder without drop counters is trusted',
  },
} as const;

export const RECORD_OPTIONS = {
  stack: { choices: ['linux'] as const, default: 'linux' as const, describe: 'the stack under test' },
  scenario: {
    type: 'string',
    array: true,
    requiresArg: true,
    describe: 'scenarios to play; * stands for anything',
  },
  family: {
    choices: ['ipv4', 'ipv6'] as const,
    array: true,
    requiresArg: true,
    describe: 'address families',
  },
  edit: { type: 'string', requiresArg: true, describe: 'change one thing in the stack’s output' },
} satisfies Readonly<Record<string, Options>>;

export type RecordArgs = InferredOptionTypes<typeof RECORD_OPTIONS>;
