/** What many walks came to, in plain numbers, so that batches of them add up. */
import { STATE_NAMES } from '../spec/state.ts';
import type { Taped } from './taped.ts';
import type { Walk } from './walk.ts';

export type Counts = Readonly<Record<string, number>>;

/** Walks of one vantage. */
export interface VantageCounts {
  readonly walks: number;
  readonly segments: number;
  readonly alarms: number;
  readonly breaches: number;
}

/** Walks whose recorder had one fault, beside others perhaps. */
export interface FaultCounts {
  readonly walks: number;
  /** Where it changed the recording. */
  readonly touched: number;
  readonly alarms: number;
}

export interface Simulation {
  readonly walks: number;
  readonly segments: number;
  /** Walks with a finding, with a breach of containment. */
  readonly alarms: number;
  readonly breaches: number;
  /** The first of each walk that went wrong, seed and vantage first. */
  readonly failures: readonly string[];
  readonly lossy: number;
  readonly lagging: number;
  /** How often each permit explained a segment. */
  readonly fired: Counts;
  /** In how many walks each state was reached, each rule decided. */
  readonly states: Counts;
  readonly decided: Counts;
  /** By vantage: only those that were walked. */
  readonly vantages: Readonly<Record<string, VantageCounts>>;
  /** By `vantage, trust` and fault, `none` among them. */
  readonly faults: Readonly<Record<string, FaultCounts>>;
  /** Frames of captures that were judged, and their ends that the judge took to be next to the recorder. */
  readonly frames: number;
  readonly nearEnds: number;
}

/** One walk, and what was made of its recording. */
export interface Walked {
  readonly vantage: string;
  readonly walk: Walk;
  readonly lag: number;
  readonly seed: number;
  readonly taped: Taped | undefined;
}

const MOST_FAILURES = 20;

/** Sums up walks; begins with every rule, permit and state at 0. */
export class Tally {
  private readonly ids: readonly string[];
  private readonly fired: Record<string, number>;
  private readonly states: Record<string, number>;
  private readonly decided: Record<string, number>;
  private readonly vantages: Record<string, VantageCounts> = {};
  private readonly faults: Record<string, FaultCounts> = {};
  private readonly failures: string[] = [];
  private readonly sum = {
    walks: 0,
    segments: 0,
    alarms: 0,
    breaches: 0,
    lossy: 0,
    lagging: 0,
    frames: 0,
    nearEnds: 0,
  };

  /** Ids of permits; of rules and families in the order of the counters of coverage. */
  constructor(permits: readonly string[], ids: readonly string[]) {
    const none = (names: readonly string[]): Record<string, number> =>
      Object.fromEntries(names.map((name) => [name, 0]));
    this.ids = ids;
    this.fired = none(permits);
    this.states = none(STATE_NAMES);
    this.decided = none(ids);
  }

  /** True where something went wrong. */
  add({ vantage, walk, lag, taped }: Walked): boolean {
    const { sum } = this;
    const alarm = walk.alarms.length > 0 || (taped?.alarms.length ?? 0) > 0;
    const breach = walk.breaches.length > 0;
    const { segments } = walk;
    sum.walks++;
    sum.segments += segments;
    sum.alarms += alarm ? 1 : 0;
    sum.breaches += breach ? 1 : 0;
    sum.lossy += walk.lossy ? 1 : 0;
    sum.lagging += lag >= 1e6 ? 1 : 0;
    sum.frames += taped?.frames ?? 0;
    sum.nearEnds += taped?.nearEnds ?? 0;
    const wrong = walk.bugs[0] ?? walk.alarms[0] ?? walk.breaches[0] ?? taped?.alarms[0];
    if (wrong !== undefined && this.failures.length < MOST_FAILURES)
      this.failures.push(vantage === 'exact' ? wrong : `${vantage}: ${wrong}`);
    const one = { walks: 1, segments, alarms: alarm ? 1 : 0, breaches: breach ? 1 : 0 };
    this.vantages[vantage] = added(this.vantages[vantage], one);
    if (taped) this.fault(taped);
    this.reached(walk, taped);
    return wrong !== undefined;
  }

  private fault({ plan, touched, alarms }: Taped): void {
    const names = plan.faults.length === 0 ? ['none'] : plan.faults;
    for (const name of names) {
      const key = `${plan.vantage}, ${plan.trust}: ${name}`;
      const one = {
        walks: 1,
        touched: touched.some((f) => f === name) ? 1 : 0,
        alarms: alarms.length > 0 ? 1 : 0,
      };
      this.faults[key] = added(this.faults[key], one);
    }
  }

  private reached(walk: Walk, taped: Taped | undefined): void {
    for (const [id, n] of walk.fired) this.fired[id] = (this.fired[id] ?? 0) + n;
    STATE_NAMES.forEach((name, bit) => {
      if ((walk.states & (1 << bit)) !== 0) this.states[name] = (this.states[name] ?? 0) + 1;
    });
    this.ids.forEach((id, k) => {
      const here = walk.coverage.some((c) => (c[k * 4] ?? 0) + (c[k * 4 + 2] ?? 0) > 0);
      if (here || taped?.decided.has(id)) this.decided[id] = (this.decided[id] ?? 0) + 1;
    });
  }

  simulation(): Simulation {
    const { failures, fired, states, decided, vantages, faults } = this;
    return { ...this.sum, failures, fired, states, decided, vantages, faults };
  }
}

/** Both, field by field; what one has not counts as nothing, and of texts the first stays. */
export function added<T extends object>(a: T | undefined, b: T): T {
  if (!a) return b;
  const out: Record<string, unknown> = Object.fromEntries(Object.entries(a));
  for (const [key, more] of Object.entries(b)) {
    const known = out[key];
    if (known === undefined) out[key] = more;
    else if (typeof known === 'number') out[key] = known + more;
    else if (Array.isArray(known)) out[key] = [...known, ...more];
    else if (typeof known === 'object' && known !== null) out[key] = added(known, more);
  }
  return out as T;
}
