/** What a belief owes: which debts an event arms for certain, and which an output puts in doubt again. */
import { E } from '../spec/event.ts';
import { allHold, type View } from '../spec/read.ts';
import type { Oblige } from '../spec/rule.ts';
import type { Debts, DebtView } from './debts.ts';
import type { CellPlan } from './plan.ts';
import type { Waiting } from './waiting.ts';

const viewOf = (belief: DebtView, event: Float64Array): View => ({ ...belief, box: belief.pool, event });

/**
 * Arms what `armed` names by bit. What waits may be read after a segment has left, or a call: then `doubt` is
 * the belief whose states must all leave the guard standing. The rules that it leaves open are given back.
 */
export function armDebts(
  debts: Debts,
  plan: CellPlan,
  armed: number,
  event: Float64Array,
  belief: DebtView,
  doubt: DebtView | undefined,
): readonly Oblige[] {
  const open: Oblige[] = [];
  plan.obliges.forEach((o, bit) => {
    if ((armed & (1 << bit)) === 0) return;
    if (doubt && !allHold(o.when, 'must', viewOf(doubt, event))) open.push(o.rule);
    else debts.arm(o.rule, event, belief);
  });
  return open;
}

/**
 * Debts of inputs that wait: the stack may have sent a segment before it read them, and what that changed is
 * what they met. Those whose guard it leaves in doubt are struck off and given back.
 */
export function doubtedDebts(debts: Debts, waiting: readonly Waiting[], any: DebtView): readonly Oblige[] {
  if (debts.earliest === Number.POSITIVE_INFINITY) return [];
  const open: Oblige[] = [];
  for (const { cells, event } of waiting)
    for (const { rule, tests } of cells.owing)
      if (debts.armedAt(rule, event[E.FRAME] ?? 0) && !allHold(tests, 'must', viewOf(any, event))) {
        debts.strike(rule);
        open.push(rule);
      }
  return open;
}
