/**
 * How many broken stacks the checker finds: each mutant walks the seeds that a right stack walks, with the
 * same draws. It counts where its log differs from the right one's, and is killed by a finding under the
 * entry that it breaks.
 */
import { CellStore } from '../../checker/capture/capture-check.ts';
import { Cells } from '../../checker/cells.ts';
import { Random } from '../../checker/random-boxes.ts';
import { currentPractice, type Profile, rfc793Era } from '../../spec/profile.ts';
import type { Level } from '../../spec/requirement.ts';
import type { Spec } from '../../spec/rule.ts';
import { SPEC } from '../../spec/rules/index.ts';
import { Plans } from '../host.ts';
import { themeOf } from '../themes.ts';
import { linkedTo } from './linked.ts';
import { levelOfMutant, type Mutant, type MutantFamily, mutated } from './mutant.ts';
import { breachesOf, broken, right, type Way } from './run.ts';

/** What was found of one mutant; counts of walks. */
export interface Score {
  readonly id: string;
  readonly requirement: string;
  readonly level: Level;
  readonly family: MutantFamily;
  /** The log differs from that of the right stack, and the difference was not put aside as allowed. */
  readonly observable: number;
  readonly killed: number;
  /** Found, but under other entries only. */
  readonly wrongly: number;
  /** The log differs, but all that the stack did is what a right one of the same draws may do. */
  readonly allowed: number;
  /** What was found wrongly, and what was broken and not found: how often each. */
  readonly elsewhere: Readonly<Record<string, number>>;
  readonly missed: Readonly<Record<string, number>>;
  /** The first seed of each kind, to be walked again. */
  readonly seeds: Readonly<Partial<Record<Outcome, number>>>;
}

export type Outcome = 'same' | 'allowed' | 'killed' | 'wrongly' | 'survived';

export interface MeasureOptions {
  readonly mutants: readonly Mutant[];
  /** `trace` is near with all calls logged. */
  readonly vantage: Way['vantage'];
  readonly seed: number;
  /** The spec that judges; `SPEC` by default. */
  readonly spec?: Spec;
}

interface Tally {
  readonly mutant: Mutant;
  readonly plans: Plans;
  readonly entries: ReadonlySet<string>;
  readonly outcomes: Record<Outcome, number>;
  readonly elsewhere: Record<string, number>;
  readonly missed: Record<string, number>;
  readonly seeds: Partial<Record<Outcome, number>>;
}

const LAGS = [0, 1e5, 1e6, 5e6];
const bump = (counts: Record<string, number>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1;
};

/** A measurement that goes on seed by seed, so that it can be stopped and shown at any time. */
export class Measure {
  walks = 0;
  private readonly options: MeasureOptions;
  private readonly judges: ReadonlyMap<Profile, { readonly cells: Cells; readonly store: CellStore }>;
  private readonly plans: Plans;
  private readonly tallies: readonly Tally[];

  constructor(options: MeasureOptions) {
    const spec = options.spec ?? SPEC;
    this.options = options;
    this.judges = new Map(
      [currentPractice, rfc793Era].map(
        (p) => [p, { cells: new Cells(spec, p, 0), store: new CellStore(spec, p) }] as const,
      ),
    );
    this.plans = new Plans(spec);
    this.tallies = options.mutants.map((mutant) => ({
      mutant,
      plans: new Plans(mutated(spec, mutant)),
      entries: new Set([mutant.requirement, ...(mutant.alike ?? [])].flatMap((id) => [...linkedTo(id)])),
      outcomes: { same: 0, allowed: 0, killed: 0, wrongly: 0, survived: 0 },
      elsewhere: {},
      missed: {},
      seeds: {},
    }));
  }

  /** Walks one seed with every mutant. */
  step(): void {
    const seed = this.options.seed + this.walks++;
    const judge = this.judges.get(themeOf(new Random(seed)).era ? rfc793Era : currentPractice);
    if (!judge) throw new Error('unreachable: both were made');
    const { vantage } = this.options;
    const way: Way = { seed, lag: LAGS[seed % LAGS.length] ?? 0, vantage, ...judge, judged: this.plans };
    const log = right(way);
    for (const tally of this.tallies) {
      const outcome = this.one(tally, way, log);
      tally.outcomes[outcome]++;
      tally.seeds[outcome] ??= seed;
    }
  }

  private one(tally: Tally, way: Way, log: Float64Array): Outcome {
    const { mutant, plans, entries } = tally;
    const run = broken(way, plans, log, (cited) => cited.some((id) => entries.has(id)));
    if (run.same) return 'same';
    if (run.killed) return 'killed';
    if (run.found.length > 0) {
      bump(tally.elsewhere, run.found[0] ?? '');
      return 'wrongly';
    }
    const [first] = breachesOf(way, plans);
    if (first === undefined && mutant.allowed !== undefined) return 'allowed';
    bump(tally.missed, first ?? 'nothing that is forbidden');
    return 'survived';
  }

  scores(): readonly Score[] {
    return this.tallies.map(({ mutant, outcomes, elsewhere, missed, seeds }) => ({
      id: mutant.id,
      requirement: mutant.requirement,
      level: levelOfMutant(mutant),
      family: mutant.family,
      observable: outcomes.killed + outcomes.wrongly + outcomes.survived,
      killed: outcomes.killed,
      wrongly: outcomes.wrongly,
      allowed: outcomes.allowed,
      elsewhere,
      missed,
      seeds,
    }));
  }
}
