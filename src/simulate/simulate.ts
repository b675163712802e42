/** Many walks: what the oracle found, how often each permit fired, what was decided. */
import { CellStore } from '../checker/capture/capture-check.ts';
import { Cells } from '../checker/cells.ts';
import { Random } from '../checker/random-boxes.ts';
import type { Recorder as Trust } from '../checker/survey/evidence.ts';
import { currentPractice, type Profile, rfc793Era } from '../spec/profile.ts';
import type { Spec } from '../spec/rule.ts';
import { SPEC } from '../spec/rules/index.ts';
import { breachText } from './breach.ts';
import { Plans } from './host.ts';
import type { Vantage as Judge } from './judge.ts';
import type { Fault } from './recorder/faults.ts';
import type { TapeFile } from './recorder/file.ts';
import { planOf, type TapeVantage } from './recorder/plan.ts';
import { Recorder } from './recorder/tape.ts';
import { type Simulation, Tally, type Walked } from './tally.ts';
import { judged, type Taped } from './taped.ts';
import { themeOf } from './themes.ts';
import { walk } from './walk.ts';

/** `exact`: at each stack, with its calls. Else a capture, recorded next to A, next to B, or between. */
export const VANTAGES = ['exact', 'near', 'far', 'between'] as const;
export type Vantage = (typeof VANTAGES)[number];

export interface SimulateOptions {
  readonly walks: number;
  /** The first walk's seed; walk i has seed + i. */
  readonly seed: number;
  /**
   * The most that recorder and stack lag, nanoseconds; by default the walks take 0, 0.1, 1 and 5 ms in turn.
   */
  readonly lag?: number;
  /** Off only to show that the oracle bites. */
  readonly closure?: boolean;
  /** Where the recorder sits; `all` takes the vantages in turn. By default `exact`. */
  readonly vantage?: Vantage | 'all';
  /** These faults of recorders; drawn where nothing is said. */
  readonly faults?: readonly Fault[];
  /** How far recorders are trusted; drawn, as their faults allow, where nothing is said. */
  readonly trust?: Trust;
  /**
   * Whether the true state is compared with what a judge at the stack believes of it; by default only where
   * the vantage is `exact`. A capture's judge works after the walk: another one then judges in the walk.
   */
  readonly contain?: boolean;
  /** Who judges in the walk, and no recording; by default who belongs to the vantage. */
  readonly judge?: Judge;
  /** By default `rfc793-era` where the theme is of older stacks, else `current-practice`. */
  readonly profile?: Profile;
  /** The spec that the stacks are drawn from, where it is not the one that judges: mutants. */
  readonly walked?: Spec;
  readonly onProgress?: (done: number) => void;
  /** Gets each recording; `failed` where something was found. */
  readonly onTape?: (file: TapeFile, failed: boolean) => void;
}

const LAGS = [0, 1e5, 1e6, 5e6];
/** Breaches that are walked again to tell what they need. */
const MOST_TOLD = 5;

/** The most that things lag in the walk of a seed, nanoseconds: all lags at each place of `all`. */
export function lagOf(seed: number): number {
  const turn = seed + Math.floor(seed / LAGS.length);
  return LAGS[((turn % LAGS.length) + LAGS.length) % LAGS.length] ?? 0;
}

const vantageOf = (seed: number): Vantage =>
  VANTAGES[((seed % VANTAGES.length) + VANTAGES.length) % VANTAGES.length] ?? 'exact';

export function simulate(options: SimulateOptions): Simulation {
  const judges = new Map([currentPractice, rfc793Era].map((p) => [p, judgesOf(options.profile ?? p)]));
  const plans = plansOf(options.walked ?? SPEC);
  const permits = SPEC.rules.filter((r) => r.verb === 'permit').map((r) => r.id);
  const tally = new Tally(permits, [...SPEC.rules.map((r) => r.id), ...SPEC.families.map((f) => f.id)]);
  let told = 0;
  for (let i = 0; i < options.walks; i++) {
    const seed = options.seed + i;
    // The theme is the first thing that a walk draws from its seed.
    const by = judges.get(themeOf(new Random(seed)).era ? rfc793Era : currentPractice);
    if (!by) throw new Error('unreachable: both were made');
    let walked = one(seed, by, plans, options);
    if (walked.walk.breached && told++ < MOST_TOLD) walked = toldInFull(walked, by, plans, options);
    const failed = tally.add(walked);
    if (walked.taped) options.onTape?.(walked.taped.file, failed);
    options.onProgress?.(i + 1);
  }
  return tally.simulation();
}

/** Cells of a profile, for traces and for captures; kept, since making them takes as long as some walks. */
interface Judges {
  readonly cells: Cells;
  readonly store: CellStore;
}
const made = new WeakMap<Profile, Judges>();
function judgesOf(profile: Profile): Judges {
  const known = made.get(profile) ?? {
    cells: new Cells(SPEC, profile, 0),
    store: new CellStore(SPEC, profile),
  };
  made.set(profile, known);
  return known;
}

/** Plans are made once as well: whoever walks in batches walks with the same code. */
const madePlans = new WeakMap<Spec, Plans>();
function plansOf(spec: Spec): Plans {
  const known = madePlans.get(spec) ?? new Plans(spec);
  madePlans.set(spec, known);
  return known;
}

function one(seed: number, { cells, store }: Judges, plans: Plans, options: SimulateOptions): Walked {
  const { vantage: asked = 'exact', closure = true, judge } = options;
  const vantage = asked === 'all' ? vantageOf(seed) : asked;
  const lag = options.lag ?? lagOf(seed);
  const contain = options.contain ?? vantage === 'exact';
  const common = { seed, lag, closure, contain };
  if (vantage === 'exact' || judge !== undefined) {
    const within = walk(SPEC, plans, cells, { ...common, vantage: judge ?? 'trace' });
    return { vantage: judge ?? vantage, walk: within, lag, seed, taped: undefined };
  }
  const plan = planOf(seed, vantage, lag, options);
  const recorder = new Recorder(plan.place, seed);
  const watched = walk(SPEC, plans, cells, {
    ...common,
    vantage: contain ? beside(vantage) : 'none',
    recorder,
  });
  const taped: Taped | undefined = watched.bugs.length > 0 ? undefined : judged(seed, recorder, plan, store);
  return { vantage, walk: watched, lag, seed, taped };
}

/** The first breach with who wrote the slot last, and the least that the walk needs for it. */
function toldInFull(walked: Walked, { cells }: Judges, plans: Plans, options: SimulateOptions): Walked {
  const { closure = true } = options;
  const { lag, walk: within, vantage, seed } = walked;
  // Behind a recorder another judge was asked; it is not walked again.
  if (walked.taped) return walked;
  const judge = options.judge ?? 'trace';
  const text = breachText(SPEC, plans, cells, { seed, lag, closure, vantage: judge });
  return { vantage, lag, seed, taped: undefined, walk: { ...within, breaches: [text] } };
}

/** The judge of captures that can be asked in the walk what it believes. */
const beside = (vantage: TapeVantage): Judge => (vantage === 'near' ? 'stream-near' : 'stream-far');
