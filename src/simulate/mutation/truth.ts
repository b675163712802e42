/**
 * Whether a broken stack has really broken something: a right stack of the same draws is told all that the
 * broken one reads and sends, with its true times, and says what it would not have done. It knows the hidden
 * state; no recorder does.
 */
import { Debts } from '../../checker/debts.ts';
import {
  interpretInput,
  interpretSent,
  OUT_ARMED,
  OUT_FINDINGS,
  OUT_WORDS,
  type Reading,
} from '../../checker/interpret.ts';
import type { CellPlan } from '../../checker/plan.ts';
import { E } from '../../spec/event.ts';
import { allHold, type View } from '../../spec/read.ts';
import type { On } from '../../spec/rule.ts';
import { Draws } from '../draw.ts';
import { type Host, nameOf, type Witness } from '../host.ts';
import type { PointCell, PointCells } from '../point-cells.ts';

export class Truth implements Witness {
  /** What the broken stack did and a right one does not, by rule; in the order in which it happened. */
  readonly broken: string[] = [];
  private readonly cells: PointCells;
  private readonly box: Float64Array;
  private readonly draws: Draws;
  private readonly reading: Reading;
  private readonly debts: Debts;
  private readonly out = new Int32Array(OUT_WORDS);
  private readonly unseen: Uint32Array;

  /** Beside a host that has done nothing yet; `cells` are those of the spec that judges. */
  constructor(host: Host, cells: PointCells) {
    this.cells = cells;
    this.box = host.box.slice();
    this.draws = new Draws(host.temper);
    this.reading = { values: cells.profile.values, lacks: 0, draw: this.draws.draw };
    this.debts = new Debts(cells.spec, 0);
    this.unseen = new Uint32Array(4 * (cells.spec.rules.length + cells.spec.families.length));
    host.witness = this;
  }

  passes(event: Float64Array, key: number): void {
    this.expire(event[E.T0] ?? 0);
    this.input('time passes', event, key);
    this.debts.settle('time passes', event, this.view());
  }

  reads(on: 'segment arrives' | 'call', event: Float64Array, key: number): void {
    this.debts.settle(on, event, this.view());
    this.input(on, event, key);
  }

  sends(event: Float64Array, cell: PointCell, chosen: Int32Array, key: number): void {
    this.expire(event[E.T0] ?? 0);
    const { plan } = this.cells.of('segment sent', event[E.FLAGS] ?? 0);
    const ids = new Set(cell.plan.families.map(({ permits }, k) => permits[chosen[k] ?? -1]?.rule.id));
    this.draws.key = key;
    const own = explained(plan, ids, { box: this.box, at: 0, event, ...this.reading });
    this.debts.settle('segment sent', event, this.view());
    interpretSent(own, this.reading, this.box, 0, event, this.out, this.unseen);
    const bits = this.out[OUT_FINDINGS] ?? 0;
    if (bits !== 0) this.broken.push(nameOf(plan, bits));
    this.arm(plan, event);
  }

  /** What is owed at `now` and later is not late yet. */
  expire(now: number): void {
    for (const { rule } of this.debts.expire(now)) this.broken.push(rule.id);
  }

  private input(on: On, event: Float64Array, key: number): void {
    const { plan } = this.cells.of(on, on === 'time passes' ? 0 : (event[E.FLAGS] ?? 0));
    this.draws.key = key;
    interpretInput(plan, false, this.reading, this.box, 0, event, this.out, this.unseen);
    this.arm(plan, event);
  }

  private arm(plan: CellPlan, event: Float64Array): void {
    const armed = this.out[OUT_ARMED] ?? 0;
    plan.obliges.forEach((o, bit) => {
      if ((armed & (1 << bit)) !== 0) this.debts.arm(o.rule, event, this.view());
    });
  }

  private view() {
    return { pool: this.box, at: 0, values: this.cells.profile.values, lacks: 0 };
  }
}

/**
 * The permits that the broken stack has chosen, where they hold for a right one too; else any that does.
 * Where several explain a segment, what follows is a range: no more is held against the stack.
 */
function explained(plan: CellPlan, ids: ReadonlySet<string | undefined>, view: View): CellPlan {
  const families = plan.families.map((f) => {
    const mine = f.permits.filter((p) => ids.has(p.rule.id));
    return mine.some((p) => allHold(p.when, 'may', view)) ? { ...f, permits: mine } : f;
  });
  return { ...plan, families };
}
