/**
 * `tcpassay simulate`: walks the spec at random and holds the checker against the walks' true hidden state.
 */

import type { Argv } from 'yargs';
import type { Simulation } from '../simulate/simulate.ts';
import type { Profile } from '../spec/profile.ts';
import { type ExitCode, INTERRUPTED, OK, UNDECIDED, VIOLATIONS } from './exit-code.ts';
import { UsageError } from './failure.ts';
import { type Interrupt, watchInterrupt } from './interrupt.ts';
import type { Finish } from './options.ts';
import { CONFIG_OPTION, JSON_OPTION, PROFILE_OPTION } from './options.ts';
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
            describe: 'of the first walk; the next has one more',
          },
          ...PROFILE_OPTION,
          ...CONFIG_OPTION,
          ...JSON_OPTION,
        })
        .example('$0 simulate --walks 2000 --seed 7', 'many walks, with other seeds')
        .example('$0 simulate --walks 1 --seed 1234', 'one walk again, by its seed'),
    async (args) => {
      if (!Number.isInteger(args.walks) || args.walks < 1)
        throw new UsageError('--walks wants an integer of 1 or more');
      if (!Number.isSafeInteger(args.seed)) throw new UsageError('--seed wants an integer');
      const interrupt = watchInterrupt();
      try {
        const { settingsOf } = await import('./config/settings.ts');
        const { profile } = await settingsOf(args);
        finish(await walk(args, profile.value, interrupt));
      } finally {
        interrupt.release();
      }
    },
  );
}

interface Walks {
  readonly walks: number;
  readonly seed: number;
  readonly json: boolean;
}

async function walk(args: Walks, profile: Profile, interrupt: Interrupt): Promise<ExitCode> {
  const { walks, seed, json } = args;
  const result = await simulation(walks, seed, profile, interrupt);
  if (json) say(JSON.stringify({ profile: profile.id, ...result }, null, 2));
  else say(simulationText(result, seed, profile.id));
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
  walks: number,
  seed: number,
  profile: Profile,
  interrupt: Interrupt,
): Promise<Simulation> {
  const { simulate } = await import('../simulate/simulate.ts');
  const line = progress();
  let sum = simulate({ walks: Math.min(BATCH, walks), seed, profile });
  while (sum.walks < walks && !(await interrupt.came())) {
    line.show(`${sum.walks} of ${walks} walks, ${sum.segments} segments`);
    const next = simulate({ walks: Math.min(BATCH, walks - sum.walks), seed: seed + sum.walks, profile });
    sum = addSimulations(sum, next);
  }
  line.done();
  return sum;
}

/** Both together; numbers are summed, failures strung together. */
export function addSimulations(a: Simulation, b: Simulation): Simulation {
  return {
    walks: a.walks + b.walks,
    segments: a.segments + b.segments,
    alarms: a.alarms + b.alarms,
    breaches: a.breaches + b.breaches,
    lossy: a.lossy + b.lossy,
    lagging: a.lagging + b.lagging,
    failures: [...a.failures, ...b.failures],
    fired: addCounts(a.fired, b.fired),
    states: addCounts(a.states, b.states),
    decided: addCounts(a.decided, b.decided),
  };
}

type Counts = Readonly<Record<string, number>>;

function addCounts(a: Counts, b: Counts): Counts {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(names.map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]));
}

const FAILURES = 20;

function simulationText(result: Simulation, seed: number, profile: string): string {
  const { walks, segments, alarms, breaches, failures, lossy, lagging } = result;
  const above = (counts: Counts): string =>
    `${Object.values(counts).filter((n) => n > 0).length} of ${Object.keys(counts).length}`;
  return [
    `${walks} walks from seed ${seed} by profile ${profile}: ${segments} segments; ${lossy} walks with loss, ${lagging} with a lag of 1 ms or more`,
    `${above(result.states)} states reached, ${above(result.fired)} permits fired, ${above(result.decided)} rules decided`,
    `${alarms} walks with an alarm: a finding against a host that the same rules permit`,
    `${breaches} walks with a breach: a hidden state outside of what the checker believed`,
    ...failures.slice(0, FAILURES).map((failure) => `  ${failure}`),
    ...(failures.length > FAILURES ? [`  … and ${failures.length - FAILURES} more`] : []),
  ].join('\n');
}
