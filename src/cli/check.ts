/** `tcpassay check FILE…`: judges traces and captures. */

import type { Argv, InferredOptionTypes } from 'yargs';
import { type ExitCode, exitCode, INTERRUPTED } from './exit-code.ts';
import { Interrupted } from './failure.ts';
import { watchInterrupt } from './interrupt.ts';
import type { Finish } from './options.ts';
import {
  CONFIG_OPTION,
  JSON_OPTION,
  JUDGE_OPTIONS,
  LAG_OPTIONS,
  REPORT_OPTION,
  reportFile,
} from './options.ts';
import { warn } from './terminal.ts';

const OPTIONS = {
  ...CONFIG_OPTION,
  ...JSON_OPTION,
  ...JUDGE_OPTIONS,
  ...LAG_OPTIONS,
  ...REPORT_OPTION,
  clauses: {
    type: 'boolean',
    default: false,
    describe: 'count how each clause of each rule was answered, for --json',
  },
  follow: {
    type: 'boolean',
    default: false,
    describe: 'read on while the capture grows, until Ctrl-C; then judge it',
  },
  for: {
    type: 'string',
    requiresArg: true,
    describe: 'with --follow: read on for so long (10s)',
  },
  explain: {
    type: 'boolean',
    default: false,
    describe: 'print each finding with its clauses, the origin of its bounds, and what was allowed',
  },
} as const;

type Args = InferredOptionTypes<typeof OPTIONS> & { readonly file: readonly string[] };

export function addCheck(yargs: Argv, finish: Finish): Argv {
  return yargs.command(
    'check <file..>',
    'judge traces and captures; a folder stands for those in it, - for the standard input',
    (own) =>
      own
        .positional('file', {
          type: 'string',
          array: true,
          demandOption: true,
          describe: 'traces, captures (pcap, pcapng, snoop; .gz too), folders, or -',
        })
        .options(OPTIONS)
        .example('$0 check handshake.trace', 'judge one trace, print a summary')
        .example('$0 check handshake.trace --explain', 'and say of each finding why it is one')
        .example('$0 check recordings --report out.html', 'judge a folder, write the report')
        .example('$0 check --json --profile strict a.pcapng', 'the verdict as JSON')
        .example('tcpdump -i eth0 -w - tcp | $0 check -', 'judge what tcpdump records, when it ends')
        .example('$0 check --follow --for 300s live.pcap', 'judge a capture that is being written'),
    async (args) => {
      finish(await checkFiles(args));
    },
  );
}

async function checkFiles(args: Args): Promise<ExitCode> {
  const { readInput, traceFiles } = await import('./inputs.ts');
  const { judge, showVerdict } = await import('./judge.ts');
  const { lagOf, settingsOf } = await import('./config/settings.ts');
  const settings = await settingsOf(args);
  const files = traceFiles(args.file);
  const lag = lagOf(settings);
  const { followed } = await import('./follow.ts');
  const follow = followed(files, args);
  const interrupt = watchInterrupt(follow?.ends);
  try {
    const options = {
      profile: settings.profile.value,
      recorder: settings.recorder.value,
      clauses: args.clauses,
      lag,
      follow: follow?.ends.signal,
    };
    const judged = await judge(files, (file) => readInput(file, lag), options, interrupt);
    if (judged === undefined) throw new Interrupted('interrupted before anything was judged');
    await showVerdict(judged, {
      json: args.json,
      explain: args.explain,
      report: reportFile(args.report, settings.report.output.value),
      title: settings.report.title.value,
      maxFindings: settings.report.maxFindings.value,
    });
    if (!judged.interrupted) return exitCode(judged.verdict);
    warn(`interrupted: ${judged.traces.size} of ${files.length} files were judged`);
    return INTERRUPTED;
  } finally {
    follow?.release();
    interrupt.release();
  }
}
