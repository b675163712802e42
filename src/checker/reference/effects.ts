/** What the rules taken at an event make of the state: values read before it, moves one after the other. */
import type { Permit, Rule, Track } from '../../spec/rule.ts';
import type { Effect } from '../../spec/term.ts';
import { endsOf, type Sight } from './ends.ts';

function moved(states: number, moves: readonly (readonly [from: number, to: number])[]): number {
  let out = 0;
  for (let bit = 0; bit < 11; bit++) {
    const state = states & (1 << bit);
    if (state === 0) continue;
    const targets = moves.filter(([from]) => from === state);
    out |= targets.length === 0 ? state : targets.reduce((mask, [, to]) => mask | to, 0);
  }
  return out;
}

function take(effect: Effect, before: Sight, after: Float64Array): void {
  const { to } = effect;
  if ('moves' in effect) {
    after[to.lo] = moved(after[to.lo] ?? 0, effect.moves);
    return;
  }
  const value = endsOf(effect.value, before);
  after[to.lo] = value.lo;
  if (to.kind === 'range') after[to.hi] = value.hi;
}

/** The state after the event. `order`: where each rule stands in the spec, which sorts them by `after`. */
export function takeEffect(
  taken: readonly (Permit | Track)[],
  before: Sight,
  order: ReadonlyMap<Rule, number>,
): Float64Array {
  const after = before.box.slice();
  const place = (rule: Rule): number => order.get(rule) ?? 0;
  const sorted = taken.toSorted((a, b) => place(a) - place(b));
  for (const rule of sorted) for (const effect of rule.then) take(effect, before, after);
  for (const rule of sorted) if (rule.verb === 'track') rule.runs?.apply(after, 0, before.event, true);
  return after;
}
