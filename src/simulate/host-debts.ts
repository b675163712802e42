/** What one walked stack owes: as `Debts`, but by the place of a rule, and without allocation. */
import type { DebtCode } from '../checker/compile-debts.ts';
import { E } from '../spec/event.ts';
import type { On } from '../spec/rule.ts';

interface Owed {
  readonly code: DebtCode;
  armed: boolean;
  by: number;
  newestBy: number;
  readonly oldest: Float64Array;
  readonly newest: Float64Array;
}

export class HostDebts {
  /** How many rules are owed. */
  count = 0;
  private readonly owed: readonly Owed[];
  private readonly codes: readonly DebtCode[];

  constructor(codes: readonly DebtCode[]) {
    this.codes = codes;
    this.owed = codes.map((code) => ({
      code,
      armed: false,
      by: Number.POSITIVE_INFINITY,
      newestBy: Number.POSITIVE_INFINITY,
      oldest: new Float64Array(E.SIZE),
      newest: new Float64Array(E.SIZE),
    }));
  }

  /** How many rules there are; a rule is known by its place. */
  get size(): number {
    return this.codes.length;
  }
  idOf(place: number): string {
    return this.codes[place]?.rule.id ?? '';
  }
  placeOf(id: string): number {
    return this.codes.findIndex((c) => c.rule.id === id);
  }
  /** The deadline of a rule's oldest debt, ∞ where nothing is owed; nanoseconds. */
  by(place: number): number {
    return this.owed[place]?.by ?? Number.POSITIVE_INFINITY;
  }
  /** Whether anything has to be paid by then. */
  dueBy(time: number): boolean {
    if (this.count === 0) return false;
    for (const o of this.owed) if (o.by <= time) return true;
    return false;
  }

  arm(place: number, event: Float64Array, box: Float64Array): void {
    const owed = this.owed[place];
    if (!owed) throw new Error(`unreachable: no obligation ${place}`);
    const by = owed.code.by(box, 0, event);
    owed.newest.set(event);
    owed.newestBy = by;
    if (owed.armed) return;
    owed.armed = true;
    owed.oldest.set(event);
    owed.by = by;
    this.count++;
  }

  /** What this event pays or voids. */
  settle(on: On, event: Float64Array, box: Float64Array): void {
    if (this.count === 0) return;
    for (const owed of this.owed) {
      if (!owed.armed) continue;
      const { code } = owed;
      const voided = code.voids.get(on)?.(box, 0, event, event) ?? false;
      if (!voided && (on !== 'segment sent' || !code.pays(box, 0, event, owed.oldest))) continue;
      if (!voided && !code.pays(box, 0, event, owed.newest)) {
        owed.oldest.set(owed.newest);
        owed.by = owed.newestBy;
      } else this.clear(owed);
    }
  }

  /** Owed no more, paid or not: what a broken stack cannot pay. */
  strike(place: number): void {
    const owed = this.owed[place];
    if (owed?.armed) this.clear(owed);
  }

  private clear(owed: Owed): void {
    owed.armed = false;
    owed.by = Number.POSITIVE_INFINITY;
    this.count--;
  }

  /** Whether this segment would pay what the rule owes. */
  wouldPay(place: number, event: Float64Array, box: Float64Array): boolean {
    const owed = this.owed[place];
    return owed?.armed === true && owed.code.pays(box, 0, event, owed.oldest);
  }
}
