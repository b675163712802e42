/**
 * Choices of a walk: `between` drawn once a node and event, both edges preferred (core-semantics.md §9).
 * What is drawn follows from the event's key, the choice and its ends alone.
 */
import { isTolerance, type Node } from '../spec/term.ts';
import { choiceKey, unitOf, within } from './keys.ts';

/** A walk's temper: how often a stack does what it may do or leave. */
export interface Temper {
  /** Probability of a choice between 0 and 1 being 1: behaviours at the stack's will. */
  readonly will: number;
  /**
   * How far beyond the low end an unbounded choice goes, in the unit of the choice (nanoseconds for spans).
   */
  readonly reach: number;
}

export class Draws {
  /** The key of the present event. */
  key = 0;
  private readonly temper: Temper;
  constructor(temper: Temper) {
    this.temper = temper;
  }

  readonly draw = (node: Node, lo: number, hi: number): number =>
    isTolerance(node) ? this.tolerance(choiceKey(node), lo, hi) : this.at(choiceKey(node), lo, hi);

  /** What is drawn for the choice of this key. */
  at(choice: number, lo: number, hi: number): number {
    return lo < hi ? this.choose(within(this.key, choice), lo, hi) : Number.isNaN(lo) ? hi : lo;
  }

  /** A tolerance counts what a stack may leave undone: all of it or nothing. */
  tolerance(choice: number, lo: number, hi: number): number {
    return hi < 2 ? lo : this.choose(within(this.key, choice), 0, 1);
  }

  /** Any whole number of [lo, hi]; an end at ∞ is taken as a reach beyond the other. */
  choose(key: number, lo: number, hi: number): number {
    if (!(lo < hi)) return Number.isNaN(lo) ? hi : lo;
    const how = unitOf(key);
    if (lo === 0 && hi === 1) return how < this.temper.will ? 1 : 0;
    const from = Number.isFinite(lo) ? Math.ceil(lo) : hi - this.temper.reach;
    const to = Number.isFinite(hi) ? Math.floor(hi) : from + this.temper.reach;
    if (!(from < to)) return from;
    if (how < 0.3) return from;
    if (how < 0.5 && Number.isFinite(hi)) return to;
    return from + Math.floor(unitOf(key + 1) * (to - from + 1));
  }
}
