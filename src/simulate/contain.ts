/** The oracle: after each event the true state of the stack lies in the belief (engine.md §14.1). */
import { build, mayCompile } from '../checker/compile.ts';
import { Bindings } from '../checker/emit.ts';
import type { Watched } from '../checker/listener.ts';
import { numberText } from '../spec/render.ts';
import type { Spec } from '../spec/rule.ts';
import { stateText } from '../spec/state.ts';
import { allSlots } from '../spec/tcb.ts';
import type { Computed, Slot } from '../spec/term.ts';

const PLAIN = allSlots().filter((s) => s.kind !== 'block');

export const computedsOf = (spec: Spec): readonly Computed[] => [
  ...new Set(spec.rules.flatMap((r) => (r.verb === 'track' && r.runs ? [r.runs] : []))),
];

/** One thing that broke containment: what stands in the belief, and what is true. */
export interface Breach {
  readonly slot: string;
  readonly text: string;
  /** The slots whose last writers tell why. */
  readonly slots: readonly Slot[];
}

/** What breaks containment: slot, true value, range; empty where the point lies in the box. */
export function breachesOf({ pool, any, cells }: Watched, point: Float64Array): readonly Breach[] {
  const out: Breach[] = [];
  const add = (slot: Slot, value: string, belief: string): void => {
    out.push({ slot: slot.name, text: `${slot.name}: true ${value}, belief ${belief}`, slots: [slot] });
  };
  for (const slot of PLAIN) {
    const value = point[slot.lo] ?? 0;
    const lo = pool[any + slot.lo] ?? 0;
    const hi = pool[any + slot.hi] ?? 0;
    if (slot.kind === 'mask') {
      if ((lo & value) === 0) add(slot, stateText(value), stateText(lo));
    } else if (value < lo || value > hi)
      add(slot, numberText(value), `${numberText(lo)} … ${numberText(hi)}`);
  }
  for (const { id, contains, slots } of computedsOf(cells.spec))
    if (!contains(pool, any, point, 0))
      out.push({ slot: id, text: `${id}: the true runs are not in the belief`, slots });
  return out;
}

/** Whether the plain slots of a point lie in the box at `f`. */
type Inside = (S: Float64Array, f: number, point: Float64Array) => boolean;

/** The compares of `breachesOf` on plain slots as one expression, for when nothing is wrong. */
function compileInside(): Inside {
  const slots = PLAIN.map(({ kind, lo, hi }) =>
    kind === 'mask'
      ? `((S[f+${lo}]&p[${lo}])===0?1:0)`
      : `(p[${lo}]<S[f+${lo}]?1:0)|(p[${lo}]>S[f+${hi}]?1:0)`,
  );
  return build<Inside>('S,f,p', `return (${slots.join('|')})===0;`, new Bindings(), 'inside');
}

/** Whether a point lies in the belief. */
export type Oracle = (endpoint: Watched, point: Float64Array) => boolean;
const oracles = new WeakMap<Spec, Oracle>();
export function oracleOf(spec: Spec): Oracle {
  const known = oracles.get(spec);
  if (known) return known;
  const inside = mayCompile() ? compileInside() : undefined;
  const computeds = computedsOf(spec);
  const made: Oracle = (endpoint, point) => {
    const { pool, any } = endpoint;
    if (!inside) return breachesOf(endpoint, point).length === 0;
    if (!inside(pool, any, point)) return false;
    for (const { contains } of computeds) if (!contains(pool, any, point, 0)) return false;
    return true;
  };
  oracles.set(spec, made);
  return made;
}
