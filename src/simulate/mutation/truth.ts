/**
 * Whether a broken stack has really broken something: a right stack of the same draws is told all that the
 * broken one reads and sends, with its true times, and says what it would not have done. It knows the hidden
 * state; no recorder does.
 */
import { interpretSent, OUT_FINDINGS } from '../../checker/interpret.ts';
import type { CellPlan, PlannedFamily } from '../../checker/plan.ts';
import { E } from '../../spec/event.ts';
import { allHold, type View } from '../../spec/read.ts';
import type { Family, Permit } from '../../spec/rule.ts';
import { Host, type Plans, SENDS } from '../host.ts';

export class Truth extends Host {
  /** One beside `host`, which has done nothing yet. */
  static beside(host: Host, plans: Plans): Truth {
    const truth = new Truth(plans, host.profile, host.key, host.temper, true);
    truth.box.set(host.box);
    host.shadow = truth;
    return truth;
  }

  /** What the broken stack did and a right one does not, by rule; in the order in which it happened. */
  readonly broken: string[] = [];

  override takes(on: 'segment arrives' | 'call', event: Float64Array): void {
    this.expire(event[E.T0] ?? 0);
    super.takes(on, event);
  }

  override passes(event: Float64Array): void {
    this.expire(event[E.T0] ?? 0);
    super.passes(event);
  }

  override sends(event: Float64Array, chosen: ReadonlyMap<Family, Permit>): void {
    this.expire(event[E.T0] ?? 0);
    const plan = this.plans.of('segment sent', event[E.FLAGS] ?? 0);
    this.begin(SENDS, event);
    const view: View = { box: this.box, at: 0, event, ...this.reading };
    const families = plan.families.map((f) => explained(f, chosen, view));
    const own: CellPlan = { ...plan, families };
    this.debts.settle('segment sent', event, this.debtView());
    interpretSent(own, this.reading, this.box, 0, event, this.out, this.coverage);
    const bits = this.out[OUT_FINDINGS] ?? 0;
    if (bits !== 0) this.broken.push(this.name(plan, bits));
    this.arm(plan, event);
  }

  /** What is owed at `now` and later is not late yet. */
  expire(now: number): void {
    for (const { rule } of this.debts.expire(now)) this.broken.push(rule.id);
  }

  /** Where several permits explain a segment, what follows is a range: no more is held against the stack. */
  protected override mustBePoint(): void {}
}

/** The permit that the broken stack has chosen, where it holds for a right one too; else any that does. */
function explained(f: PlannedFamily, chosen: ReadonlyMap<Family, Permit>, view: View): PlannedFamily {
  const mine = f.permits.filter((p) => p.rule.id === chosen.get(f.family)?.id);
  return mine.some((p) => allHold(p.when, 'may', view)) ? { ...f, permits: mine } : f;
}
