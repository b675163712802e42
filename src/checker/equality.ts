/**
 * Compiled = interpreted (core-semantics.md §7): on random boxes and events the two readings of every cell
 * must leave the same box, the same findings and debts, the same coverage. Counted are the answers that each
 * clause of each rule had on the way, since equality over answers that never turn would show nothing.
 */
import { E } from '../spec/event.ts';
import { ALL_EVIDENCE } from '../spec/evidence.ts';
import { testsOf } from '../spec/load.ts';
import { PROFILE_LIST } from '../spec/profile.ts';
import { holds, type View } from '../spec/read.ts';
import { renderTest } from '../spec/render.ts';
import type { On, Rule, Spec } from '../spec/rule.ts';
import { SPEC } from '../spec/rules/index.ts';
import { ALL_STATES } from '../spec/state.ts';
import { allSlots, recordWidth } from '../spec/tcb.ts';
import { nodes, type Slot, sidesOf, type Test } from '../spec/term.ts';
import {
  type Bits,
  type Cell,
  type CompileOptions,
  compileBits,
  compileInput,
  compileSent,
} from './compile.ts';
import { FAIL, interpretInput, interpretSent, NA, OPEN, OUT_WORDS, PASS } from './interpret.ts';
import { type CellPlan, flagMask, planCell, slotSets, turningTests } from './plan.ts';
import { Blocks, LONE, Random, randomBox, randomEvent } from './random-boxes.ts';
import {
  type Answer,
  answerOf,
  clausesOf,
  MAYBE,
  NO,
  type Possible,
  possible,
  steer,
  steerAll,
  YES,
} from './steering.ts';

/**
 * How often one clause of one rule was answered yes, no and open at the least, and whether it can be: counted
 * where a pair was led to an answer, and for one in four of the others.
 */
export interface Asked {
  readonly rule: string;
  readonly clause: string;
  readonly yes: number;
  readonly no: number;
  readonly open: number;
  readonly can: { readonly yes: boolean; readonly no: boolean; readonly open: boolean };
}
/** How often a rule was read so as a whole, by the coverage that both readings agree on. */
export interface Fired {
  readonly rule: string;
  readonly pass: number;
  readonly open: number;
  readonly fail: number;
  readonly na: number;
}
/** How often an end of a range slot, or a mask, stood at an extreme. */
export interface Extreme {
  readonly slot: string;
  readonly what: 'lo −∞' | 'lo ∞' | 'hi −∞' | 'hi ∞' | 'full' | 'empty';
  readonly count: number;
}
export interface Equality {
  readonly pairs: number;
  /** The first pair on which the readings differ, with the place; undefined where none does. */
  readonly difference: string | undefined;
  readonly tests: readonly Asked[];
  readonly rules: readonly Fired[];
  readonly extremes: readonly Extreme[];
  /** Cells that were compared: event class, flag pattern, mode, profile values, evidence. */
  readonly cells: number;
  /** Pairs with a finding, with a debt armed. */
  readonly findings: number;
  readonly armed: number;
  /** Pairs by event class, mode and evidence. */
  readonly kinds: Readonly<Record<string, number>>;
}

/** Each answer that a clause can have is looked for until it was given so often. */
export const ENOUGH = 1000;

interface Clause {
  readonly rule: Rule;
  readonly test: Test;
  readonly can: Possible;
  readonly counts: [number, number, number];
}

interface Compared {
  readonly plan: CellPlan;
  readonly sure: Cell;
  readonly join: Cell | undefined;
  readonly turns: Bits;
  readonly turning: readonly Test[];
  readonly options: CompileOptions;
}

/** Standard values, those of a profile, some of nobody's; all evidence, none, one bit less each. */
function optionsOf(spec: Spec): readonly CompileOptions[] {
  const named = new Set(
    spec.rules.flatMap((r) =>
      testsOf(r)
        .flatMap(sidesOf)
        .flatMap((n) => [...nodes(n)])
        .flatMap((n) => (n.op === 'constant' && n.name !== undefined ? [n.name] : [])),
    ),
  );
  const odd = Object.fromEntries([...named].map((name, i) => [name, 1000 + i] as const));
  // What a profile merely tolerates is switched off by a 0.
  const none = Object.fromEntries([...named].map((name) => [name, 0] as const));
  const bits = new Set<number>();
  for (const slot of allSlots())
    for (const mask of [slot.restsOn.lo ?? 0, slot.restsOn.hi ?? 0])
      for (let bit = 1; bit <= mask; bit <<= 1) if ((mask & bit) !== 0) bits.add(bit);
  const bare = { values: none, lacks: 0 };
  const profiles = PROFILE_LIST.filter((p) => Object.keys(p.values).length > 0);
  return [
    { values: {}, lacks: 0 },
    { values: {}, lacks: 0 },
    { values: {}, lacks: 0 },
    ...profiles.map((p) => ({ values: p.values, lacks: 0 })),
    { values: odd, lacks: 0 },
    // Twice, for a clause that only this one answers yes.
    bare,
    bare,
    { values: {}, lacks: ALL_EVIDENCE },
    ...[...bits].map((lacks) => ({ values: {}, lacks })),
  ];
}

const CLASSES: readonly On[] = ['segment arrives', 'segment sent', 'call', 'return', 'time passes'];
/** Sent and arriving segments have most of the rules. */
const WEIGHTS: Readonly<Record<On, number>> = {
  'segment arrives': 8,
  'segment sent': 8,
  call: 1,
  return: 1,
  'time passes': 2,
};

/** One run of the property. */
class Run {
  private readonly spec: Spec;
  private readonly compiled: Spec;
  private readonly random: Random;
  private readonly blocks: Blocks;
  private readonly options: readonly CompileOptions[];
  private readonly classes: readonly On[];
  private readonly clauses = new Map<On, Clause[]>();
  private readonly rules = new Map<On, Rule[]>();
  private readonly masks = new Map<On, number>();
  private readonly cells = new Map<string, Compared>();
  private readonly extremes: readonly {
    readonly slot: Slot;
    readonly counts: [number, number, number, number];
  }[];
  private readonly slow = { box: new Float64Array(recordWidth()), out: new Int32Array(OUT_WORDS) };
  private readonly fast = { box: new Float64Array(recordWidth()), out: new Int32Array(OUT_WORDS) };
  private readonly slowCov: Uint32Array;
  private readonly fastCov: Uint32Array;
  private readonly fired: Uint32Array;
  private readonly event = new Float64Array(E.SIZE);
  private readonly kinds: Record<string, number> = {};
  private findings = 0;
  private armed = 0;

  constructor(spec: Spec, seed: number, compiled: Spec) {
    this.spec = spec;
    this.compiled = compiled;
    this.random = new Random(seed);
    this.blocks = new Blocks(spec, this.random);
    this.options = optionsOf(spec);
    this.classes = CLASSES.flatMap((on) =>
      Array.from({ length: spec.rules.some((r) => r.on === on) ? WEIGHTS[on] : 0 }, () => on),
    );
    const lacks = this.options.reduce((mask, o) => mask | o.lacks, 0);
    for (const on of new Set(this.classes)) {
      const rules = spec.rules.filter((r) => r.on === on);
      const clause = (rule: Rule, test: Test): Clause => ({
        rule,
        test,
        can: possible(test, lacks),
        counts: [0, 0, 0],
      });
      this.rules.set(on, rules);
      this.clauses.set(
        on,
        rules.flatMap((rule) => clausesOf(rule).map((test) => clause(rule, test))),
      );
      this.masks.set(on, flagMask(spec, on));
    }
    this.extremes = allSlots().flatMap((slot) =>
      slot.kind === 'range' || slot.kind === 'mask' ? [{ slot, counts: [0, 0, 0, 0] }] : [],
    );
    const width = 4 * (spec.rules.length + spec.families.length);
    this.slowCov = new Uint32Array(width);
    this.fastCov = new Uint32Array(width);
    this.fired = new Uint32Array(width);
  }

  all(pairs: number): Equality {
    for (let i = 0; i < pairs; i++) {
      const difference = this.one();
      if (difference !== undefined) return this.result(i + 1, `pair ${i}: ${difference}`);
    }
    return this.result(pairs, undefined);
  }

  /** One random pair through both readings; says where they differ. */
  private one(): string | undefined {
    const { random, slow, fast, event } = this;
    const on = random.pick(this.classes);
    const join = on !== 'segment sent' && random.chance(0.4);
    const drawn = random.pick(this.options);
    randomBox(random, slow.box, 0);
    this.blocks.fill(slow.box, 0);
    randomEvent(random, on, event);
    const led = this.lead(on, { ...drawn, box: slow.box, at: 0, event });
    const options = this.optionsFor(event[E.FLAGS] ?? 0, drawn);
    const view: View = { ...options, box: slow.box, at: 0, event };
    if (led || random.below(4) === 0) this.note(on, view);
    const evidence = options.lacks === 0 ? 'all evidence' : 'lacking evidence';
    const kind = `${on}, ${join ? 'may have been read' : 'certain'}, ${evidence}`;
    this.kinds[kind] = (this.kinds[kind] ?? 0) + 1;
    fast.box.set(slow.box);
    const compared = this.cell(on, options);
    const turns = this.turnsDiffer(compared, view);
    if (turns !== undefined) return turns;
    if (on === 'segment sent')
      interpretSent(compared.plan, options, slow.box, 0, event, slow.out, this.slowCov);
    else interpretInput(compared.plan, join, options, slow.box, 0, event, slow.out, this.slowCov);
    (join ? (compared.join ?? compared.sure) : compared.sure)(fast.box, 0, event, fast.out, this.fastCov);
    if ((slow.out[0] ?? 0) !== 0) this.findings++;
    if ((slow.out[1] ?? 0) !== 0) this.armed++;
    return this.differ(`${kind}, flags ${event[E.FLAGS] ?? 0}, lacks ${options.lacks}`);
  }

  /** Bits that stand alone are tried with standard values only, or there would be as many cells as pairs. */
  private optionsFor(flags: number, drawn: CompileOptions): CompileOptions {
    return (flags & LONE) === 0 ? drawn : (this.options[0] ?? drawn);
  }

  /** Half of the pairs are led to an answer that is still too rare, or to a rule that fires as a whole. */
  private lead(on: On, view: View): boolean {
    const { random } = this;
    const which = random.below(4);
    if (which === 0) {
      const rule = random.pick(this.rules.get(on) ?? []);
      const tests = clausesOf(rule);
      this.takeFlags(tests, view);
      steerAll(tests, view, random);
    } else if (which === 1) {
      // A few draws find a rare one soon enough: rare ones are most of what is looked for late.
      for (let n = 0; n < 8; n++) {
        const clause = random.pick(this.clauses.get(on) ?? []);
        const want = random.below(3) as Answer;
        if (!clause.can[want] || clause.counts[want] >= ENOUGH) continue;
        if (clause.test.op === 'flags') this.takeFlags(want === YES ? [clause.test] : [], view);
        else steer(clause.test, want, 10, view, random);
        return true;
      }
    }
    return false;
  }

  private takeFlags(tests: readonly Test[], { event }: View): void {
    for (const test of tests)
      if (test.op === 'flags') event[E.FLAGS] = ((event[E.FLAGS] ?? 0) & ~test.mask) | test.want;
  }

  private note(on: On, view: View): void {
    for (const clause of this.clauses.get(on) ?? []) clause.counts[answerOf(clause.test, view)]++;
    for (const { slot, counts } of this.extremes) {
      const lo = view.box[slot.lo] ?? 0;
      const hi = view.box[slot.hi] ?? 0;
      if (slot.kind === 'mask') {
        if (lo === ALL_STATES) counts[0]++;
        else if (lo === 0) counts[1]++;
        continue;
      }
      if (lo === Number.NEGATIVE_INFINITY) counts[0]++;
      else if (lo === Number.POSITIVE_INFINITY) counts[1]++;
      if (hi === Number.NEGATIVE_INFINITY) counts[2]++;
      else if (hi === Number.POSITIVE_INFINITY) counts[3]++;
    }
  }

  private cell(on: On, options: CompileOptions): Compared {
    const flags = (this.event[E.FLAGS] ?? 0) & (this.masks.get(on) ?? 0);
    const key = `${on} ${flags} ${this.options.indexOf(options)}`;
    const known = this.cells.get(key);
    if (known) return known;
    const plan = planCell(this.spec, on, flags);
    const source = planCell(this.compiled, on, flags);
    const turning = on === 'segment sent' ? [] : turningTests(plan, slotSets(this.spec));
    const made: Compared = {
      plan,
      options,
      turning,
      sure: on === 'segment sent' ? compileSent(source, options) : compileInput(source, false, options),
      join: on === 'segment sent' ? undefined : compileInput(source, true, options),
      turns: compileBits(turning, options),
    };
    this.cells.set(key, made);
    return made;
  }

  private turnsDiffer({ turning, turns }: Compared, view: View): string | undefined {
    const read = turning.reduce((mask, test, k) => (holds(test, 'may', view) ? mask | (1 << k) : mask), 0);
    const ran = turns(view.box, 0, view.event);
    return read === ran ? undefined : `tests that outputs may turn: interpreted ${read}, compiled ${ran}`;
  }

  private differ(kind: string): string | undefined {
    const { slow, fast, slowCov, fastCov } = this;
    // NaN is unequal to itself: it has no place in a slot.
    for (let k = 0; k < slow.box.length; k++)
      if (slow.box[k] !== fast.box[k])
        return `${kind}: ${slotAt(k)} is ${slow.box[k]} interpreted, ${fast.box[k]} compiled`;
    for (let k = 0; k < OUT_WORDS; k++)
      if (slow.out[k] !== fast.out[k])
        return `${kind}: word ${k} is ${slow.out[k]} interpreted, ${fast.out[k]} compiled`;
    for (let k = 0; k < slowCov.length; k++) {
      const counted = slowCov[k] ?? 0;
      if (counted !== fastCov[k])
        return `${kind}: coverage ${k} is ${counted} interpreted, ${fastCov[k]} compiled`;
      if (counted === 0) continue;
      this.fired[k] = (this.fired[k] ?? 0) + counted;
      slowCov[k] = 0;
      fastCov[k] = 0;
    }
    return undefined;
  }

  private result(pairs: number, difference: string | undefined): Equality {
    const { spec, fired } = this;
    const tests = [...this.clauses.values()].flat().map(({ rule, test, can, counts }) => ({
      rule: rule.id,
      clause: renderTest(test),
      yes: counts[YES],
      no: counts[NO],
      open: counts[MAYBE],
      can: { yes: can[YES], no: can[NO], open: can[MAYBE] },
    }));
    const at = (i: number, what: number): number => fired[4 * i + what] ?? 0;
    const rules = spec.rules.map((rule, i) => ({
      rule: rule.id,
      pass: at(i, PASS),
      open: at(i, OPEN),
      fail: at(i, FAIL),
      na: at(i, NA),
    }));
    const names = (slot: Slot): readonly Extreme['what'][] =>
      slot.kind === 'mask' ? ['full', 'empty'] : ['lo −∞', 'lo ∞', 'hi −∞', 'hi ∞'];
    const extremes = this.extremes.flatMap(({ slot, counts }) =>
      names(slot).map((what, i) => ({ slot: slot.name, what, count: counts[i] ?? 0 })),
    );
    const { findings, armed, kinds } = this;
    return { pairs, difference, tests, rules, extremes, cells: this.cells.size, findings, armed, kinds };
  }
}

function slotAt(k: number): string {
  const slot = allSlots().find((s) => k >= s.lo && k < s.lo + s.width);
  return slot ? `${slot.name}[${k - slot.lo}]` : `place ${k}`;
}

/**
 * Compares the two readings on so many random pairs; the same seed compares the same pairs. `compiled` is the
 * spec that is compiled: another one than that interpreted only to see the difference found.
 */
export const provesEquality = (
  pairs: number,
  seed: number,
  spec: Spec = SPEC,
  compiled: Spec = spec,
): Equality => new Run(spec, seed, compiled).all(pairs);

/** Answers that a clause can have and had fewer than `least` times. */
export const rare = (tests: readonly Asked[], least = ENOUGH): readonly string[] =>
  tests.flatMap((t) =>
    (['yes', 'no', 'open'] as const).flatMap((answer) =>
      t.can[answer] && t[answer] < least ? [`${t.rule}: ${t.clause}: ${answer} ${t[answer]} times`] : [],
    ),
  );
