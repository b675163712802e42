/** `tcpassay doctor`: what works on this machine, what does not, and what to do about it. */

import type { Argv } from 'yargs';
import { type Paint, paintFor, type Style } from '../../report/summary.ts';
import { type ExitCode, OK, UNDECIDED } from '../exit-code.ts';
import type { Finish } from '../options.ts';
import { CONFIG_OPTION, JSON_OPTION } from '../options.ts';
import { say } from '../terminal.ts';
import { type Diagnosis, lacking, type State } from './diagnosis.ts';

export function addDoctor(yargs: Argv, finish: Finish): Argv {
  return yargs.command(
    'doctor',
    'say what works on this machine, and how to get what is missing',
    (own) =>
      own
        .options({ ...CONFIG_OPTION, ...JSON_OPTION })
        .example('$0 doctor', 'exit code 0: everything is there that npm start needs; 3: something is not')
        .example('$0 doctor --json', 'the same as data'),
    async ({ config, json }) => {
      finish(await doctor(config, json));
    },
  );
}

async function doctor(config: string | false | undefined, json: boolean): Promise<ExitCode> {
  const { examine } = await import('./examine.ts');
  const { thisMachine } = await import('./machine.ts');
  const all = await examine(thisMachine, config, process.cwd());
  const lack = lacking(all);
  if (json) say(JSON.stringify({ ready: lack.length === 0, lacking: lack, parts: all }, null, 2));
  else say(doctorText(all, paintFor(process.stdout)));
  return lack.length === 0 ? OK : UNDECIDED;
}

const MARKS: Readonly<Record<State, readonly [glyph: string, style: Style]>> = {
  ok: ['✓', 'green'],
  missing: ['✗', 'red'],
  'not permitted': ['✗', 'red'],
  faulty: ['✗', 'red'],
};

/** One line a part; below what is not ok, what it is for and how to get it; the answer last. */
export function doctorText(all: readonly Diagnosis[], paint: Paint): string {
  const width = Math.max(...all.map(({ name }) => name.length));
  const lines = all.flatMap(({ name, state, detail, needed, neededFor, remedy }) => {
    const [glyph, style] = needed || state === 'ok' ? MARKS[state] : (['·', 'yellow'] as const);
    const head = `${paint(style, `${glyph} ${name.padEnd(width)}  ${state}`)}  ${detail.replaceAll('\n', '\n    ')}`;
    return state === 'ok' ? [head] : [head, `    for ${neededFor}`, `    ${remedy}`];
  });
  const lack = lacking(all);
  const answer =
    lack.length === 0
      ? paint('green', 'everything is there that npm start needs')
      : paint('red', `npm start cannot record the live kernel or cannot run: ${lack.join(', ')}`);
  return [...lines, '', answer].join('\n');
}
