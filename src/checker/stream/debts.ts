/**
 * Obligations of one endpoint of a capture: as `Debts`, but compiled, and with nothing kept for what is not
 * owed.
 */
import { E } from '../../spec/event.ts';
import type { Oblige, On } from '../../spec/rule.ts';
import type { DebtCode } from '../compile-debts.ts';
import type { Settled } from '../debts.ts';

interface Owed {
  readonly code: DebtCode;
  by: number;
  newestBy: number;
  readonly oldest: Float64Array;
  readonly newest: Float64Array;
}

const NOTHING: readonly Settled[] = [];
/** Records of debts that were settled, for the next ones. */
const spare: Owed[] = [];
const MOST_SPARE = 4096;

export class StreamDebts {
  /** Earliest deadline of all, ∞ where nothing is owed: one compare an event. */
  earliest = Number.POSITIVE_INFINITY;
  private readonly owed: Owed[] = [];
  private readonly codes: ReadonlyMap<Oblige, DebtCode>;
  private readonly lagOut: number;

  constructor(codes: ReadonlyMap<Oblige, DebtCode>, lagOut: number) {
    this.codes = codes;
    this.lagOut = lagOut;
  }

  arm(rule: Oblige, event: Float64Array, pool: Float64Array, at: number): void {
    const code = this.codes.get(rule);
    if (!code) throw new Error(`unreachable: ${rule.id} is not of these cells`);
    const by = code.by(pool, at, event) + this.lagOut;
    const known = this.owed.find((o) => o.code === code);
    if (known) {
      known.newest.set(event);
      known.newestBy = by;
      return;
    }
    const kept = spare.pop();
    const oldest = kept?.oldest ?? new Float64Array(E.SIZE);
    const newest = kept?.newest ?? new Float64Array(E.SIZE);
    oldest.set(event);
    newest.set(event);
    this.owed.push({ code, by, newestBy: by, oldest, newest });
    if (by < this.earliest) this.earliest = by;
  }

  /** What this event pays or voids. */
  settle(on: On, event: Float64Array, pool: Float64Array, at: number): readonly Settled[] {
    if (this.owed.length === 0) return NOTHING;
    let out: Settled[] | undefined;
    for (let i = this.owed.length - 1; i >= 0; i--) {
      const o = this.owed[i];
      if (!o) continue;
      const voided = o.code.voids.get(on)?.(pool, at, event, event) ?? false;
      const paid = !voided && on === 'segment sent' && o.code.pays(pool, at, event, o.oldest);
      if (!voided && !paid) continue;
      out ??= [];
      out.push({ rule: o.code.rule, how: voided ? 'void' : 'paid', by: o.by, armedBy: o.oldest });
      if (paid && !o.code.pays(pool, at, event, o.newest)) {
        o.oldest.set(o.newest);
        o.by = o.newestBy;
      } else this.drop(i);
    }
    if (out) this.reckon();
    return out ?? NOTHING;
  }

  /** Debts whose deadline lies before `now`: late. */
  expire(now: number): readonly Settled[] {
    if (!(now > this.earliest)) return NOTHING;
    const out: Settled[] = [];
    for (let i = this.owed.length - 1; i >= 0; i--) {
      const o = this.owed[i];
      if (!o || !(now > o.by)) continue;
      out.push({ rule: o.code.rule, how: 'late', by: o.by, armedBy: o.oldest.slice() });
      this.drop(i);
    }
    this.reckon();
    return out;
  }

  /** Whether a sent segment is what `rule` owes for the event that armed it. */
  pays(rule: Oblige, event: Float64Array, armedBy: Float64Array, pool: Float64Array, at: number): boolean {
    return this.codes.get(rule)?.pays(pool, at, event, armedBy) ?? false;
  }

  /** Rules still owed. */
  open(): readonly Oblige[] {
    return this.owed.map((o) => o.code.rule);
  }

  /** Takes back what was armed at `since` or later, and says what it was. */
  strike(since: number): readonly Oblige[] {
    const struck: Oblige[] = [];
    for (let i = this.owed.length - 1; i >= 0; i--) {
      const o = this.owed[i];
      if (!o || (o.newest[E.STAMP] ?? 0) < since) continue;
      if ((o.oldest[E.STAMP] ?? 0) < since) {
        o.newest.set(o.oldest);
        o.newestBy = o.by;
        continue;
      }
      struck.push(o.code.rule);
      this.drop(i);
    }
    if (struck.length > 0) this.reckon();
    return struck;
  }

  /** Nothing is owed any more. */
  clear(): void {
    while (this.owed.length > 0) this.drop(this.owed.length - 1);
    this.earliest = Number.POSITIVE_INFINITY;
  }

  private drop(i: number): void {
    const [gone] = this.owed.splice(i, 1);
    if (gone && spare.length < MOST_SPARE) spare.push(gone);
  }
  private reckon(): void {
    this.earliest = Number.POSITIVE_INFINITY;
    for (const o of this.owed) if (o.by < this.earliest) this.earliest = o.by;
  }
}
