/** The cells of one spec and profile on a point: interpreted until an event class has come often enough. */
import { mayCompile } from '../checker/compile.ts';
import { compileDebt, type DebtCode, readDebt } from '../checker/compile-debts.ts';
import { type CellPlan, flagMask, planCell } from '../checker/plan.ts';
import type { Profile } from '../spec/profile.ts';
import type { Oblige, On, Spec } from '../spec/rule.ts';
import { compilePointInput, compilePointSent, type PointInput, type PointSent } from './compile-point.ts';

/** Times that a cell is interpreted before it is worth compiling. */
const WARM = 3;

export interface PointCell {
  readonly plan: CellPlan;
  uses: number;
  input: PointInput | undefined;
  sent: PointSent | undefined;
}

/** The rules of a cell by place: flags that leave the same rules standing make the same cell. */
const rulesOf = ({ on, tracks, obliges, families, forbids }: CellPlan): string =>
  [
    on,
    ...tracks.map((t) => t.index),
    'o',
    ...obliges.map((o) => o.index),
    ...families.flatMap((f) => ['f', f.index, ...f.permits.map((p) => p.index)]),
    ...forbids.flatMap((f) => ['l', f.index, ...f.exempt.map((x) => x.index)]),
  ].join();

export class PointCells {
  readonly spec: Spec;
  readonly profile: Profile;
  /** Everything is interpreted: the reading that the compiled one is held to. */
  readonly slow: boolean;
  readonly debts: readonly DebtCode[];
  private readonly places: ReadonlyMap<Oblige, number>;
  private readonly made = new Map<On, Map<number, PointCell>>();
  private readonly masks = new Map<On, number>();
  private readonly alike = new Map<string, PointCell>();
  private last: PointCell | undefined;
  private lastFlags = -1;
  private lastOn: On | undefined;

  constructor(spec: Spec, profile: Profile, slow: boolean) {
    this.spec = spec;
    this.profile = profile;
    this.slow = slow || !mayCompile();
    const obliges = spec.rules.filter((r): r is Oblige => r.verb === 'oblige');
    this.places = new Map(obliges.map((rule, i) => [rule, i] as const));
    const options = { values: profile.values, lacks: 0 };
    this.debts = obliges.map((rule) => (this.slow ? readDebt : compileDebt)(rule, options));
  }

  /** The cell of an event, compiled where that is worth it. */
  of(on: On, flags: number): PointCell {
    if (flags === this.lastFlags && on === this.lastOn && this.last) return this.last;
    const cell = this.find(on, flags);
    this.lastFlags = flags;
    this.lastOn = on;
    this.last = cell;
    return cell;
  }

  /** The place of an obligation among `debts`. */
  placeOf(rule: Oblige): number {
    return this.places.get(rule) ?? -1;
  }

  /** Counts a use of the cell. True: it is to be interpreted. */
  cold(cell: PointCell): boolean {
    if (this.slow || cell.uses++ < WARM) return true;
    if (cell.plan.on === 'segment sent')
      cell.sent ??= compilePointSent(cell.plan, this.spec, this.profile.values);
    else cell.input ??= compilePointInput(cell.plan, this.profile.values);
    return false;
  }

  private find(on: On, flags: number): PointCell {
    let mask = this.masks.get(on);
    if (mask === undefined) {
      mask = flagMask(this.spec, on);
      this.masks.set(on, mask);
    }
    let cells = this.made.get(on);
    if (!cells) {
      cells = new Map();
      this.made.set(on, cells);
    }
    const key = flags & mask;
    let cell = cells.get(key);
    if (!cell) {
      const plan = planCell(this.spec, on, key);
      const text = rulesOf(plan);
      cell = this.alike.get(text) ?? { plan, uses: 0, input: undefined, sent: undefined };
      this.alike.set(text, cell);
      cells.set(key, cell);
    }
    return cell;
  }
}
