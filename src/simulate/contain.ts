/** The oracle: after each event the true state of the stack lies in the belief (engine.md §14.1). */
import type { Watched } from '../checker/listener.ts';
import { numberText } from '../spec/render.ts';
import type { Spec } from '../spec/rule.ts';
import { stateText } from '../spec/state.ts';
import { allSlots } from '../spec/tcb.ts';
import type { Computed } from '../spec/term.ts';

const PLAIN = allSlots().filter((s) => s.kind !== 'block');

export const computedsOf = (spec: Spec): readonly Computed[] => [
  ...new Set(spec.rules.flatMap((r) => (r.verb === 'track' && r.runs ? [r.runs] : []))),
];

/** What breaks containment: slot, true value, range; empty where the point lies in the box. */
export function breachesOf(
  endpoint: Watched,
  point: Float64Array,
  computeds: readonly Computed[],
): readonly string[] {
  const out: string[] = [];
  const { pool, any } = endpoint;
  for (const slot of PLAIN) {
    const value = point[slot.lo] ?? 0;
    const lo = pool[any + slot.lo] ?? 0;
    const hi = pool[any + slot.hi] ?? 0;
    if (slot.kind === 'mask') {
      if ((lo & value) === 0) out.push(`${slot.name}: true ${stateText(value)}, belief ${stateText(lo)}`);
    } else if (value < lo || value > hi)
      out.push(`${slot.name}: true ${numberText(value)}, belief ${numberText(lo)} … ${numberText(hi)}`);
  }
  for (const computed of computeds)
    if (!computed.contains(pool, any, point, 0))
      out.push(`${computed.id}: the true runs are not in the belief`);
  return out;
}
