/** `tcpassay record`: plays scenarios on a live stack and keeps their traces. */

import type { Argv, InferredOptionTypes } from 'yargs';
import type { ExitCode } from './exit-code.ts';
import { OK, UNDECIDED } from './exit-code.ts';
import { watchInterrupt } from './interrupt.ts';
import type { Finish } from './options.ts';
import { RECORD_OPTIONS } from './options.ts';
import { say } from './terminal.ts';

const OPTIONS = {
  ...RECORD_OPTIONS,
  output: { type: 'string', requiresArg: true, default: 'recordings', describe: 'folder for the traces' },
  text: { type: 'boolean', default: false, describe: 'keep their text form only' },
} as const;

export function addRecord(yargs: Argv, finish: Finish): Argv {
  return yargs.command(
    'record',
    'play scenarios on a live stack, keep their traces',
    (own) =>
      own
        .options(OPTIONS)
        .example('$0 record', 'every scenario, into recordings/')
        .example("$0 record --scenario 'open/*' --family ipv4 --output out", 'some of them'),
    async (args) => {
      finish(await recordTraces(args));
    },
  );
}

async function recordTraces(args: InferredOptionTypes<typeof OPTIONS>): Promise<ExitCode> {
  const { recordInto } = await import('./recording.ts');
  const { settingsOf } = await import('./config/settings.ts');
  const { stack } = await settingsOf(args);
  const interrupt = watchInterrupt();
  try {
    const { files, failures } = await recordInto(args.output, args, stack.value, interrupt);
    for (const file of files) say(file);
    return failures.length === 0 ? OK : UNDECIDED;
  } finally {
    interrupt.release();
  }
}
