/** Choices of a walk: `between` drawn once a node and event, both edges preferred (core-semantics.md §9). */
import type { Random } from '../checker/random-boxes.ts';
import { isTolerance, type Node } from '../spec/term.ts';

/** A walk's temper: how often a stack does what it may do or leave. */
export interface Temper {
  /** Probability of a choice between 0 and 1 being 1: behaviours at the stack's will. */
  readonly will: number;
  /**
   * How far beyond the low end an unbounded choice goes, in the unit of the choice (nanoseconds for spans).
   */
  readonly reach: number;
}

/** One event's draws. The same node gives the same value until `next`. */
export class Draws {
  private readonly drawn = new Map<Node, number>();
  private readonly random: Random;
  private readonly temper: Temper;
  constructor(random: Random, temper: Temper) {
    this.random = random;
    this.temper = temper;
  }
  next(): void {
    this.drawn.clear();
  }
  readonly draw = (node: Node, lo: number, hi: number): number => {
    const known = this.drawn.get(node);
    if (known !== undefined) return known;
    const value = !isTolerance(node) ? this.choose(lo, hi) : hi < 2 ? lo : this.choose(0, 1);
    this.drawn.set(node, value);
    return value;
  };

  /** Any whole number of [lo, hi]; an end at ∞ is taken as a reach beyond the other. */
  choose(lo: number, hi: number): number {
    if (!(lo < hi)) return Number.isNaN(lo) ? hi : lo;
    if (lo === 0 && hi === 1) return this.random.chance(this.temper.will) ? 1 : 0;
    const from = Number.isFinite(lo) ? Math.ceil(lo) : hi - this.temper.reach;
    const to = Number.isFinite(hi) ? Math.floor(hi) : from + this.temper.reach;
    if (!(from < to)) return from;
    const how = this.random.unit();
    if (how < 0.3) return from;
    if (how < 0.5 && Number.isFinite(hi)) return to;
    return this.random.between(from, to);
  }
}
