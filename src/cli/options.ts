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

/** Where `--report` without a file name writes, if the configuration does not say. */
export const DEFAULT_REPORT = 'tcpassay-report.html';

export function reportFile(given: string | undefined, configured?: string): string | undefined {
  return given === '' ? (configured ?? DEFAULT_REPORT) : given;
}

/** Not given, it is the nearest configuration upwards; `--no-config` makes it false. */
export const CONFIG_OPTION = {
  config: {
    type: 'string',
    requiresArg: true,
    describe: 'take this configuration instead of the nearest; --no-config takes none',
  },
} as const;

export const PROFILE_OPTION = {
  profile: { type: 'string', requiresArg: true, describe: 'tolerances and known traits to judge by' },
} as const;

// No defaults of yargs in here: what was not given is asked of the configuration (config/settings.ts).
export const JUDGE_OPTIONS = {
  ...PROFILE_OPTION,
  recorder: {
    choices: ['lossless', 'inferred', 'unknown'] as const,
    describe: 'how far a recorder without drop counters is trusted [default: inferred]',
  },
} as const;

/** For captures that do not tell how far their recorder lagged. */
export const LAG_OPTIONS = {
  'lag-in': {
    type: 'string',
    requiresArg: true,
    describe: 'most that an input waits before the stack reads it, where the capture does not tell [5ms]',
  },
  'lag-out': {
    type: 'string',
    requiresArg: true,
    describe: 'most that an output waits before it is stamped, where the capture does not tell [5ms]',
  },
  'clock-error': {
    type: 'string',
    requiresArg: true,
    describe: 'error of the recorder’s clock, where the capture does not tell [1ms]',
  },
} as const;

export const RECORD_OPTIONS = {
  ...CONFIG_OPTION,
  stack: {
    type: 'string',
    requiresArg: true,
    describe: 'the stack under test: linux, or one of the configuration [default: linux]',
  },
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
