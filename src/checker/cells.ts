/** The cells of one spec, profile and evidence, made when first needed and kept. */
import { E } from '../spec/event.ts';
import { writesOf } from '../spec/load.ts';
import type { Profile } from '../spec/profile.ts';
import { holds } from '../spec/read.ts';
import { renderTest } from '../spec/render.ts';
import type { On, Rule, Spec } from '../spec/rule.ts';
import { ALL_STATES } from '../spec/state.ts';
import { CALLS_LOGGED, slotOf } from '../spec/tcb.ts';
import { nodes, type Slot, sidesOf, type Test } from '../spec/term.ts';
import { copying, hulling, type Move } from './boxes.ts';
import {
  type Bits,
  type Cell,
  type CompileOptions,
  compileBits,
  compileInput,
  compileSent,
  mayCompile,
} from './compile.ts';
import { compileDebt, compileGuards, type DebtCode, readDebt, readGuards } from './compile-debts.ts';
import { interpretInput, interpretSent, type Reading } from './interpret.ts';
import {
  type CellPlan,
  flagMask,
  type Owing,
  owingOf,
  planCell,
  remembered,
  resettingWrites,
  type SlotSets,
  sensitiveWrites,
  sharedReads,
  slotSets,
  turningTests,
} from './plan.ts';
import type { Slice } from './slice.ts';

/** What an arrival, a call or the passing of time runs. */
export interface InputCells {
  readonly plan: CellPlan;
  /** What may apply here and is not judged for want of evidence. */
  readonly masked: Bits;
  /** The event is read for certain. */
  readonly sure: Cell;
  /** The event may have been read. */
  readonly join: Cell;
  /**
   * As `join`, of what writes the sensitive slots and of tracks with a turning test whose bit is set; with
   * the slots that those write.
   */
  readonly turned: (bits: number) => { readonly join: Cell; readonly slots: readonly Slot[] };
  /** As `join`, computeds included: where nothing is ever known to be read. */
  readonly joinAll: Cell;
  /** Answers that outputs may turn while the event waits. */
  readonly turns: Bits;
  /** The same answers as they are certain. */
  readonly surely: Bits;
  /** Slots written by both sides that guards read; slots whose value depends on what outputs write. */
  readonly sharedReads: readonly Slot[];
  readonly sensitive: readonly Slot[];
  /** Slots that elsewhere never fall and that this input may begin anew. */
  readonly resets: readonly Slot[];
  /** Slots of computeds that the cell may run. */
  readonly runs: readonly Slot[];
  /** Takes the blocks of `runs` over from another box, and joins their other slots. */
  readonly taken: Move;
  /** Whether a guard reads one of the shared slots; lists that stay are asked about once. */
  readonly readsAny: (slots: readonly Slot[]) => boolean;
  /** Obligations, with those of their tests that an output may turn while the event waits. */
  readonly owing: readonly Owing[];
}
export interface SentCells {
  readonly plan: CellPlan;
  /** What may apply here and is not judged for want of evidence. */
  readonly masked: Bits;
  readonly judge: Cell;
  /** Obligations whose guards certainly hold, asked once more where inputs wait. */
  readonly obliged: Bits;
  /** Plain slots that both sides write and this cell may write. */
  readonly shared: readonly Slot[];
  /** The same where the trace has the user's calls: permits for traces without them write nothing then. */
  readonly sharedWithCalls: readonly Slot[];
}

/** Interpreted cells where source cannot be compiled, or where a journal is kept. */
const interpreted = (plan: CellPlan, join: boolean, reading: Reading): Cell =>
  plan.on === 'segment sent'
    ? (pool, at, event, out, cov) => interpretSent(plan, reading, pool, at, event, out, cov)
    : (pool, at, event, out, cov) => interpretInput(plan, join, reading, pool, at, event, out, cov);

const readBits =
  (tests: readonly Test[], reading: Reading, mode: 'may' | 'must' = 'may'): Bits =>
  (box, at, event) =>
    tests.reduce(
      (bits, test, k) => (holds(test, mode, { ...reading, box, at, event }) ? bits | (1 << k) : bits),
      0,
    );

const NO_EVENT = new Float64Array(E.SIZE);

export class Cells {
  readonly spec: Spec;
  readonly profile: Profile;
  readonly lacks: number;
  readonly sets: SlotSets;
  /** All that rules write, but for blocks. */
  readonly plain: readonly Slot[];
  /** All that outputs alone write, blocks too. */
  readonly outputSlots: readonly Slot[];
  private readonly slow: boolean;
  private readonly slice: Slice | undefined;
  private readonly inputs = new Map<number, InputCells>();
  private readonly outputs = new Map<number, SentCells>();
  private readonly masks = new Map<On, number>();
  private readonly places = new Map<Rule, number>();
  private debtCodes: readonly DebtCode[] | undefined;
  private timeCell: InputCells | undefined;
  private silentIn: number | undefined;
  private lastIn: InputCells | undefined;
  private lastInFlags = -1;
  private lastOn: On | undefined;
  private lastOut: SentCells | undefined;
  private lastOutFlags = -1;

  /** `slice`: only what can matter to a verdict where so much evidence is lacking. */
  constructor(spec: Spec, profile: Profile, lacks: number, slow = false, slice?: Slice) {
    this.spec = spec;
    this.profile = profile;
    this.lacks = lacks;
    this.slow = slow || !mayCompile();
    this.slice = slice;
    this.sets = slotSets(slice ? { ...spec, rules: spec.rules.filter((r) => slice.kept.has(r)) } : spec);
    this.outputSlots = [...this.sets.outputOnly, ...this.sets.outputBlocks];
    this.plain = [...this.sets.inputOnly, ...this.sets.outputOnly, ...this.sets.shared];
  }

  /** The cell of the steps that nobody sees: no event has a say in which. */
  silent(): InputCells {
    this.timeCell ??= this.inputFor('time passes', NO_EVENT);
    return this.timeCell;
  }

  /** States in which such a step may happen; everywhere where one asks for none. */
  get silentStates(): number {
    this.silentIn ??= this.silent().plan.tracks.reduce((mask, { when }) => {
      const states = when.flatMap((test) => (test.op === 'in' ? [test.states] : []));
      return mask | (states[0] ?? ALL_STATES);
    }, 0);
    return this.silentIn;
  }

  /** What each obligation of the spec asks, in order. */
  get debts(): readonly DebtCode[] {
    const options = { values: this.profile.values, lacks: this.lacks };
    const make = this.slow ? readDebt : compileDebt;
    this.debtCodes ??= this.spec.rules.flatMap((r) => (r.verb === 'oblige' ? [make(r, options)] : []));
    return this.debtCodes;
  }

  /** Where a rule stands in a coverage array, in rules. */
  indexOf(rule: Rule): number {
    let known = this.places.get(rule);
    if (known === undefined) {
      known = this.spec.rules.indexOf(rule);
      this.places.set(rule, known);
    }
    return known;
  }

  private key(on: On, event: Float64Array): number {
    let mask = this.masks.get(on);
    if (mask === undefined) {
      mask = flagMask(this.spec, on);
      this.masks.set(on, mask);
    }
    const kind =
      on === 'segment arrives' ? 1 : on === 'segment sent' ? 2 : on === 'call' ? 3 : on === 'return' ? 4 : 5;
    return ((event[E.FLAGS] ?? 0) & mask) * 8 + kind;
  }

  input(on: On, event: Float64Array): InputCells {
    // What comes is mostly like what came.
    const flags = event[E.FLAGS] ?? 0;
    if (flags === this.lastInFlags && on === this.lastOn) return this.lastIn as InputCells;
    const cells = this.inputFor(on, event);
    this.lastInFlags = flags;
    this.lastOn = on;
    this.lastIn = cells;
    return cells;
  }

  private inputFor(on: On, event: Float64Array): InputCells {
    const key = this.key(on, event);
    const known = this.inputs.get(key);
    if (known) return known;
    const plan = planCell(this.spec, on, event[E.FLAGS] ?? 0, this.lacks, this.slice);
    const options = { values: this.profile.values, lacks: this.lacks };
    const turning = turningTests(plan, this.sets);
    const sensitive = sensitiveWrites(plan, this.sets);
    const { slow } = this;
    let all: Cell | undefined;
    const join = (some: CellPlan): Cell =>
      this.slow ? interpreted(some, true, options) : compileInput(some, true, options);
    const runs = [...new Set(plan.tracks.flatMap((t) => (t.rule.runs ? t.rule.runs.slots : [])))];
    const shared = sharedReads(plan, this.sets);
    const made: InputCells = {
      plan,
      masked: this.maskedOf(plan, options),
      get joinAll(): Cell {
        all ??= slow
          ? (pool, at, e, out, cov) => interpretInput(plan, true, options, pool, at, e, out, cov, true)
          : compileInput(plan, true, options, true);
        return all;
      },
      turned: turnedBy(plan, sensitive, turning, join),
      sure: this.slow ? interpreted(plan, false, options) : compileInput(plan, false, options),
      join: this.slow ? interpreted(plan, true, options) : compileInput(plan, true, options),
      turns: this.slow ? readBits(turning, options) : compileBits(turning, options),
      surely: this.slow ? readBits(turning, options, 'must') : compileBits(turning, options, 'must'),
      sharedReads: shared,
      readsAny: remembered((slots: readonly Slot[]) => slots.some((s) => shared.includes(s))),
      sensitive,
      resets: resettingWrites(plan),
      owing: owingOf(plan, this.sets),
      runs,
      taken: taking(runs),
    };
    this.inputs.set(key, made);
    return made;
  }

  sent(event: Float64Array): SentCells {
    const flags = event[E.FLAGS] ?? 0;
    if (flags === this.lastOutFlags) return this.lastOut as SentCells;
    const cells = this.sentFor(event);
    this.lastOutFlags = flags;
    this.lastOut = cells;
    return cells;
  }

  private sentFor(event: Float64Array): SentCells {
    const key = this.key('segment sent', event);
    const known = this.outputs.get(key);
    if (known) return known;
    const plan = planCell(this.spec, 'segment sent', event[E.FLAGS] ?? 0, this.lacks, this.slice);
    const options = { values: this.profile.values, lacks: this.lacks };
    const made: SentCells = {
      plan,
      masked: this.maskedOf(plan, options),
      judge: this.slow ? interpreted(plan, false, options) : compileSent(plan, options),
      obliged: (this.slow ? readGuards : compileGuards)(
        plan.obliges.map((o) => o.when),
        options,
      ),
      shared: this.written(plan, false),
      sharedWithCalls: this.written(plan, true),
    };
    this.outputs.set(key, made);
    return made;
  }

  private maskedOf({ masked }: CellPlan, options: CompileOptions): Bits {
    const guards = masked.slice(0, 31).map(({ when }) => when);
    return this.slow ? readGuards(guards, options, 'may') : compileGuards(guards, options, 'may');
  }

  private written(plan: CellPlan, withCalls: boolean): readonly Slot[] {
    const out = new Set<Slot>();
    for (const permit of plan.families.flatMap((f) => f.permits))
      if (!withCalls || !readsLogged(permit.when)) for (const effect of permit.rule.then) out.add(effect.to);
    for (const track of plan.tracks) for (const effect of track.rule.then) out.add(effect.to);
    return this.sets.shared.filter((s) => out.has(s));
  }
}

function taking(runs: readonly Slot[]): Move {
  const copy = copying(runs.filter((s) => s.kind === 'block'));
  const hull = hulling(runs.filter((s) => s.kind !== 'block'));
  return (pool, into, from) => {
    copy(pool, into, from);
    hull(pool, into, from);
  };
}

function turnedBy(
  plan: CellPlan,
  sensitive: readonly Slot[],
  turning: readonly Test[],
  join: (some: CellPlan) => Cell,
): InputCells['turned'] {
  const made = new Map<number, ReturnType<InputCells['turned']>>();
  return (bits) => {
    const known = made.get(bits);
    if (known) return known;
    const texts = new Set(turning.filter((_, k) => (bits & (1 << k)) !== 0).map(renderTest));
    const turned = plan.tracks.filter((t) => t.when.some((test) => texts.has(renderTest(test))));
    const tracks = plan.tracks.filter(
      (t) => turned.includes(t) || t.rule.then.some((effect) => sensitive.includes(effect.to)),
    );
    const slots = [...new Set(turned.flatMap((t) => writesOf(t.rule)))].filter((s) => s.kind !== 'block');
    const one = { join: join({ ...plan, obliges: [], tracks }), slots };
    made.set(bits, one);
    return one;
  };
}

const LOGGED = slotOf(CALLS_LOGGED);
/** Whether a permit asks for a trace without calls. */
const readsLogged = (when: readonly Test[]): boolean =>
  when.some((test) =>
    sidesOf(test).some((side) => [...nodes(side)].some((n) => n.op === 'slot' && n.slot === LOGGED)),
  );
