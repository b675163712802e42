/** `tcpassay config`: what holds here, and who said so. */

import type { Argv } from 'yargs';
import { durationText } from '../../trace/text/words.ts';
import { type ExitCode, OK } from '../exit-code.ts';
import type { Finish } from '../options.ts';
import { CONFIG_OPTION, JSON_OPTION, JUDGE_OPTIONS, LAG_OPTIONS, RECORD_OPTIONS } from '../options.ts';
import { say } from '../terminal.ts';
import { type Settings, type Sourced, settingsOf } from './settings.ts';

const OPTIONS = {
  ...CONFIG_OPTION,
  ...JUDGE_OPTIONS,
  ...LAG_OPTIONS,
  stack: RECORD_OPTIONS.stack,
  ...JSON_OPTION,
} as const;

export function addConfig(yargs: Argv, finish: Finish): Argv {
  return yargs.command(
    'config',
    'print the effective configuration, and where each value came from',
    (own) =>
      own
        .options(OPTIONS)
        .example('$0 config', 'what holds in this folder')
        .example('$0 config --profile strict --json', 'what would hold with this option, as data')
        .example('$0 config --config other.json', 'whether a file is a configuration'),
    async ({ json, ...given }) => {
      finish(print(await settingsOf(given), json));
    },
  );
}

interface Line {
  readonly name: string;
  readonly value: unknown;
  readonly from: string;
}

function print(settings: Settings, json: boolean): ExitCode {
  const values = linesOf(settings);
  const profiles = settings.profiles.map(({ id, text, values: own, traits }) => ({
    id,
    text,
    values: own,
    traits,
  }));
  if (json) {
    say(JSON.stringify({ file: settings.file ?? null, values, profiles }, null, 2));
    return OK;
  }
  const shown = values.map(({ name, value, from }) => [name, textOf(value), from] as const);
  const width = (column: 0 | 1): number => Math.max(...shown.map((line) => line[column].length));
  say(
    settings.file === undefined
      ? 'no configuration file; the defaults hold'
      : `configuration: ${settings.file}`,
  );
  for (const [name, value, from] of shown)
    say(`  ${name.padEnd(width(0))}  ${value.padEnd(width(1))}  ${from}`);
  say('profiles');
  for (const { id, text } of profiles) say(`  ${id}: ${text}`);
  return OK;
}

/** Durations as one writes them; everything else as it is. */
function linesOf(settings: Settings): readonly Line[] {
  const { profile, stack, stackProfile, recorder, lagIn, lagOut, clockError, report } = settings;
  const line = <T>(
    name: string,
    { value, from }: Sourced<T>,
    show: (value: T) => unknown = (same) => same,
  ): Line => ({
    name,
    value: show(value) ?? null,
    from,
  });
  return [
    line('profile', profile, ({ id }) => id),
    line('stack', stack, ({ name }) => name),
    line('stack.adapter', { value: stack.value.adapter, from: stack.value.definedBy }),
    line('stack.settings', { value: stack.value.settings, from: stack.value.definedBy }),
    line('stack.profile', stackProfile, ({ id }) => id),
    line('recorder', recorder),
    line('tolerances.lagIn', lagIn, durationText),
    line('tolerances.lagOut', lagOut, durationText),
    line('tolerances.clockError', clockError, durationText),
    line('report.output', report.output),
    line('report.title', report.title),
    line('report.maxFindings', report.maxFindings),
  ];
}

function textOf(value: unknown): string {
  if (value === null) return '–';
  if (typeof value !== 'object') return typeof value === 'string' ? value : JSON.stringify(value);
  return (
    Object.entries(value)
      .map(([name, one]) => `${name}=${String(one)}`)
      .join(' ') || '–'
  );
}
