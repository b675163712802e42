/** Many walks: what the oracle found, how often each permit fired, what was decided. */
import { Cells } from '../checker/cells.ts';
import { Random } from '../checker/random-boxes.ts';
import { currentPractice, type Profile, rfc793Era } from '../spec/profile.ts';
import type { Spec } from '../spec/rule.ts';
import { SPEC } from '../spec/rules/index.ts';
import { STATE_NAMES } from '../spec/state.ts';
import { breachText } from './breach.ts';
import { Plans } from './host.ts';
import type { Vantage } from './judge.ts';
import { themeOf } from './theme.ts';
import { walk } from './walk.ts';

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
  /** Who judges; by default the frontier of traces. */
  readonly vantage?: Vantage;
  /** By default `rfc793-era` where the theme is of older stacks, else `current-practice`. */
  readonly profile?: Profile;
  /** The spec that the stacks are drawn from, where it is not the one that judges: mutants. */
  readonly walked?: Spec;
  readonly onProgress?: (done: number) => void;
}

export interface Simulation {
  readonly walks: number;
  readonly segments: number;
  /** Walks with a finding, with a breach of containment. */
  readonly alarms: number;
  readonly breaches: number;
  /** The first of each walk that went wrong, seed first. */
  readonly failures: readonly string[];
  readonly lossy: number;
  readonly lagging: number;
  /** How often each permit explained a segment. */
  readonly fired: Readonly<Record<string, number>>;
  /** In how many walks each state was reached, each rule decided. */
  readonly states: Readonly<Record<string, number>>;
  readonly decided: Readonly<Record<string, number>>;
}

const LAGS = [0, 1e5, 1e6, 5e6];
const MOST_FAILURES = 20;
/** Breaches that are walked again to tell what they need. */
const MOST_TOLD = 5;

/** Cells and plans are made once: whoever walks in batches walks with the same code. */
const madeCells = new Map<Profile, Cells>();
function cellsOf(profile: Profile): Cells {
  const known = madeCells.get(profile) ?? new Cells(SPEC, profile, 0);
  madeCells.set(profile, known);
  return known;
}
const madePlans = new WeakMap<Spec, Plans>();
function plansOf(spec: Spec): Plans {
  const known = madePlans.get(spec) ?? new Plans(spec);
  madePlans.set(spec, known);
  return known;
}

export function simulate(options: SimulateOptions): Simulation {
  const spec = SPEC;
  const plans = plansOf(options.walked ?? spec);
  const ids = [...spec.rules.map((r) => r.id), ...spec.families.map((f) => f.id)];
  const fired: Record<string, number> = {};
  const states: Record<string, number> = Object.fromEntries(STATE_NAMES.map((name) => [name, 0]));
  const decided: Record<string, number> = Object.fromEntries(ids.map((id) => [id, 0]));
  for (const rule of spec.rules) if (rule.verb === 'permit') fired[rule.id] = 0;
  const vantage = options.vantage ?? 'trace';
  const failures: string[] = [];
  const sum = { segments: 0, alarms: 0, breaches: 0, lossy: 0, lagging: 0 };
  for (let i = 0; i < options.walks; i++) {
    const seed = options.seed + i;
    const lag = options.lag ?? LAGS[seed % LAGS.length] ?? 0;
    // The theme is the first thing that a walk draws from its seed.
    const practice = themeOf(new Random(seed)).era ? rfc793Era : currentPractice;
    const cells = cellsOf(options.profile ?? practice);
    const walked = { seed, lag, closure: options.closure ?? true, vantage };
    const w = walk(spec, plans, cells, walked);
    sum.segments += w.segments;
    sum.alarms += w.alarms.length > 0 ? 1 : 0;
    sum.breaches += w.breaches.length > 0 ? 1 : 0;
    sum.lossy += w.lossy ? 1 : 0;
    sum.lagging += lag >= 1e6 ? 1 : 0;
    const wrong = [w.bugs[0] ?? w.alarms[0] ?? []].flat();
    const [breach] = w.breaches;
    if (breach !== undefined)
      wrong.push(failures.length < MOST_TOLD ? breachText(spec, plans, cells, walked) : breach);
    if (wrong.length > 0 && failures.length < MOST_FAILURES) failures.push(wrong.join('\n'));
    for (const [id, n] of w.fired) fired[id] = (fired[id] ?? 0) + n;
    STATE_NAMES.forEach((name, bit) => {
      if ((w.states & (1 << bit)) !== 0) states[name] = (states[name] ?? 0) + 1;
    });
    ids.forEach((id, k) => {
      if (w.coverage.some((c) => (c[k * 4] ?? 0) + (c[k * 4 + 2] ?? 0) > 0))
        decided[id] = (decided[id] ?? 0) + 1;
    });
    options.onProgress?.(i + 1);
  }
  return { walks: options.walks, ...sum, failures, fired, states, decided };
}
