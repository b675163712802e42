/** Many walks: what the oracle found, how often each permit fired, what was decided. */
import { Cells } from '../checker/cells.ts';
import { currentPractice, type Profile } from '../spec/profile.ts';
import type { Spec } from '../spec/rule.ts';
import { SPEC } from '../spec/rules/index.ts';
import { STATE_NAMES } from '../spec/state.ts';
import { Plans } from './host.ts';
import type { Vantage } from './judge.ts';
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

export function simulate(options: SimulateOptions): Simulation {
  const spec = SPEC;
  const cells = new Cells(spec, options.profile ?? currentPractice, 0);
  const plans = new Plans(options.walked ?? spec);
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
    const w = walk(spec, plans, cells, { seed, lag, closure: options.closure ?? true, vantage });
    sum.segments += w.segments;
    sum.alarms += w.alarms.length > 0 ? 1 : 0;
    sum.breaches += w.breaches.length > 0 ? 1 : 0;
    sum.lossy += w.lossy ? 1 : 0;
    sum.lagging += lag >= 1e6 ? 1 : 0;
    const wrong = w.bugs[0] ?? w.alarms[0] ?? w.breaches[0];
    if (wrong !== undefined && failures.length < MOST_FAILURES) failures.push(wrong);
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
