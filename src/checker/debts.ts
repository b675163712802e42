/**
 * Obligations not yet met: one slot a rule, lazy deadlines, oldest and newest arming event (core-semantics.md
 * §4).
 */
import { E } from '../spec/event.ts';
import { holds, read, type View } from '../spec/read.ts';
import type { Oblige, On, Spec } from '../spec/rule.ts';
import { leaves, type Node, type Test } from '../spec/term.ts';
import type { DebtCode } from './compile-debts.ts';

interface Owed {
  armed: boolean;
  by: number;
  newestBy: number;
  readonly oldest: Float64Array;
  readonly newest: Float64Array;
}

/** How a debt ended, for findings and coverage. */
export interface Settled {
  readonly rule: Oblige;
  readonly how: 'paid' | 'void' | 'late';
  readonly by: number;
  readonly armedBy: Float64Array;
}

export interface DebtView {
  readonly pool: Float64Array;
  readonly at: number;
  readonly values: Readonly<Record<string, number>>;
  readonly lacks: number;
}

/** A test of `paidBy`, with the sides that speak of the arming event marked once. */
interface PaidTest {
  readonly test: Test;
  readonly aArmed: boolean;
  readonly bArmed: boolean;
}
const speaksOfArming = (node: Node): boolean => leaves(node).some((l) => l.op === 'event' && l.from === 'in');
const marked = (test: Test): PaidTest =>
  test.op === '<=' || test.op === '='
    ? { test, aArmed: speaksOfArming(test.a), bArmed: speaksOfArming(test.b) }
    : { test, aArmed: false, bArmed: false };

/** Fields of the arming event come from that event, all others from the present one. */
function mayPay({ test, aArmed, bArmed }: PaidTest, view: View, armedBy: Float64Array): boolean {
  if (test.op !== '<=' && test.op !== '=') return holds(test, 'may', view);
  const armed: View = { ...view, event: armedBy };
  const a = aArmed ? armed : view;
  const b = bArmed ? armed : view;
  if (read(test.a, 'lo', a) > read(test.b, 'hi', b)) return false;
  return test.op === '<=' || !(read(test.b, 'lo', b) > read(test.a, 'hi', a));
}

const NOTHING: readonly Settled[] = [];

export class Debts {
  private readonly rules: readonly Oblige[];
  private readonly owed: readonly Owed[];
  private readonly paidBy: readonly (readonly PaidTest[])[];
  /** Earliest deadline of all: one compare an event. */
  earliest = Number.POSITIVE_INFINITY;
  readonly lagOut: number;

  private readonly codes: readonly DebtCode[];

  /** `codes`: the obligations of the spec in order, compiled; without them the terms are read. */
  constructor(spec: Spec, lagOut: number, codes: readonly DebtCode[] = []) {
    this.codes = codes;
    this.rules = spec.rules.filter((r) => r.verb === 'oblige');
    this.owed = this.rules.map(() => ({
      armed: false,
      by: Number.POSITIVE_INFINITY,
      newestBy: Number.POSITIVE_INFINITY,
      oldest: new Float64Array(E.SIZE),
      newest: new Float64Array(E.SIZE),
    }));
    this.paidBy = this.rules.map((r) => r.owes.paidBy.map(marked));
    this.lagOut = lagOut;
  }

  arm(rule: Oblige, event: Float64Array, view: DebtView): void {
    const owed = this.owed[this.rules.indexOf(rule)];
    if (!owed) throw new Error(`unreachable: ${rule.id} is not of this spec`);
    const reading: View = { ...view, box: view.pool, event };
    const by = read(rule.owes.by.node, 'hi', reading) + this.lagOut;
    owed.newest.set(event);
    owed.newestBy = by;
    if (owed.armed) return;
    owed.armed = true;
    owed.oldest.set(event);
    owed.by = by;
    this.earliest = Math.min(this.earliest, by);
  }

  /** Debts whose deadline lies before `now`: late. */
  expire(now: number): readonly Settled[] {
    if (!(now > this.earliest)) return [];
    const out: Settled[] = [];
    this.rules.forEach((rule, i) => {
      const owed = this.owed[i];
      if (!owed?.armed || !(now > owed.by)) return;
      out.push({ rule, how: 'late', by: owed.by, armedBy: owed.oldest.slice() });
      this.clear(owed);
    });
    this.reckon();
    return out;
  }

  /** What this event pays or voids. */
  settle(on: On, event: Float64Array, view: DebtView): readonly Settled[] {
    if (this.earliest === Number.POSITIVE_INFINITY) return NOTHING;
    let out: Settled[] | undefined;
    for (let i = 0; i < this.rules.length; i++) {
      const owed = this.owed[i];
      const rule = this.rules[i];
      if (!owed?.armed || !rule) continue;
      const voided = this.voids(i, on, event, view);
      const paid = !voided && on === 'segment sent' && this.pays(i, event, owed.oldest, view);
      if (!voided && !paid) continue;
      out ??= [];
      out.push({ rule, how: voided ? 'void' : 'paid', by: owed.by, armedBy: owed.oldest.slice() });
      if (paid && !this.pays(i, event, owed.newest, view)) {
        owed.oldest.set(owed.newest);
        owed.by = owed.newestBy;
      } else this.clear(owed);
    }
    if (out) this.reckon();
    return out ?? NOTHING;
  }

  private voids(i: number, on: On, event: Float64Array, view: DebtView): boolean {
    const code = this.codes[i];
    if (code) return code.voids.get(on)?.(view.pool, view.at, event, event) ?? false;
    const reading: View = { ...view, box: view.pool, event };
    const voidBy = this.rules[i]?.owes.voidBy ?? [];
    return voidBy.some((v) => v.on === on && v.when.every((t) => holds(t, 'may', reading)));
  }

  private pays(i: number, event: Float64Array, armedBy: Float64Array, view: DebtView): boolean {
    const code = this.codes[i];
    if (code) return code.pays(view.pool, view.at, event, armedBy);
    const reading: View = { ...view, box: view.pool, event };
    return (this.paidBy[i] ?? []).every((t) => mayPay(t, reading, armedBy));
  }

  /** Whether the record of this number armed the rule, as the oldest that is not paid or as the newest. */
  armedAt(rule: Oblige, frame: number): boolean {
    const owed = this.owed[this.rules.indexOf(rule)];
    return owed?.armed === true && (owed.oldest[E.FRAME] === frame || owed.newest[E.FRAME] === frame);
  }

  /** Owed no more: nobody can tell whether it ever was. */
  strike(rule: Oblige): void {
    const owed = this.owed[this.rules.indexOf(rule)];
    if (owed) this.clear(owed);
    this.reckon();
  }

  /** Rules still owed at the end: their deadline lies beyond it. */
  open(): readonly Oblige[] {
    return this.rules.filter((_, i) => this.owed[i]?.armed);
  }

  /** Whether this segment would pay what the rule owes. */
  wouldPay(rule: string, event: Float64Array, view: DebtView): boolean {
    const i = this.rules.findIndex((r) => r.id === rule);
    const owed = this.owed[i];
    const reading: View = { ...view, box: view.pool, event };
    return owed?.armed === true && (this.paidBy[i] ?? []).every((t) => mayPay(t, reading, owed.oldest));
  }

  /** Armed rules with their deadlines. */
  due(): readonly { readonly rule: Oblige; readonly by: number; readonly armedBy: Float64Array }[] {
    return this.rules.flatMap((rule, i) => {
      const owed = this.owed[i];
      return owed?.armed ? [{ rule, by: owed.by, armedBy: owed.oldest }] : [];
    });
  }

  private clear(owed: Owed): void {
    owed.armed = false;
    owed.by = Number.POSITIVE_INFINITY;
    owed.newestBy = Number.POSITIVE_INFINITY;
  }
  private reckon(): void {
    this.earliest = this.owed.reduce((least, o) => Math.min(least, o.by), Number.POSITIVE_INFINITY);
  }
}
