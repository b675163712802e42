/**
 * Which rules make up a cell: those of one event class that a pattern of control bits leaves standing.
 * The compiler and the interpreter work from the same plan (core-semantics.md §4, §8).
 */

import type { Evidence } from '../spec/evidence.ts';
import { writesOf } from '../spec/load.ts';
import { hardNeedsOf } from '../spec/needs.ts';
import { renderNode, renderTest } from '../spec/render.ts';
import type { Exempt, Family, Forbid, Oblige, On, Permit, Rule, Spec, Track } from '../spec/rule.ts';
import { type Solved, solve } from '../spec/solve.ts';
import { allSlots } from '../spec/tcb.ts';
import {
  type Effect,
  isWill,
  leaves,
  type Node,
  nodes,
  type Slot,
  sidesOf,
  type Test,
} from '../spec/term.ts';
import { isMasked, isOpen, type Slice } from './slice.ts';

export interface PlannedTrack {
  readonly rule: Track;
  readonly index: number;
  readonly when: readonly Test[];
  /**
   * Without what is at the stack's will: coverage counts a behaviour as decided where only the will is open.
   */
  readonly facts: readonly Test[];
}
export interface PlannedOblige {
  readonly rule: Oblige;
  readonly index: number;
  readonly when: readonly Test[];
}
export interface PlannedPermit {
  readonly rule: Permit;
  readonly index: number;
  readonly when: readonly Test[];
}
export interface PlannedFamily {
  readonly family: Family;
  /** Whether a segment that no permit explains is a finding: not where evidence for a permit is missing. */
  readonly closed: boolean;
  readonly index: number;
  readonly bit: number;
  readonly applies: readonly Test[];
  readonly permits: readonly PlannedPermit[];
}
export interface PlannedForbid {
  readonly rule: Forbid;
  readonly index: number;
  readonly bit: number;
  readonly when: readonly Test[];
  readonly exempt: readonly {
    readonly rule: Exempt;
    readonly index: number;
    readonly when: readonly Test[];
  }[];
}

/** What one cell holds. `index` counts rules in the spec's order, families after them. */
export interface CellPlan {
  readonly on: On;
  readonly flags: number;
  readonly tracks: readonly PlannedTrack[];
  readonly obliges: readonly PlannedOblige[];
  readonly families: readonly PlannedFamily[];
  readonly forbids: readonly PlannedForbid[];
  /** What stands here but cannot be judged for want of evidence, and when it would apply. */
  readonly masked: readonly { readonly index: number; readonly when: readonly Test[] }[];
  /** Bit that says: each family explains the segment, but no state satisfies all of them. */
  readonly jointBit: number;
  readonly rules: number;
}

/** Where things stand in a coverage array: four counters a rule, then four a family. */
export const coverageIndex = (spec: Spec): ReadonlyMap<string, number> =>
  new Map(
    [...spec.rules.map((r) => r.id), ...spec.families.map((f) => f.id)].map((id, i) => [id, i] as const),
  );

/** The bits of FLAGS that any rule of this class asks about: two events that agree in them share a cell. */
export function flagMask(spec: Spec, on: On): number {
  let mask = 0;
  const look = (tests: readonly Test[]): void => {
    for (const test of tests) if (test.op === 'flags') mask |= test.mask;
  };
  for (const rule of spec.rules) {
    if (rule.on !== on) continue;
    look(rule.when);
    if (rule.verb === 'permit') look(rule.of.applies);
    if (rule.verb === 'forbid') look([rule.allow, ...rule.exempt.flatMap((x) => x.when)]);
  }
  return mask;
}

/** The tests that the flags leave open, or undefined where the flags contradict one. */
function remaining(tests: readonly Test[], flags: number): readonly Test[] | undefined {
  const out: Test[] = [];
  for (const test of tests) {
    if (test.op !== 'flags') out.push(test);
    else if ((flags & test.mask) !== test.want) return undefined;
  }
  return out;
}

/** The rules of a cell; what hard needs of theirs `lacks` holds is not judged. */
export function planCell(spec: Spec, on: On, flags: number, lacks: Evidence = 0, slice?: Slice): CellPlan {
  const at = coverageIndex(spec);
  const index = (id: string): number => at.get(id) ?? 0;
  const dropped = (r: Rule): boolean =>
    slice !== undefined && (r.verb === 'track' || r.verb === 'permit') && !slice.kept.has(r);
  const standing = spec.rules.filter((r) => r.on === on && !dropped(r));
  const pick = <R extends Rule>(verb: R['verb']): { rule: R; index: number; when: readonly Test[] }[] =>
    standing.flatMap((rule) => {
      if (rule.verb !== verb) return [];
      const when = remaining(rule.when, flags);
      return when ? [{ rule: rule as R, index: index(rule.id), when }] : [];
    });
  const blind = (rule: Rule): boolean => (slice ? isMasked(rule, lacks) : (hardNeedsOf(rule) & lacks) !== 0);
  const masked: { index: number; when: readonly Test[] }[] = [];
  const seen = <P extends { rule: Rule; index: number; when: readonly Test[] }>(
    planned: readonly P[],
  ): readonly P[] => {
    masked.push(...planned.filter((p) => blind(p.rule)).map(({ index, when }) => ({ index, when })));
    return planned.filter((p) => !blind(p.rule));
  };
  let bit = 0;
  const families: PlannedFamily[] = [];
  const permits = pick<Permit>('permit');
  for (const family of on === 'segment sent' ? spec.families : []) {
    const applies = remaining(family.applies, flags);
    if (!applies) continue;
    const mine = permits.filter((p) => p.rule.of === family);
    const all = spec.rules.filter((r) => r.verb === 'permit').filter((r) => r.of === family);
    const unsure = slice ? isOpen(family, all, lacks) : all.some(blind);
    if (unsure) masked.push({ index: index(family.id), when: applies });
    if (slice && !slice.families.has(family)) continue;
    families.push({
      family,
      closed: family.closed !== false && !unsure,
      index: index(family.id),
      bit: bit++,
      applies,
      permits: mine,
    });
  }
  const forbids = seen(pick<Forbid>('forbid')).map((f) => ({
    ...f,
    bit: bit++,
    exempt: f.rule.exempt.flatMap((rule) => {
      const when = remaining(rule.when, flags);
      return when ? [{ rule, index: index(rule.id), when }] : [];
    }),
  }));
  if (bit > 30) throw new Error('unreachable: a cell has more families and limits than a word has bits');
  const tracks = pick<Track>('track').map((t) => ({ ...t, facts: t.when.filter((test) => !isWill(test)) }));
  const obliges = seen(pick<Oblige>('oblige'));
  const rules = tracks.length + obliges.length + permits.length + forbids.length;
  return { on, flags, tracks, obliges, families, forbids, masked, jointBit: bit, rules };
}

/** Remembers what follows from a frozen value of the spec: the interpreter asks again at every event. */
export function remembered<K extends object, V>(find: (of: K) => V): (of: K) => V {
  const known = new WeakMap<K, V>();
  return (of) => {
    const before = known.get(of);
    if (before !== undefined) return before;
    const found = find(of);
    known.set(of, found);
    return found;
  };
}

/** Slots that a conjunction narrows: ranges read once in a clause, masks by `in`. */
export const narrowable: (tests: readonly Test[]) => readonly Slot[] = remembered((tests) => {
  const out = new Set<Slot>();
  for (const test of tests) {
    if (test.op === 'in') out.add(test.slot);
    for (const leaf of sidesOf(test).flatMap((n) => leaves(n)))
      if (leaf.op === 'slot' && leaf.slot.kind === 'range' && solve(test, leaf).length > 0)
        out.add(leaf.slot);
  }
  return [...out];
});

/** What a test says about each range slot that it reads. */
export interface Narrowing {
  readonly slot: Slot;
  readonly solved: readonly Solved[];
}
export const narrowings: (test: Test) => readonly Narrowing[] = remembered((test) => {
  const out: Narrowing[] = [];
  for (const leaf of sidesOf(test).flatMap((n) => leaves(n)))
    if (leaf.op === 'slot' && leaf.slot.kind === 'range' && !out.some((o) => o.slot === leaf.slot))
      out.push({ slot: leaf.slot, solved: solve(test, leaf) });
  return out;
});

export interface SlotSets {
  /** Written by arrivals, calls, returns or the passing of time, and by nothing else. */
  readonly inputOnly: readonly Slot[];
  /** Written by sent segments only. */
  readonly outputOnly: readonly Slot[];
  readonly shared: readonly Slot[];
  /** Blocks of computeds that inputs run; those that outputs run. */
  readonly inputBlocks: readonly Slot[];
  readonly outputBlocks: readonly Slot[];
  /** A doubt about one of these spreads to other slots. */
  readonly spreading: ReadonlySet<Slot>;
}

/**
 * Which side writes which slot: computed from the rules, used by the delivery frontier (core-semantics.md
 * §5).
 */
export function slotSets(spec: Spec): SlotSets {
  const byInput = new Set<Slot>();
  const byOutput = new Set<Slot>();
  for (const rule of spec.rules)
    for (const slot of writesOf(rule)) (rule.on === 'segment sent' ? byOutput : byInput).add(slot);
  const plain = allSlots().filter((s) => s.kind !== 'block');
  const blocks = allSlots().filter((s) => s.kind === 'block');
  return {
    inputOnly: plain.filter((s) => byInput.has(s) && !byOutput.has(s)),
    outputOnly: plain.filter((s) => byOutput.has(s) && !byInput.has(s)),
    shared: plain.filter((s) => byOutput.has(s) && byInput.has(s)),
    inputBlocks: blocks.filter((s) => byInput.has(s)),
    outputBlocks: blocks.filter((s) => byOutput.has(s)),
    spreading: spreading(spec),
  };
}

/**
 * Slots that the tests of a cell's tracks read and that both sides write: an output that writes one may turn
 * them.
 */
export function sharedReads(plan: CellPlan, sets: SlotSets): readonly Slot[] {
  const out = new Set<Slot>();
  for (const test of plan.tracks.flatMap((t) => t.when)) {
    if (test.op === 'in' && sets.shared.includes(test.slot)) out.add(test.slot);
    for (const node of sidesOf(test).flatMap((n) => [...nodes(n)]))
      if (node.op === 'slot' && sets.shared.includes(node.slot)) out.add(node.slot);
  }
  return [...out];
}

/**
 * Slots that guards of inputs read, or that effects on other slots read: a doubt about one of these spreads
 * to what
 * later inputs do. A doubt about any other stays where it is.
 */
function spreading(spec: Spec): ReadonlySet<Slot> {
  const out = new Set<Slot>();
  const look = (node: Node, but?: Slot): void => {
    for (const n of nodes(node)) if (n.op === 'slot' && n.slot !== but) out.add(n.slot);
  };
  for (const rule of spec.rules) {
    if (rule.on === 'segment sent' || rule.verb !== 'track') continue;
    for (const test of rule.when) {
      if (test.op === 'in') out.add(test.slot);
      for (const side of sidesOf(test)) look(side);
    }
    for (const effect of rule.then) if ('value' in effect) look(effect.value, effect.to);
    for (const slot of rule.runs?.reads ?? []) out.add(slot);
  }
  return out;
}

const readsAny = (test: Test, of: ReadonlySet<Slot>): boolean =>
  sidesOf(test).some((side) => [...nodes(side)].some((n) => n.op === 'slot' && of.has(n.slot)));
const spreads = (track: PlannedTrack, sets: SlotSets): boolean =>
  writesOf(track.rule).some((slot) => sets.spreading.has(slot));

/**
 * Slots whose new value an output may change while the input waits, and with it nothing else: the value, or
 * the guard
 * of a track whose doubt does not spread, reads what outputs alone write.
 */
export function sensitiveWrites(plan: CellPlan, sets: SlotSets): readonly Slot[] {
  const byOutput = new Set<Slot>([...sets.outputOnly, ...sets.outputBlocks]);
  const touches = (node: Node): boolean =>
    (node.op === 'slot' && byOutput.has(node.slot)) ||
    (node.op === 'query' && node.of.slots.some((s) => byOutput.has(s)));
  const out = new Set<Slot>();
  for (const track of plan.tracks) {
    const mild = !spreads(track, sets) && track.when.some((test) => readsAny(test, byOutput));
    for (const effect of track.rule.then)
      if (mild || ('value' in effect && [...nodes(effect.value)].some(touches))) out.add(effect.to);
  }
  return [...out];
}

/**
 * Whether an effect can only raise its slot: it takes the larger, or its guard says that the new value is.
 */
function raises(effect: Effect, when: readonly Test[]): boolean {
  if ('moves' in effect) return false;
  const own = (node: Node): boolean => node.op === 'slot' && node.slot === effect.to;
  const atLeastOwn = (node: Node): boolean =>
    own(node) ||
    (node.op === 'max' && (atLeastOwn(node.a) || atLeastOwn(node.b))) ||
    (node.op === 'between' && atLeastOwn(node.a) && atLeastOwn(node.b));
  if (atLeastOwn(effect.value)) return true;
  // a < b stands as a + 1 ≤ b.
  return when.some(
    (t) => t.op === '<=' && t.a.op === '+' && own(t.a.a) && renderNode(t.b) === renderNode(effect.value),
  );
}

/**
 * Slots that never fall but here: a SYN begins them anew. Where such an input waits, a low end known now need
 * not
 * last.
 */
export const resettingWrites = (plan: CellPlan): readonly Slot[] => [
  ...new Set(
    plan.tracks.flatMap((t) =>
      t.rule.then.filter((e) => e.to.monotone && !raises(e, t.rule.when)).map((e) => e.to),
    ),
  ),
];

/**
 * Tests that read facts which outputs write, of tracks whose doubt spreads: their answer may turn while the
 * input waits.
 */
export function turningTests(plan: CellPlan, sets: SlotSets): readonly Test[] {
  const written = new Set<Slot>(sets.outputOnly);
  const out = new Map<string, Test>();
  for (const track of plan.tracks)
    for (const test of spreads(track, sets) ? track.when : [])
      if (readsAny(test, written)) out.set(renderTest(test), test);
  if (out.size > 31) throw new Error('unreachable: a cell has more turning tests than a word has bits');
  return [...out.values()];
}

/** Whether the test reads the slot, be it the state. */
const asks = (test: Test, slot: Slot): boolean =>
  test.op === 'in' ? test.slot === slot : readsAny(test, new Set([slot]));

/** An obligation with the tests of its guard that read what outputs alone, and what both sides write. */
export interface Owing {
  readonly rule: Oblige;
  readonly tests: readonly Test[];
  readonly shared: readonly { readonly slot: Slot; readonly tests: readonly Test[] }[];
}
export function owingOf(plan: CellPlan, sets: SlotSets): readonly Owing[] {
  const written = new Set<Slot>([...sets.outputOnly, ...sets.outputBlocks]);
  return plan.obliges
    .map(({ rule, when }) => ({
      rule,
      tests: when.filter((test) => readsAny(test, written)),
      shared: sets.shared
        .map((slot) => ({ slot, tests: when.filter((test) => asks(test, slot)) }))
        .filter(({ tests }) => tests.length > 0),
    }))
    .filter(({ tests, shared }) => tests.length + shared.length > 0);
}
