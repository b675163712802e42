/**
 * `tcpassay simulate`: walks the spec at random and holds the checker against the walks' true hidden state,
 * and the readers and the judge of captures against what recorders write of them.
 */

import { join } from 'node:path';
import type { Argv, InferredOptionTypes } from 'yargs';
import type { TapeFile } from '../simulate/recorder/file.ts';
import type { SimulateOptions } from '../simulate/simulate.ts';
import type { Simulation } from '../simulate/tally.ts';
import type { Profile } from '../spec/profile.ts';
import { type ExitCode, INTERRUPTED, OK, UNDECIDED, VIOLATIONS } from './exit-code.ts';
import { UsageError } from './failure.ts';
import { type Interrupt, watchInterrupt } from './interrupt.ts';
import type { Finish } from './options.ts';
import { CONFIG_OPTION, JSON_OPTION, PROFILE_OPTION } from './options.ts';
import { writeOut } from './output.ts';
import { simulationText } from './simulation-text.ts';
import { progress, say, warn } from './terminal.ts';

/** Named here too, so that `--help` loads no simulator; a test holds the two together. */
export const VANTAGE_CHOICES = ['exact', 'near', 'far', 'between', 'all'] as const;
export const FAULT_CHOICES = [
  'none',
  'drops',
  'counted-drops',
  'duplicates',
  'reordering',
  'clock-1ms',
  'clock-10ms',
  'send-offload',
  'receive-offload',
  'snap-54',
  'snap-66',
  'snap-96',
  'snap-128',
  'checksum-left',
] as const;

const OPTIONS = {
  walks: { type: 'number', requiresArg: true, default: 200, describe: 'how many connections, 1 or more' },
  seed: {
    type: 'number',
    requiresArg: true,
    default: 1,
    describe: 'of the first walk; the next has one more',
  },
  vantage: {
    choices: VANTAGE_CHOICES,
    default: 'exact',
    describe:
      'where the recorder sits: exact is at each stack, with its calls; near A, far from it, or between is a ' +
      'capture, judged as `check` does; all takes them in turn',
  },
  fault: {
    choices: FAULT_CHOICES,
    array: true,
    requiresArg: true,
    describe: 'what goes wrong with captures, or none [default: drawn for each walk]',
  },
  contain: {
    type: 'boolean',
    describe: 'compare the true state with the belief of a judge at the stack [default: where exact]',
  },
  write: {
    type: 'string',
    requiresArg: true,
    describe: 'write the captures of walks that went wrong to this folder',
  },
  keep: {
    choices: ['failing', 'all'] as const,
    default: 'failing',
    describe: 'which captures --write writes',
  },
  ...PROFILE_OPTION,
  ...CONFIG_OPTION,
  ...JSON_OPTION,
} as const;
type Args = InferredOptionTypes<typeof OPTIONS>;

export function addSimulate(yargs: Argv, finish: Finish): Argv {
  return yargs.command(
    'simulate',
    'walk the spec at random: a conformant stack must raise no alarm',
    (own) =>
      own
        .options(OPTIONS)
        .example('$0 simulate --walks 2000 --seed 7', 'many walks, with other seeds')
        .example('$0 simulate --walks 1 --seed 1234', 'one walk again, by its seed')
        .example('$0 simulate --vantage all --contain --json', 'all vantages in turn, as data')
        .example('$0 simulate --vantage near --fault drops', 'a recorder next to a stack that loses frames')
        .example('$0 simulate --vantage between --write tapes --keep all', 'captures for Wireshark'),
    async (args) => {
      if (!Number.isInteger(args.walks) || args.walks < 1)
        throw new UsageError('--walks wants an integer of 1 or more');
      if (!Number.isSafeInteger(args.seed)) throw new UsageError('--seed wants an integer');
      if (args.fault?.includes('none') === true && args.fault.length > 1)
        throw new UsageError('--fault none goes with no other fault');
      const interrupt = watchInterrupt();
      try {
        const { settingsOf } = await import('./config/settings.ts');
        const { profile } = await settingsOf(args);
        // Where nobody asks for a profile, walks of older stacks have theirs.
        finish(await walk(args, profile.from === 'default' ? undefined : profile.value, interrupt));
      } finally {
        interrupt.release();
      }
    },
  );
}

async function walk(args: Args, profile: Profile | undefined, interrupt: Interrupt): Promise<ExitCode> {
  const { walks, seed, json } = args;
  const result = await simulation(args, profile, interrupt);
  const name = profile?.id ?? 'current-practice, older stacks by rfc793-era';
  if (json) say(JSON.stringify({ profile: name, ...result }, null, 2));
  else say(simulationText(result, seed, name));
  if (result.walks < walks) {
    warn(`interrupted: ${result.walks} of ${walks} walks were done`);
    return INTERRUPTED;
  }
  if (result.alarms > 0 || result.breaches > 0 || result.failures.length > 0) return VIOLATIONS;
  return result.segments > 0 ? OK : UNDECIDED;
}

/** Walks between two looks at Ctrl-C: half a second or so. */
const BATCH = 20;

async function simulation(
  args: Args,
  profile: Profile | undefined,
  interrupt: Interrupt,
): Promise<Simulation> {
  const { walks, seed } = args;
  const { simulate } = await import('../simulate/simulate.ts');
  const { added } = await import('../simulate/tally.ts');
  const line = progress();
  const common = { ...optionsOf(args), ...(profile === undefined ? {} : { profile }) };
  let sum = simulate({ ...common, walks: Math.min(BATCH, walks), seed });
  while (sum.walks < walks && !(await interrupt.came())) {
    line.show(`${sum.walks} of ${walks} walks, ${sum.segments} segments`);
    const next = simulate({ ...common, walks: Math.min(BATCH, walks - sum.walks), seed: seed + sum.walks });
    sum = added(sum, next);
  }
  line.done();
  return sum;
}

function optionsOf({ vantage, fault, contain, write, keep }: Args): Partial<SimulateOptions> {
  const faults = fault?.filter((f) => f !== 'none');
  return {
    vantage,
    ...(faults === undefined ? {} : { faults }),
    ...(contain === undefined ? {} : { contain }),
    ...(write === undefined ? {} : { onTape: writer(write, keep === 'all') }),
  };
}

function writer(folder: string, all: boolean): (file: TapeFile, failed: boolean) => void {
  return ({ name, bytes }, failed) => {
    if (all || failed) writeOut(join(folder, name), bytes);
  };
}
