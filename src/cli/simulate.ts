/**
 * `tcpassay simulate`: walks the spec at random and holds the checker against the walks' true hidden state.
 */

import type { Argv } from 'yargs';
import type { ExitCode } from './exit-code.ts';
import { OK, UNDECIDED, USAGE, VIOLATIONS } from './exit-code.ts';
import type { Finish } from './options.ts';
import { JSON_OPTION } from './options.ts';
import { progress, say, warn } from './terminal.ts';

export function addSimulate(yargs: Argv, finish: Finish): Argv {
  return yargs.command(
    'simulate',
    'walk the spec at random: a conformant stack must raise no alarm',
    (own) =>
      own
        .options({
          walks: {
            type: 'number',
            requiresArg: true,
            default: 200,
            describe: 'how many connections, 1 or more',
          },
          seed: {
            type: 'number',
            requiresArg: true,
            default: 1,
            describe: 'an integer; the same seed, the same walks',
          },
          ...JSON_OPTION,
        })
        .example('$0 simulate --walks 2000 --seed 7', 'as the tests do, with another seed'),
    async (args) => {
      finish(await walk(args.walks, args.seed, args.json));
    },
  );
}

async function walk(walks: number, seed: number, json: boolean): Promise<ExitCode> {
  if (!Number.isInteger(walks) || walks < 1) return refuse('--walks wants an integer of 1 or more');
  if (!Number.isSafeInteger(seed)) return refuse('--seed wants an integer');
  const { simulate } = await import('../simulate/simulate.ts');
  const line = progress();
  const result = simulate({
    walks,
    seed,
    onProgress: (done: number) => {
      line.show(`${done} of ${walks} walks`);
    },
  });
  line.done();
  if (json) say(JSON.stringify(result, null, 2));
  else say(text(result, seed));
  if (result.alarms > 0 || result.breaches > 0 || result.failures.length > 0) return VIOLATIONS;
  return result.segments > 0 ? OK : UNDECIDED;
}

function refuse(why: string): ExitCode {
  warn(why);
  return USAGE;
}

interface Result {
  readonly walks: number;
  readonly segments: number;
  readonly alarms: number;
  readonly breaches: number;
  readonly failures: readonly string[];
}

function text(result: Result, seed: number): string {
  const { walks, segments, alarms, breaches, failures } = result;
  return [
    `${walks} walks from seed ${seed}, ${segments} segments`,
    `${alarms} alarms: findings against a host that the same rules permit`,
    `${breaches} breaches: hidden states outside of what the checker believed`,
    ...failures.slice(0, 20).map((failure) => `failure: ${failure}`),
    ...(failures.length > 20 ? [`… and ${failures.length - 20} more failures`] : []),
  ].join('\n');
}
