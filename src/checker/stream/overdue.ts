/**
 * Answers that did not come in time where nobody vouches for the recorder: only what comes later tells
 * whether the stack was late. Else the input may have been lost behind the recorder, or the answer missed.
 */
import { E } from '../../spec/event.ts';
import type { Oblige } from '../../spec/rule.ts';
import type { Settled } from '../debts.ts';
import type { StreamDebts } from './debts.ts';

export class Overdue {
  private readonly list: Settled[] = [];

  get size(): number {
    return this.list.length;
  }

  add(settled: Settled): void {
    this.list.push(settled);
  }

  /** Answered by this sent segment after all: the stack had what it answers, and was late. */
  answered(event: Float64Array, debts: StreamDebts, pool: Float64Array, at: number): readonly Settled[] {
    return this.take((s) => debts.pays(s.rule, event, s.armedBy, pool, at));
  }

  /** The peer sends again what was not answered: it may be this that an answer is for. */
  excused(event: Float64Array): readonly Oblige[] {
    const again = (s: Settled): boolean => (event[E.SEQ] ?? 0) <= (s.armedBy[E.SEQ] ?? 0);
    return this.take(again).map(({ rule }) => rule);
  }

  /** Whatever is left, and nothing is left then. */
  rest(): readonly Oblige[] {
    return this.list.splice(0).map(({ rule }) => rule);
  }

  private take(which: (settled: Settled) => boolean): readonly Settled[] {
    const taken = this.list.filter(which);
    for (const s of taken) this.list.splice(this.list.indexOf(s), 1);
    return taken;
  }
}
