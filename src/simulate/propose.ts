/**
 * A segment that a permit allows, by `solve` on the same clauses that judge it (core-semantics.md §9, steps
 * 2–4).
 * Its family fixes which piece it is; each field in turn is drawn from the intersection of all clauses.
 * Read from the terms: `FastProposer` does the same in compiled code.
 */
import { limitWithSlack } from '../checker/interpret.ts';
import type { CellPlan, PlannedForbid } from '../checker/plan.ts';
import { BIT, E, HIGH, OUT } from '../spec/event.ts';
import { allHold, holds, type View } from '../spec/read.ts';
import type { Family, Permit } from '../spec/rule.ts';
import { corner, solve } from '../spec/solve.ts';
import type { Test } from '../spec/term.ts';
import { drawMarked, drawNumber, pickBeyond, sackRoom } from './draw-fields.ts';
import type { Host } from './host.ts';
import { type Keyed, keyOf, within } from './keys.ts';
import {
  blank,
  drawnFields,
  type Group,
  type Lead,
  type Nature,
  placeOf,
  type Shape,
  setEnds,
} from './leads.ts';
import { agreedFlags, type Likes, likedBits, optionFields, refusalOf, sacksDrawn } from './options.ts';

/** A segment as drawn; good until its proposer proposes again. */
export interface Proposal {
  readonly event: Float64Array;
  /** For each family of the spec the place of the rule that stands for it; −1 where it does not apply. */
  readonly chosen: Int32Array;
}

/** Who draws segments for a stack. */
export interface Proposes {
  /** Bits of the leads that the state does not shut; more than those may be refused. */
  possible(now: number): number;
  /**
   * A segment that the lead explains at `now`, or undefined where none can be drawn by this key. `textless`:
   * new octets are not wanted unless they are a FIN.
   */
  propose(lead: Lead, now: number, key: number, textless?: boolean): Proposal | undefined;
}

/** Control bits that the clauses ask for, the rest as stacks commonly have them. */
export function flagsFor({ mask, want, shape }: Lead, random: Keyed): number {
  const withFin = shape !== 'bare' && random.chance(0.25);
  let flags = want;
  if ((mask & BIT.ACK) === 0 && random.chance(0.97)) flags |= BIT.ACK;
  if ((mask & BIT.FIN) === 0 && withFin) flags |= BIT.FIN;
  if ((mask & BIT.PSH) === 0 && random.chance(0.3)) flags |= BIT.PSH;
  return flags;
}

type Drawing = (group: Group, draw?: (lo: number, hi: number) => number) => boolean;

export class Proposer implements Proposes {
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

  possible(): number {
    return -1;
  }

  propose(lead: Lead, now: number, key: number, textless = false): Proposal | undefined {
    this.key = within(key, lead.key);
    this.host.draws.key = this.key;
    const asked = flagsFor(lead, this.random.begin(this.key));
    if (textless && lead.shape === 'new' && (asked & BIT.FIN) === 0) return undefined;
    const flags = this.withOptions(lead, asked, now);
    if (flags === undefined) return undefined;
    const proposal = this.withFlags(lead, flags, now);
    // There may be nothing that a stack could report.
    const bare = (flags & BIT.SACK & ~lead.mask) !== 0 ? flags & ~BIT.SACK : undefined;
    return proposal ?? (bare === undefined ? undefined : this.withFlags(lead, bare, now));
  }

  private withFlags({ permit, shape }: Lead, flags: number, now: number): Proposal | undefined {
    const { event, view } = this.blankView(shape, flags, now);
    const plan = this.planOf(flags);
    const chosen = this.chooseOthers(permit, plan, view);
    if (!chosen) return undefined;
    const tests = [...permit.of.applies];
    for (const [family, p] of chosen) tests.push(...family.applies, ...p.when);
    const draw: Drawing = (group, drawn) => {
      const limits = plan.forbids.flatMap((f) => this.limitOf(f, view));
      return this.drawField(group, [...tests, ...limits], view, drawn);
    };
    if (!this.drawAll(shape, event, draw)) return undefined;
    if (!allHold(tests, 'may', view)) return undefined;
    if (!plan.forbids.every((f) => this.limitOf(f, view).every((t) => holds(t, 'may', view))))
      return undefined;
    const { rules, families } = this.host.cells.spec;
    const ruleAt = (rule: Permit | undefined): number => (rule ? rules.indexOf(rule) : -1);
    return { event, chosen: Int32Array.from(families, (family) => ruleAt(chosen.get(family))) };
  }

  private readonly planOf = (flags: number): CellPlan => this.host.cells.of('segment sent', flags).plan;

  private blankView(shape: Shape, flags: number, now: number): { event: Float64Array; view: View } {
    const event = new Float64Array(E.SIZE);
    blank(event, shape, flags, this.nature, now);
    return { event, view: { box: this.host.box, at: 0, event, ...this.host.reading } };
  }

  /** The options that the stack likes, as far as nothing refuses them; undefined where the permit is shut. */
  private withOptions({ permit, shape, mask }: Lead, asked: number, now: number): number | undefined {
    const { view } = this.blankView(shape, asked, now);
    if (!allHold(permit.when, 'may', view)) return undefined;
    const flags = asked | likedBits(asked, mask, this.likes, this.random);
    return agreedFlags(flags, mask, refusalOf(this.planOf, this.blankView(shape, flags, now).view));
  }

  /** All fields in turn: how many SACK blocks, then numbers and text, then what options say. */
  private drawAll(shape: Shape, event: Float64Array, draw: Drawing): boolean {
    const { random, key } = this;
    const flags = event[E.FLAGS] ?? 0;
    if ((flags & BIT.SACK) !== 0) {
      sackRoom(random, key, this.host.landmarks(), event);
      if (!draw([{ node: OUT.SACKS.node, add: 0 }])) return false;
      sacksDrawn(event);
    }
    return (
      drawnFields(shape, (flags & BIT.FIN) !== 0).every((group) => draw(group)) &&
      optionFields(event).every(({ node, beyond, marked }) => {
        const at = placeOf(node);
        return draw([{ node, add: 0 }], (lo, hi) =>
          marked
            ? drawMarked(random, key, at, lo, hi, this.host.landmarks(), event)
            : drawNumber(random, key, at, lo, hi, pickBeyond(random, key, at, beyond)),
        );
      })
    );
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
    draw: ((lo: number, hi: number) => number) | undefined,
  ): boolean {
    const event = view.event;
    let lo = Number.NEGATIVE_INFINITY;
    let hi = Number.POSITIVE_INFINITY;
    for (const { node, add } of group) {
      lo = Math.max(lo, (event[placeOf(node)] ?? 0) - add);
      hi = Math.min(hi, (event[placeOf(node) + HIGH] ?? 0) - add);
      for (const test of tests)
        for (const { side, bound } of solve(test, node)) {
          const value = corner(bound, view) - add;
          if (side === 'lo' && value > lo) lo = Math.ceil(value);
          if (side === 'hi' && value < hi) hi = Math.floor(value);
        }
    }
    if (lo > hi) return false;
    const first = group[0] ? placeOf(group[0].node) : 0;
    const value = draw?.(lo, hi) ?? drawNumber(this.random, this.key, first, lo, hi, 0);
    // What nothing has a number for yet (∓∞) cannot be sent.
    if (!Number.isFinite(value)) return false;
    for (const { node, add } of group) setEnds(event, placeOf(node), value + add, value + add);
    return true;
  }
}
