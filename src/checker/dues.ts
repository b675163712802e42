/** What a belief owes: which debts an event arms for certain, and which an output puts in doubt again. */
import { E } from '../spec/event.ts';
import { allHold, type View } from '../spec/read.ts';
import type { Oblige } from '../spec/rule.ts';
import type { Slot } from '../spec/term.ts';
import type { Debts, DebtView } from './debts.ts';
import type { CellPlan } from './plan.ts';
import type { Waiting } from './waiting.ts';

const viewOf = (belief: DebtView, event: Float64Array): View => ({ ...belief, box: belief.pool, event });

/** Whether the input, read after what armed the debt, may make it void. */
const mayVoid = ({ owes }: Oblige, { event, call }: Waiting, belief: DebtView): boolean =>
  owes.voidBy.some(
    ({ on, when }) =>
      on === (call >= 0 ? 'call' : 'segment arrives') && allHold(when, 'may', viewOf(belief, event)),
  );

/**
 * Arms what `armed` names by bit. `later` may be read after the event although the recorder saw it before:
 * then all states of `any` must leave the guard standing, and nothing of it may make the debt void. The rules
 * that this leaves open are given back.
 */
export function armDebts(
  debts: Debts,
  plan: CellPlan,
  armed: number,
  event: Float64Array,
  belief: DebtView,
  any: DebtView,
  later: readonly Waiting[],
): readonly Oblige[] {
  const open: Oblige[] = [];
  plan.obliges.forEach((o, bit) => {
    if ((armed & (1 << bit)) === 0) return;
    const stands = later.length === 0 || allHold(o.when, 'must', viewOf(any, event));
    if (!stands || later.some((w) => mayVoid(o.rule, w, any))) open.push(o.rule);
    else debts.arm(o.rule, event, belief);
  });
  return open;
}

/**
 * Debts of inputs that wait: the stack may have sent a segment before it read them, and what that changed is
 * what they met. Those whose guard it leaves in doubt are struck off and given back. `written`: what both
 * sides write, and this output may have.
 */
export function doubtedDebts(
  debts: Debts,
  waiting: readonly Waiting[],
  any: DebtView,
  written: readonly Slot[],
): readonly Oblige[] {
  if (debts.earliest === Number.POSITIVE_INFINITY) return [];
  const open: Oblige[] = [];
  for (const { cells, event } of waiting)
    for (const { rule, tests, shared } of cells.owing) {
      if (!debts.armedAt(rule, event[E.FRAME] ?? 0)) continue;
      const view = viewOf(any, event);
      const also = shared.filter(({ slot }) => written.includes(slot)).flatMap((s) => s.tests);
      if (allHold(tests, 'must', view) && allHold(also, 'must', view)) continue;
      debts.strike(rule);
      open.push(rule);
    }
  return open;
}
