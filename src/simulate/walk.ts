/** One walk: two stacks drawn from the spec, a network between them, a recorder and a judge at each. */
import type { Cells } from '../checker/cells.ts';
import type { Spec } from '../spec/rule.ts';
import { type Plans, SpecBug } from './host.ts';
import type { WalkOptions } from './walk-options.ts';
import { World } from './world.ts';

const MS = 1e6;

export interface Walk {
  readonly segments: number;
  readonly alarms: readonly string[];
  readonly breaches: readonly string[];
  /** The first breach, and whose judge it was: 0 or 1. */
  readonly breached: World['breached'];
  readonly bugs: readonly string[];
  /** How often each permit explained a segment that a stack sent. */
  readonly fired: ReadonlyMap<string, number>;
  /** The state that each stack ended in: one number a slot. */
  readonly points: readonly Float64Array[];
  /** States that the stacks were in. */
  readonly states: number;
  /** Coverage of the two judges. */
  readonly coverage: readonly Uint32Array[];
  readonly lossy: boolean;
}

/** Walks once. A broken spec shows as `bugs`; they stop the walk. */
export function walk(spec: Spec, plans: Plans, cells: Cells, options: WalkOptions): Walk {
  const world = new World(spec, plans, cells, options);
  const bugs: string[] = [];
  try {
    world.run();
  } catch (error) {
    if (!(error instanceof SpecBug)) throw error;
    bugs.push(`seed ${options.seed} t ${(world.now / MS).toFixed(3)} ms: ${error.message}`);
  }
  options.recorder?.ends(world.now);
  return {
    segments: world.segments,
    alarms: world.alarms,
    breaches: world.breaches,
    breached: world.breached,
    bugs,
    fired: firedBy(plans.spec, world.fired),
    points: world.actors.map((a) => a.host.box),
    states: world.actors[0].states | world.actors[1].states,
    coverage: world.actors.map((a) => a.judge.coverage),
    lossy: world.lossy,
  };
}

function firedBy(spec: Spec, counts: Uint32Array): ReadonlyMap<string, number> {
  const fired = new Map<string, number>();
  spec.rules.forEach(({ id }, i) => {
    const n = counts[i] ?? 0;
    if (n > 0) fired.set(id, n);
  });
  return fired;
}
