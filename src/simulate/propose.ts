/**
 * A segment that a permit allows, by `solve` on the same clauses that judge it (core-semantics.md §9, steps
 * 2–4).
 * Its family fixes which piece it is; each field in turn is drawn from the intersection of all clauses.
 */
import { limitWithSlack } from '../checker/interpret.ts';
import type { CellPlan, PlannedForbid } from '../checker/plan.ts';
import type { Random } from '../checker/random-boxes.ts';
import { BIT, E, HIGH, OUT } from '../spec/event.ts';
import { allHold, holds, type View } from '../spec/read.ts';
import type { Family, Permit } from '../spec/rule.ts';
import { corner, solve } from '../spec/solve.ts';
import { leaves, type Node, sidesOf, type Test } from '../spec/term.ts';
import type { Host } from './host.ts';
import { type Keyed, keyOf, within } from './keys.ts';
import {
  agreedFlags,
  blankOptions,
  type Likes,
  likedBits,
  optionFields,
  sacksDrawn,
  someMark,
} from './options.ts';

export interface Proposal {
  readonly event: Float64Array;
  /** Which permit stands for each family that applies. */
  readonly chosen: ReadonlyMap<Family, Permit>;
}

/** Bounds of fields that nature sets, not TCP: a 16-bit window, segments that a link can carry. */
export interface Nature {
  readonly longest: number;
  readonly window: number;
  readonly mss: number;
}

/** Control bits, and those of them that the permit has settled. */
interface Flags {
  readonly want: number;
  readonly fixed: number;
}

type Shape = 'new' | 'old' | 'bare';
const reads = (tests: readonly Test[], node: Node): boolean =>
  tests
    .flatMap(sidesOf)
    .some((side) => leaves(side).some((l) => l.op === 'event' && node.op === 'event' && l.at === node.at));

export const shapeOf = (family: Family): Shape =>
  reads(family.applies, OUT.NEW.LEN.node) ? 'new' : reads(family.applies, OUT.OLD.LEN.node) ? 'old' : 'bare';

/** Control bits that the clauses ask for, the rest as stacks commonly have them. */
function flagsFor(permit: Permit, random: Random, withFin: boolean): Flags | undefined {
  let mask = 0;
  let want = 0;
  for (const test of [...permit.of.applies, ...permit.when]) {
    if (test.op !== 'flags') continue;
    if (((want ^ test.want) & mask & test.mask) !== 0) return undefined;
    mask |= test.mask;
    want |= test.want;
  }
  if ((mask & BIT.ACK) === 0 && random.chance(0.97)) want |= BIT.ACK;
  if ((mask & BIT.FIN) === 0 && withFin) want |= BIT.FIN;
  if ((mask & BIT.PSH) === 0 && random.chance(0.3)) want |= BIT.PSH;
  return { want, fixed: mask };
}

/** Fields that are one and the same in a segment of this shape, with what to add to the first. */
type Group = readonly { readonly node: Node; readonly add: number }[];
type Drawing = (group: Group, beyond?: number, marks?: readonly number[]) => boolean;
function drawn(shape: Shape, fin: boolean): readonly Group[] {
  const f = fin ? 1 : 0;
  const same = (...nodes: readonly Node[]): { node: Node; add: number }[] =>
    nodes.map((node) => ({ node, add: 0 }));
  const tail = [same(OUT.ACK.node), same(OUT.WND.node)];
  if (shape === 'bare') return [same(OUT.SEQ.node), ...tail];
  const piece = shape === 'new' ? OUT.NEW : OUT.OLD;
  return [
    same(OUT.SEQ.node, piece.SEQ.node),
    [...same(OUT.LEN.node, piece.LEN.node), { node: OUT.TEXT.node, add: -f }],
    ...tail,
    same(piece.DIGEST.node),
  ];
}

const at = (node: Node): number => (node.op === 'event' ? node.at : 0);
function set(event: Float64Array, field: number, lo: number, hi: number): void {
  event[field] = lo;
  event[field + HIGH] = hi;
}

export class Proposer {
  private readonly host: Host;
  private readonly random: Keyed;
  /** What the present proposal draws by. */
  private key = 0;
  private readonly nature: Nature;
  private readonly likes: Likes;
  constructor(host: Host, random: Keyed, nature: Nature, likes: Likes) {
    this.likes = likes;
    this.host = host;
    this.random = random;
    this.nature = nature;
  }

  /** A segment that `permit` explains at `now`, or undefined where none can be drawn by this key. */
  propose(permit: Permit, now: number, key: number, extra: readonly Test[] = []): Proposal | undefined {
    this.key = within(key, keyOf(permit.id));
    this.random.begin(this.key);
    const shape = shapeOf(permit.of);
    const asked = flagsFor(permit, this.random, shape !== 'bare' && this.random.chance(0.25));
    if (asked === undefined) return undefined;
    this.host.draws.key = this.key;
    const flags = this.withOptions(permit, asked, shape, now);
    if (flags === undefined) return undefined;
    const proposal = this.withFlags(permit, shape, flags, now, extra);
    // There may be nothing that a stack could report.
    const bare = (flags & BIT.SACK & ~asked.fixed) !== 0 ? flags & ~BIT.SACK : undefined;
    return proposal ?? (bare === undefined ? undefined : this.withFlags(permit, shape, bare, now, extra));
  }

  private withFlags(
    permit: Permit,
    shape: Shape,
    flags: number,
    now: number,
    extra: readonly Test[],
  ): Proposal | undefined {
    const { event, view } = this.blankView(shape, flags, now);
    const plan = this.planOf(flags);
    const chosen = this.chooseOthers(permit, plan, view);
    if (!chosen) return undefined;
    const tests = [...permit.of.applies, ...extra];
    for (const [family, p] of chosen) tests.push(...family.applies, ...p.when);
    const draw: Drawing = (group, beyond, marks) => {
      const limits = plan.forbids.flatMap((f) => this.limitOf(f, view));
      return this.drawField(group, [...tests, ...limits], view, beyond ?? 0, marks ?? []);
    };
    if (!this.drawAll(shape, event, draw)) return undefined;
    if (!allHold(tests, 'may', view)) return undefined;
    if (!plan.forbids.every((f) => this.limitOf(f, view).every((t) => holds(t, 'may', view))))
      return undefined;
    return { event, chosen };
  }

  private readonly planOf = (flags: number): CellPlan => this.host.plans.of('segment sent', flags);

  private blankView(shape: Shape, flags: number, now: number): { event: Float64Array; view: View } {
    const event = this.blank(shape, flags, now);
    return { event, view: { box: this.host.box, at: 0, event, ...this.host.reading } };
  }

  /** The options that the stack likes, as far as nothing refuses them; undefined where the permit is shut. */
  private withOptions(permit: Permit, { want, fixed }: Flags, shape: Shape, now: number): number | undefined {
    const { view } = this.blankView(shape, want, now);
    if (!allHold(permit.when, 'may', view)) return undefined;
    const flags = want | likedBits(want, fixed, this.likes, this.random);
    return agreedFlags(flags, fixed, this.planOf, this.blankView(shape, flags, now).view);
  }

  /** All fields in turn: how many SACK blocks, then numbers and text, then what options say. */
  private drawAll(shape: Shape, event: Float64Array, draw: Drawing): boolean {
    const flags = event[E.FLAGS] ?? 0;
    if ((flags & BIT.SACK) !== 0) {
      // Seldom more blocks than there are things to report, or nearly all of them would be refused.
      const more = this.random.begin(within(this.key, -1)).chance(0.6) ? 1 : 0;
      const some = Math.max(1, this.host.landmarks().length + more);
      event[E.SACKS + HIGH] = Math.min(event[E.SACKS + HIGH] ?? 0, some);
      if (!draw([{ node: OUT.SACKS.node, add: 0 }])) return false;
      sacksDrawn(event);
    }
    return (
      drawn(shape, (flags & BIT.FIN) !== 0).every((group) => draw(group)) &&
      optionFields(event).every(({ node, beyond, marked }) =>
        draw(
          [{ node, add: 0 }],
          this.random.begin(within(this.key, -at(node))).pick(beyond),
          marked ? this.host.landmarks() : [],
        ),
      )
    );
  }

  /** Everything that the shape leaves open is a range. */
  private blank(shape: Shape, flags: number, now: number): Float64Array {
    const e = new Float64Array(E.SIZE);
    const infinite = Number.POSITIVE_INFINITY;
    const syn = (flags & BIT.SYN) !== 0 ? 1 : 0;
    const fin = (flags & BIT.FIN) !== 0 ? 1 : 0;
    e[E.T0] = now;
    e[E.T1] = now;
    e[E.STAMP] = now;
    e[E.FLAGS] = flags;
    for (const field of [E.SEQ, E.NEW_SEQ, E.OLD_SEQ]) set(e, field, -infinite, infinite);
    set(e, E.ACK, (flags & BIT.ACK) !== 0 ? -infinite : 0, (flags & BIT.ACK) !== 0 ? infinite : 0);
    set(e, E.WND, 0, this.nature.window);
    blankOptions(e, flags, this.nature.mss);
    const least = shape === 'bare' ? syn + fin : 1;
    const most = shape === 'bare' ? syn + fin : this.nature.longest + fin;
    set(e, E.LEN, least, most);
    set(e, E.TEXT, shape === 'bare' ? 0 : least - fin, shape === 'bare' ? 0 : most - fin);
    set(e, E.NEW_LEN, shape === 'new' ? least : 0, shape === 'new' ? most : 0);
    set(e, E.OLD_LEN, shape === 'old' ? least : 0, shape === 'old' ? most : 0);
    set(e, E.NEW_DIGEST, 0, shape === 'new' ? 1e9 : 0);
    set(e, E.OLD_DIGEST, shape === 'old' ? -1 : 0, shape === 'old' ? infinite : 0);
    return e;
  }

  /** One permit for each other family that applies. */
  private chooseOthers(permit: Permit, plan: CellPlan, view: View): Map<Family, Permit> | undefined {
    const chosen = new Map<Family, Permit>([[permit.of, permit]]);
    for (const f of plan.families) {
      if (f.family === permit.of || !allHold(f.applies, 'must', view)) continue;
      const possible = f.permits.filter((p) => allHold(p.when, 'may', view));
      if (possible.length === 0) return undefined;
      chosen.set(f.family, this.likeliest(possible.map((p) => p.rule)));
    }
    return chosen;
  }

  /** One of the permits; another one more does not change the choice among the rest. */
  private likeliest(permits: readonly Permit[]): Permit {
    const place = (permit: Permit): number => within(this.key, keyOf(permit.id)) >>> 0;
    return permits.reduce((best, permit) => (place(permit) > place(best) ? permit : best));
  }

  private limitOf(f: PlannedForbid, view: View): readonly Test[] {
    return allHold(f.when, 'may', view) ? [limitWithSlack(f, view)] : [];
  }

  /** Draws one field from the intersection of what all clauses say of it. */
  private drawField(
    group: Group,
    tests: readonly Test[],
    view: View,
    beyond: number,
    marks: readonly number[],
  ): boolean {
    const event = view.event;
    let lo = Number.NEGATIVE_INFINITY;
    let hi = Number.POSITIVE_INFINITY;
    for (const { node, add } of group) {
      lo = Math.max(lo, (event[at(node)] ?? 0) - add);
      hi = Math.min(hi, (event[at(node) + HIGH] ?? 0) - add);
      for (const test of tests)
        for (const { side, bound } of solve(test, node)) {
          const value = corner(bound, view) - add;
          if (side === 'lo' && value > lo) lo = Math.ceil(value);
          if (side === 'hi' && value < hi) hi = Math.floor(value);
        }
    }
    if (lo > hi) return false;
    const first = group[0];
    this.random.begin(within(this.key, first ? at(first.node) : 0));
    const value = someMark(marks, event, lo, hi, this.random) ?? this.choose(lo, hi, beyond);
    // What nothing has a number for yet (∓∞) cannot be sent.
    if (!Number.isFinite(value)) return false;
    for (const { node, add } of group) set(event, at(node), value + add, value + add);
    return true;
  }

  /** Unbounded on both sides is a free choice of a 32-bit number; on one side, `beyond` the other end. */
  private choose(lo: number, hi: number, beyond: number): number {
    if (lo === Number.NEGATIVE_INFINITY && hi === Number.POSITIVE_INFINITY)
      return 4294967296 + this.random.next();
    if (hi === Number.POSITIVE_INFINITY) return lo + beyond;
    if (lo === Number.NEGATIVE_INFINITY) return hi - beyond;
    const how = this.random.unit();
    return how < 0.5 ? hi : how < 0.65 ? lo : this.random.between(lo, hi);
  }
}
