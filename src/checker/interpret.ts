/**
 * The cells read slowly, from the same plans as the compiler (core-semantics.md §7): held equal to it on the
 * whole box,
 * the findings and the coverage. The simulator runs it on point boxes, the explainer with a journal.
 */
import { allHold, holds, read, readSlot, store, type View } from '../spec/read.ts';
import { corner } from '../spec/solve.ts';
import { recordWidth } from '../spec/tcb.ts';
import type { Effect, Slot, Test } from '../spec/term.ts';
import { type CellPlan, narrowable, narrowings, type PlannedForbid, type PlannedTrack } from './plan.ts';

export const PASS = 0;
export const OPEN = 1;
export const FAIL = 2;
export const NA = 3;

/** Words of a cell's `out`. */
export const OUT_FINDINGS = 0;
export const OUT_ARMED = 1;
export const OUT_WORDS = 2;

export interface Reading {
  readonly values: Readonly<Record<string, number>>;
  readonly lacks: number;
  readonly draw?: View['draw'];
}

export const moved = (
  states: number,
  moves: readonly (readonly [number, number])[],
  keep: boolean,
): number => {
  const from = moves.reduce((mask, [x]) => mask | x, 0);
  const to = moves.reduce((mask, [x, y]) => ((states & x) !== 0 ? mask | y : mask), 0);
  return (keep ? states : states & ~from) | to;
};

type Ends = [lo: number, hi: number];
const hull = (a: Ends, lo: number, hi: number): Ends => [Math.min(a[0], lo), Math.max(a[1], hi)];
const ends = (slot: Slot, view: View): Ends => [
  view.box[view.at + slot.lo] ?? 0,
  view.box[view.at + slot.hi] ?? 0,
];
/** The ends that the recording's evidence supports: what it lacks is no bound, and so narrows nothing. */
const trusted = (slot: Slot, view: View): Ends =>
  slot.kind === 'mask' ? ends(slot, view) : [readSlot(slot, 'lo', view), readSlot(slot, 'hi', view)];
function put(slot: Slot, view: View, value: Ends): void {
  view.box[view.at + slot.lo] = value[0];
  if (slot.kind === 'range') view.box[view.at + slot.hi] = value[1];
}

/** Lo and hi of an effect's value. On a point reading both are the one drawn value. */
function valueOf(effect: Extract<Effect, { value: unknown }>, view: View): Ends {
  const lo = store(read(effect.value, 'lo', view), 'lo');
  if (view.draw || effect.to.kind === 'fact') return [lo, lo];
  return [lo, store(read(effect.value, 'hi', view), 'hi')];
}

/**
 * Tracks and obligations: arrivals, calls, returns and the passing of time. `join`: the event may have been
 * read.
 */
export function interpretInput(
  plan: CellPlan,
  join: boolean,
  reading: Reading,
  pool: Float64Array,
  at: number,
  event: Float64Array,
  out: Int32Array,
  cov: Uint32Array,
  runs = !join,
): void {
  const view: View = { ...reading, box: pool, at, event };
  const armed = join ? 0 : armedBy(plan, view, cov);
  const after = new Map<Slot, Ends>();
  const run: (readonly [CellPlan['tracks'][number], boolean])[] = [];
  for (const track of plan.tracks) {
    const may = allHold(track.when, 'may', view);
    const must = may && allHold(track.when, 'must', view);
    if (!join) bump(cov, track.index, may ? decided(track, view) : NA);
    if (!may) continue;
    if (track.rule.runs) run.push([track, must]);
    for (const effect of track.rule.then) applyEffect(effect, must && !join, view, after);
  }
  for (const [slot, value] of after) put(slot, view, value);
  if (runs) for (const [track, must] of run) track.rule.runs?.apply(pool, at, event, must && !join);
  out[OUT_FINDINGS] = 0;
  out[OUT_ARMED] = armed;
}

/** A rule that may apply is decided where all but the stack's will is. */
const decided = (track: PlannedTrack, view: View): number =>
  allHold(track.facts, 'must', view) ? PASS : OPEN;

const bump = (cov: Uint32Array, index: number, what: number): void => {
  cov[index * 4 + what] = (cov[index * 4 + what] ?? 0) + 1;
};

/**
 * In the order of the rules: a certain effect takes the place of what stood, a possible one is joined to it.
 */
function applyEffect(effect: Effect, sure: boolean, view: View, after: Map<Slot, Ends>): void {
  const before = after.get(effect.to) ?? ends(effect.to, view);
  if ('moves' in effect) {
    const states = moved(before[0], effect.moves, !sure);
    after.set(effect.to, [states, states]);
    return;
  }
  const [lo, hi] = valueOf(effect, view);
  if (effect.to.kind === 'fact') after.set(effect.to, sure ? [lo, lo] : before);
  else after.set(effect.to, sure ? [lo, hi] : hull(before, lo, hi));
}

/** One alternative of a group: what it asks, what it does. */
interface Alternative {
  readonly when: readonly Test[];
  readonly then: readonly Effect[];
}

function narrow(tests: readonly Test[], slots: readonly Slot[], view: View): Map<Slot, Ends> {
  const out = new Map<Slot, Ends>(slots.map((s) => [s, trusted(s, view)] as const));
  for (const test of tests) {
    if (test.op === 'in') {
      const states = (out.get(test.slot)?.[0] ?? 0) & test.states;
      out.set(test.slot, [states, states]);
    }
    for (const { slot, solved } of narrowings(test))
      for (const { side, bound } of solved) {
        const value = corner(bound, view);
        const now = out.get(slot) ?? trusted(slot, view);
        if (side === 'hi' && value < now[1]) out.set(slot, [now[0], value]);
        if (side === 'lo' && value > now[0]) out.set(slot, [value, now[1]]);
      }
  }
  return out;
}

/** A view of the box with some slots narrowed, for the right-hand sides of a permit. */
function withNarrowed(view: View, narrowed: ReadonlyMap<Slot, Ends>): View {
  const box = view.box.slice(view.at, view.at + recordWidth());
  for (const [slot, value] of narrowed) put(slot, { ...view, box, at: 0 }, value);
  return { ...view, box, at: 0 };
}

interface Group {
  /** Slots that are only narrowed: intersected across groups. */
  readonly kept: Map<Slot, Ends>;
  /** Slots that are written: they take their place. */
  readonly written: Map<Slot, Ends>;
}

/** The hull of the possible alternatives; `relaxed` leaves out narrowing and joins the state before. */
function group(
  all: readonly Alternative[],
  possible: readonly Alternative[],
  relaxed: boolean,
  view: View,
): Group {
  const writes = new Set(all.flatMap((a) => a.then.map((e) => e.to)));
  const narrows = relaxed ? [] : [...new Set(all.flatMap((a) => narrowable(a.when)))];
  const touched = [...new Set([...writes, ...narrows])];
  const acc = new Map<Slot, Ends>();
  const join = (slot: Slot, lo: number, hi: number): void => {
    const old = acc.get(slot);
    if (slot.kind === 'mask') acc.set(slot, old ? [old[0] | lo, old[0] | lo] : [lo, lo]);
    else acc.set(slot, old ? hull(old, lo, hi) : [lo, hi]);
  };
  for (const alternative of possible) {
    const mine = relaxed
      ? new Map<Slot, Ends>()
      : narrow(alternative.when, narrowable(alternative.when), view);
    const inner = withNarrowed(view, mine);
    for (const slot of touched) {
      const effect = alternative.then.find((e) => e.to === slot);
      const [lo, hi] = mine.has(slot) ? ends(slot, inner) : trusted(slot, view);
      if (effect && 'moves' in effect) {
        const states = moved(lo, effect.moves, false);
        join(slot, states, states);
      } else if (effect) {
        const value = valueOf(effect, inner);
        join(slot, value[0], value[1]);
      } else join(slot, lo, hi);
      if (relaxed) join(slot, ...ends(slot, view));
    }
  }
  const kept = new Map<Slot, Ends>();
  const written = new Map<Slot, Ends>();
  for (const [slot, value] of acc) (writes.has(slot) ? written : kept).set(slot, value);
  return { kept, written };
}

/** The limit with the slack of every exemption that may apply. */
export function limitWithSlack(forbid: PlannedForbid, view: View): Test {
  let test = forbid.rule.allow;
  for (const x of forbid.exempt) {
    if (test.op !== '<=' || !allHold(x.when, 'may', view)) continue;
    // A stack may use all of the slack: to a point reading it is no choice.
    const slack = view.draw
      ? x.rule.slack.node
      : ({ op: 'between', a: { op: 'constant', value: 0 }, b: x.rule.slack.node } as const);
    test = { ...test, b: { op: '+', a: test.b, b: slack } };
  }
  return test;
}

/** Families and limits of a sent segment; then the facts that it makes. */
export function interpretSent(
  plan: CellPlan,
  reading: Reading,
  pool: Float64Array,
  at: number,
  event: Float64Array,
  out: Int32Array,
  cov: Uint32Array,
): void {
  const view: View = { ...reading, box: pool, at, event };
  let findings = 0;
  const groups: Group[] = [];
  for (const f of plan.families) {
    if (!allHold(f.applies, 'must', view)) {
      for (const p of f.permits) bump(cov, p.index, NA);
      bump(cov, f.index, NA);
      continue;
    }
    const states = f.permits.map((p) =>
      !allHold(p.when, 'may', view) ? NA : allHold(p.when, 'must', view) ? PASS : OPEN,
    );
    f.permits.forEach((p, i) => bump(cov, p.index, states[i] ?? NA));
    const all = f.permits.map((p) => ({ when: p.when, then: p.rule.then }));
    const possible = all.filter((_, i) => states[i] !== NA);
    if (possible.length > 0) groups.push(group(all, possible, false, view));
    else if (f.closed) {
      findings |= 1 << f.bit;
      if (all[0]) groups.push(group([all[0]], [all[0]], true, view));
    }
    bump(cov, f.index, states.includes(PASS) ? PASS : possible.length > 0 || !f.closed ? OPEN : FAIL);
  }
  for (const f of plan.forbids) {
    if (!allHold(f.when, 'must', view)) {
      bump(cov, f.index, NA);
      for (const x of f.exempt) bump(cov, x.index, NA);
      continue;
    }
    for (const x of f.exempt) bump(cov, x.index, allHold(x.when, 'may', view) ? PASS : NA);
    const limit = limitWithSlack(f, view);
    if (holds(limit, 'may', view))
      groups.push(group([{ when: [limit], then: [] }], [{ when: [limit], then: [] }], false, view));
    else findings |= 1 << f.bit;
    bump(cov, f.index, holds(f.rule.allow, 'must', view) ? PASS : holds(limit, 'may', view) ? OPEN : FAIL);
  }
  const runs = plan.tracks.filter((t) => t.rule.runs && allHold(t.when, 'must', view));
  const tracked = trackSent(plan, view, cov);
  if (!intersect(groups, view)) findings |= 1 << plan.jointBit;
  for (const g of groups) for (const [slot, value] of g.written) put(slot, view, value);
  for (const [slot, value] of tracked) put(slot, view, value);
  for (const track of runs) track.rule.runs?.apply(pool, at, event, true);
  out[OUT_FINDINGS] = findings;
  out[OUT_ARMED] = armedBy(plan, view, cov);
}

/** What arrives owes by the state that it meets, a sent segment by the state that it leaves. */
function armedBy(plan: CellPlan, view: View, cov: Uint32Array): number {
  let armed = 0;
  plan.obliges.forEach((o, bit) => {
    const may = allHold(o.when, 'may', view);
    if (may && allHold(o.when, 'must', view)) armed |= 1 << bit;
    else bump(cov, o.index, may ? OPEN : NA);
  });
  return armed;
}

/** Values of the tracks on a sent segment, read before anything changes. */
function trackSent(plan: CellPlan, view: View, cov: Uint32Array): ReadonlyMap<Slot, Ends> {
  const after = new Map<Slot, Ends>();
  for (const track of plan.tracks) {
    const may = allHold(track.when, 'may', view);
    const must = may && allHold(track.when, 'must', view);
    bump(cov, track.index, may ? decided(track, view) : NA);
    if (may) for (const effect of track.rule.then) applyEffect(effect, must, view, after);
  }
  return after;
}

/** Intersects what the groups keep. False where nothing is left of a slot that no group writes. */
function intersect(groups: readonly Group[], view: View): boolean {
  const kept = new Map<Slot, Ends>();
  const written = new Set(groups.flatMap((g) => [...g.written.keys()]));
  for (const g of groups)
    for (const [slot, [lo, hi]] of g.kept) {
      const old = kept.get(slot) ?? trusted(slot, view);
      if (slot.kind === 'mask') kept.set(slot, [old[0] & lo, old[0] & lo]);
      else kept.set(slot, [Math.max(old[0], lo), Math.min(old[1], hi)]);
    }
  let possible = true;
  for (const [slot, value] of kept) {
    const empty = slot.kind === 'mask' ? value[0] === 0 : value[0] > value[1];
    if (!empty) put(slot, view, value);
    else if (!written.has(slot)) possible = false;
  }
  return possible;
}
