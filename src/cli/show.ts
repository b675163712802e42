/** `tcpassay show FILE`: prints a trace as text. */

import type { Argv } from 'yargs';
import type { ExitCode } from './exit-code.ts';
import { OK, USAGE } from './exit-code.ts';
import { UsageError } from './failure.ts';
import type { Finish } from './options.ts';
import { say, warn } from './terminal.ts';

export function addShow(yargs: Argv, finish: Finish): Argv {
  return yargs.command(
    'show <file>',
    'print a trace in packetdrill’s notation, one event a line',
    (own) =>
      own
        .positional('file', { type: 'string', demandOption: true, describe: 'a trace' })
        .option('connection', {
          type: 'string',
          requiresArg: true,
          describe: 'only connections whose id contains this',
        })
        .example('$0 show a.pcapng', 'the whole trace')
        .example('$0 show a.pcapng --connection :8080', 'one connection of it'),
    async (args) => {
      finish(await showFile(args.file, args.connection));
    },
  );
}

async function showFile(file: string, wanted: string | undefined): Promise<ExitCode> {
  const { readInput } = await import('./inputs.ts');
  const { problemText } = await import('./problem-text.ts');
  const { writeText } = await import('../trace/text/write.ts');
  const { connectionIds, eventsOf } = await import('../report/connection-events.ts');
  const { traces, problems } = readInput(file);
  for (const problem of problems) warn(problemText(problem));
  let printed = 0;
  for (const trace of traces) {
    const ids = wanted === undefined ? undefined : connectionIds(trace).filter((id) => id.includes(wanted));
    const parts = ids?.map((id) => ({ ...trace, events: eventsOf(trace, id) })) ?? [trace];
    for (const part of parts) say(writeText(part));
    printed += parts.length;
  }
  if (printed === 0 && traces.length > 0) {
    const all = traces.flatMap(connectionIds);
    throw new UsageError(
      `${file}: no connection contains '${wanted}'; there are ${all.join(', ') || 'none'}`,
    );
  }
  return traces.length === 0 ? USAGE : OK;
}
