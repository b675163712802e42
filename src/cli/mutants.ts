/** `tcpassay mutants`: how many stacks that are broken on purpose the checker finds. */

import type { Argv } from 'yargs';
import type { Way } from '../simulate/mutation/run.ts';
import type { Seen } from '../simulate/mutation/table.ts';
import { type ExitCode, INTERRUPTED, OK } from './exit-code.ts';
import { UsageError } from './failure.ts';
import { type Interrupt, watchInterrupt } from './interrupt.ts';
import type { Finish } from './options.ts';
import { JSON_OPTION } from './options.ts';
import { progress, say, warn } from './terminal.ts';

const VANTAGES = ['near', 'far', 'between', 'all'] as const;

export function addMutants(yargs: Argv, finish: Finish): Argv {
  return yargs.command(
    'mutants',
    'walk stacks that are broken on purpose: how many are found',
    (own) =>
      own
        .options({
          vantage: {
            choices: VANTAGES,
            default: VANTAGES[0],
            describe: 'where the recorder sits: at the stack, at its peer, in between; or each in turn',
          },
          api: {
            type: 'boolean',
            default: false,
            describe: 'the recording has the calls of the user (near only)',
          },
          walks: {
            type: 'number',
            requiresArg: true,
            default: 100,
            describe: 'how many connections of each mutant, 1 or more',
          },
          seed: {
            type: 'number',
            requiresArg: true,
            default: 1,
            describe: 'of the first walk; the next has one more',
          },
          only: {
            type: 'string',
            array: true,
            requiresArg: true,
            describe: 'mutants by id; all where nothing is said',
          },
          ...JSON_OPTION,
        })
        .example('$0 mutants --vantage near --api --walks 200', 'every mutant, with the best evidence')
        .example('$0 mutants --only ack-ahead window-shrinks', 'two of them'),
    async (args) => {
      if (!Number.isInteger(args.walks) || args.walks < 1)
        throw new UsageError('--walks wants an integer of 1 or more');
      if (!Number.isSafeInteger(args.seed)) throw new UsageError('--seed wants an integer');
      if (args.api && (args.vantage === 'far' || args.vantage === 'between'))
        throw new UsageError('--api: a recorder away from the stack has no calls');
      const interrupt = watchInterrupt();
      try {
        finish(await measured(args, interrupt));
      } finally {
        interrupt.release();
      }
    },
  );
}

interface Asked {
  readonly vantage: (typeof VANTAGES)[number];
  readonly api: boolean;
  readonly walks: number;
  readonly seed: number;
  readonly only?: readonly string[] | undefined;
  readonly json: boolean;
}

/** What each vantage is called, and who judges there. */
function vantagesOf({ vantage, api }: Asked): readonly (readonly [string, Way['vantage']])[] {
  const calls = ['near with calls', 'trace'] as const;
  if (vantage === 'all')
    return [calls, ['near', 'stream-near'], ['far', 'stream-far'], ['between', 'between']];
  if (vantage === 'between') return [['between', 'between']];
  return [api ? calls : [vantage, `stream-${vantage}`]];
}

async function measured(asked: Asked, interrupt: Interrupt): Promise<ExitCode> {
  const { walks, seed, only } = asked;
  const { Measure } = await import('../simulate/mutation/measure.ts');
  const { MUTANTS } = await import('../simulate/mutants/all.ts');
  for (const id of only ?? [])
    if (!MUTANTS.some((m) => m.id === id)) throw new UsageError(`--only ${id}: there is no such mutant`);
  const mutants = MUTANTS.filter((m) => only?.includes(m.id) ?? true);
  const line = progress();
  const all: Seen[] = [];
  let done = true;
  for (const [from, vantage] of vantagesOf(asked)) {
    const measure = new Measure({ mutants, vantage, seed });
    while (measure.walks < walks && !(await interrupt.came())) {
      line.show(`${from}: ${measure.walks} of ${walks} walks of ${mutants.length} mutants`);
      measure.step();
    }
    done &&= measure.walks === walks;
    if (measure.walks > 0) all.push({ from, walks: measure.walks, scores: measure.scores() });
  }
  line.done();
  await shown(asked, all);
  if (done) return OK;
  const which = all.map(({ from, walks: n }) => `${n} ${from}`).join(', ');
  warn(`interrupted: of ${walks} walks of each mutant were done: ${which || 'none'}`);
  return INTERRUPTED;
}

async function shown({ vantage, json }: Asked, all: readonly Seen[]): Promise<void> {
  const [first] = all;
  if (json && vantage === 'all') say(JSON.stringify({ vantages: all }, null, 2));
  else if (json) say(JSON.stringify({ mutants: first?.scores ?? [] }, null, 2));
  else {
    const { mutantMatrix, mutantTable } = await import('../simulate/mutation/table.ts');
    if (first) say(vantage === 'all' ? mutantMatrix(all) : mutantTable(first));
  }
}
