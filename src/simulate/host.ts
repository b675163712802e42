/**
 * A stack drawn from the spec: the same rules on a box with lo = hi (core-semantics.md §9). Nothing here
 * names a field
 * of the TCB or an RFC; what it may send is what some permit, solved, allows.
 */
import { initialBox } from '../checker/boxes.ts';
import { Debts } from '../checker/debts.ts';
import {
  interpretInput,
  interpretSent,
  OUT_ARMED,
  OUT_FINDINGS,
  OUT_WORDS,
  type Reading,
} from '../checker/interpret.ts';
import { type CellPlan, planCell } from '../checker/plan.ts';
import { E } from '../spec/event.ts';
import type { Profile } from '../spec/profile.ts';
import type { Family, On, Permit, Spec } from '../spec/rule.ts';
import { SPEC } from '../spec/rules/index.ts';
import { allSlots, CALLS_LOGGED, STATE, slotOf } from '../spec/tcb.ts';
import type { Computed, Slot } from '../spec/term.ts';
import { computedsOf } from './contain.ts';
import { Draws, type Temper } from './draw.ts';
import { atTime, keyOf, nameChoices, within } from './keys.ts';

/** The spec walked is broken: what it permits it forbids, or it obliges what it does not permit. */
export class SpecBug extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SpecBug';
  }
}

/** Plans by class and flags, shared by all hosts of a spec. */
export class Plans {
  readonly spec: Spec;
  private readonly made = new Map<string, CellPlan>();
  constructor(spec: Spec) {
    this.spec = spec;
    // A spec that shares choices with ours draws them as ours does.
    nameChoices(SPEC);
    nameChoices(spec);
  }
  of(on: On, flags: number): CellPlan {
    const key = `${on} ${flags}`;
    const known = this.made.get(key);
    if (known) return known;
    const plan = planCell(this.spec, on, flags);
    this.made.set(key, plan);
    return plan;
  }
}

const LOGGED = slotOf(CALLS_LOGGED);
const RANGES = allSlots().filter((s) => s.kind === 'range');
/** What a stack does at one time, each with draws of its own. */
const READS = 0;
const PASSES = 1;
export const SENDS = 2;

export class Host {
  readonly box: Float64Array;
  readonly plans: Plans;
  readonly reading: Reading;
  readonly draws: Draws;
  readonly debts: Debts;
  readonly profile: Profile;
  /** Another stack that is told all that this one is told and does. */
  shadow: Host | undefined;
  protected readonly out = new Int32Array(OUT_WORDS);
  readonly coverage: Uint32Array;
  private readonly unseen: Uint32Array;
  private readonly computeds: readonly Computed[];
  private readonly passing = new Float64Array(E.SIZE);
  readonly key: number;
  readonly temper: Temper;
  /** How often each of these has been done at the present time. */
  private readonly done = new Int32Array(SENDS + 1);
  private time = -1;

  constructor(plans: Plans, profile: Profile, key: number, temper: Temper, callsLogged: boolean) {
    this.key = key;
    this.temper = temper;
    this.plans = plans;
    this.computeds = computedsOf(plans.spec);
    this.profile = profile;
    this.draws = new Draws(temper);
    this.reading = { values: profile.values, lacks: 0, draw: this.draws.draw };
    this.box = initialBox();
    for (const slot of allSlots()) {
      if (slot.kind !== 'range' || slot.initial[0] === slot.initial[1]) continue;
      const value = this.draws.choose(within(key, keyOf(slot.name)), slot.initial[0], slot.initial[1]);
      this.box[slot.lo] = value;
      this.box[slot.hi] = value;
    }
    this.box[LOGGED.lo] = callsLogged ? 1 : 0;
    const size = 4 * (plans.spec.rules.length + plans.spec.families.length);
    this.coverage = new Uint32Array(size);
    this.unseen = new Uint32Array(size);
    this.debts = new Debts(plans.spec, 0);
  }

  /** Numbers at which something begins that the stack holds. */
  landmarks(): readonly number[] {
    return this.computeds.flatMap((computed) => computed.landmarks?.(this.box, 0) ?? []);
  }

  get states(): number {
    return this.box[STATE.slot.lo] ?? 0;
  }

  /** Reads an arriving segment, or takes a call. The event's times are points: when it happens. */
  takes(on: 'segment arrives' | 'call', event: Float64Array): void {
    this.shadow?.takes(on, event);
    this.pass(event);
    this.debts.settle(on, event, this.debtView());
    const plan = this.plans.of(on, event[E.FLAGS] ?? 0);
    this.begin(READS, event);
    interpretInput(plan, false, this.reading, this.box, 0, event, this.out, this.coverage);
    this.arm(plan, event);
    this.pass(event);
    this.mustBePoint(`${on} with flags ${event[E.FLAGS] ?? 0}`);
  }

  /** Silent steps that are due, or that the stack chooses to take. */
  passes(event: Float64Array): void {
    this.shadow?.passes(event);
    this.pass(event);
  }

  protected pass(event: Float64Array): void {
    this.passing[E.T0] = event[E.T0] ?? 0;
    this.passing[E.T1] = event[E.T1] ?? 0;
    this.begin(PASSES, event);
    const plan = this.plans.of('time passes', 0);
    interpretInput(plan, false, this.reading, this.box, 0, this.passing, this.out, this.coverage);
    this.debts.settle('time passes', this.passing, this.debtView());
  }

  /**
   * Sends a segment that `chosen` explains, one permit a family. A finding of its own rules is a bug of the
   * spec.
   */
  sends(event: Float64Array, chosen: ReadonlyMap<Family, Permit>): void {
    this.shadow?.sends(event, chosen);
    const plan = this.plans.of('segment sent', event[E.FLAGS] ?? 0);
    this.begin(SENDS, event);
    const trial = this.box.slice();
    interpretSent(plan, this.reading, trial, 0, event, this.out, this.unseen);
    const bits = this.out[OUT_FINDINGS] ?? 0;
    if (bits !== 0) throw new SpecBug(`the spec forbids what it proposed: ${this.name(plan, bits)}`);
    this.debts.settle('segment sent', event, this.debtView());
    const own: CellPlan = {
      ...plan,
      families: plan.families.map((f) => ({
        ...f,
        permits: f.permits.filter((p) => !chosen.has(f.family) || p.rule === chosen.get(f.family)),
      })),
    };
    interpretSent(own, this.reading, this.box, 0, event, this.out, this.coverage);
    if ((this.out[OUT_FINDINGS] ?? 0) !== 0)
      throw new SpecBug(`a chosen permit does not hold: ${this.name(plan, this.out[OUT_FINDINGS] ?? 0)}`);
    this.arm(plan, event);
    this.mustBePoint(`sent with flags ${event[E.FLAGS] ?? 0}`);
  }

  /** Draws anew: by what happens, when, and for the how many-th time then. */
  protected begin(what: number, event: Float64Array): void {
    const now = event[E.T0] ?? 0;
    if (now !== this.time) this.done.fill(0);
    this.time = now;
    const n = this.done[what] ?? 0;
    this.done[what] = n + 1;
    this.draws.key = within(atTime(this.key, now), what + 4 * n);
  }

  protected arm(plan: CellPlan, event: Float64Array): void {
    const armed = this.out[OUT_ARMED] ?? 0;
    plan.obliges.forEach((o, bit) => {
      if ((armed & (1 << bit)) !== 0) this.debts.arm(o.rule, event, this.debtView());
    });
  }

  debtView(): { pool: Float64Array; at: number; values: Readonly<Record<string, number>>; lacks: number } {
    return { pool: this.box, at: 0, values: this.profile.values, lacks: 0 };
  }

  protected name(plan: CellPlan, bits: number): string {
    const names = [
      ...plan.families.filter((f) => (bits & (1 << f.bit)) !== 0).map((f) => f.family.id),
      ...plan.forbids.filter((f) => (bits & (1 << f.bit)) !== 0).map((f) => f.rule.id),
      ...((bits & (1 << plan.jointBit)) !== 0 ? ['jointly impossible'] : []),
    ];
    return names.join(', ');
  }

  /** A point reading leaves points; a range would mean that a test could not decide on one. */
  protected mustBePoint(what: string): void {
    const wide: Slot | undefined = RANGES.find((s) => this.box[s.lo] !== this.box[s.hi]);
    if (wide) throw new SpecBug(`${what} left ${wide.name} at ${this.box[wide.lo]} … ${this.box[wide.hi]}`);
  }
}
