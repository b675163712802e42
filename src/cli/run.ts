/** `tcpassay run`: records scenarios on a live stack, judges them, writes the report. */

import { join } from 'node:path';
import type { Argv, InferredOptionTypes } from 'yargs';
import type { Settings } from './config/settings.ts';
import type { ExitCode } from './exit-code.ts';
import { exitCode, INTERRUPTED, OK, UNDECIDED } from './exit-code.ts';
import { Interrupted } from './failure.ts';
import { watchInterrupt } from './interrupt.ts';
import type { Finish } from './options.ts';
import { JSON_OPTION, JUDGE_OPTIONS, RECORD_OPTIONS, REPORT_OPTION, reportFile } from './options.ts';
import type { Sessions } from './recording.ts';

const OPTIONS = {
  ...RECORD_OPTIONS,
  ...JUDGE_OPTIONS,
  ...JSON_OPTION,
  ...REPORT_OPTION,
  output: {
    type: 'string',
    requiresArg: true,
    default: join('reports', 'run'),
    describe: 'folder for traces, verdict.json and index.html',
  },
} as const;

export function addRun(yargs: Argv, finish: Finish): Argv {
  return yargs.command(
    'run',
    'record scenarios on a live stack, judge them, write the report',
    (own) =>
      own
        .options(OPTIONS)
        .example('$0 run', 'every scenario in IPv4 and IPv6, by the stack’s own profile')
        .example("$0 run --scenario 'timeout/*' --profile strict", 'some scenarios, to the letter')
        .example('$0 run --edit ack-held', 'prove that a held ACK would be found'),
    async (args) => {
      const { settingsOf } = await import('./config/settings.ts');
      const settings = await settingsOf(args);
      const report = reportFile(args.report, settings.report.output.value) ?? settings.report.output.value;
      finish(await recordAndJudge({ ...args, report }, settings, 'violation'));
    },
  );
}

/** What is played and where it goes. */
export type Run = Sessions & Pick<InferredOptionTypes<typeof OPTIONS>, 'json' | 'report' | 'output'>;

/**
 * Records into `output`/traces, judges what was written there by the stack's profile in `settings`, writes
 * the report.
 */
export async function recordAndJudge(
  args: Run,
  settings: Settings,
  blame: 'violation' | 'deviation',
): Promise<ExitCode> {
  const { recordInto } = await import('./recording.ts');
  const { readInput } = await import('./inputs.ts');
  const { judge, showVerdict } = await import('./judge.ts');
  const interrupt = watchInterrupt();
  try {
    const folder = join(args.output, 'traces');
    const { files, failures } = await recordInto(folder, args, settings.stack.value, interrupt);
    const options = { profile: settings.stackProfile.value, recorder: settings.recorder.value };
    const judged = await judge(files, (file) => readInput(file), options, interrupt);
    if (judged === undefined) throw new Interrupted('interrupted before anything was judged');
    await showVerdict(judged, {
      json: args.json,
      report: args.report ?? join(args.output, 'index.html'),
      title: settings.report.title.value,
      maxFindings: settings.report.maxFindings.value,
      verdictFile: join(args.output, 'verdict.json'),
    });
    if (judged.interrupted) return INTERRUPTED;
    const code = exitCode(judged.verdict, blame);
    return code === OK && failures.length > 0 ? UNDECIDED : code;
  } finally {
    interrupt.release();
  }
}
