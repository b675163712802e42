/**
 * A stack drawn from the spec: the same rules on a box with lo = hi (core-semantics.md §9). Nothing here
 * names a field
 * of the TCB or an RFC; what it may send is what some permit, solved, allows.
 */
import { initialBox } from '../checker/boxes.ts';
import {
  interpretInput,
  interpretSent,
  OUT_ARMED,
  OUT_FINDINGS,
  OUT_WORDS,
  type Reading,
} from '../checker/interpret.ts';
import type { CellPlan } from '../checker/plan.ts';
import { E } from '../spec/event.ts';
import type { Profile } from '../spec/profile.ts';
import type { Spec } from '../spec/rule.ts';
import { SPEC } from '../spec/rules/index.ts';
import { allSlots, CALLS_LOGGED, STATE, slotOf } from '../spec/tcb.ts';
import type { Computed, Slot } from '../spec/term.ts';
import { computedsOf } from './contain.ts';
import { Draws, type Temper } from './draw.ts';
import { HostDebts } from './host-debts.ts';
import { atTime, keyOf, nameChoices, within } from './keys.ts';
import { type Lead, leadsOf } from './leads.ts';
import { type PointCell, PointCells } from './point-cells.ts';
import { ProposalCode } from './proposal-code.ts';

/** The spec walked is broken: what it permits it forbids, or it obliges what it does not permit. */
export class SpecBug extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SpecBug';
  }
}

/** What all stacks of a spec share: its cells on a point, by profile. `slow`: interpreted only. */
export class Plans {
  readonly spec: Spec;
  readonly slow: boolean;
  readonly leads: readonly Lead[];
  private readonly made = new Map<Profile, PointCells>();
  private readonly code = new Map<Profile, ProposalCode>();
  constructor(spec: Spec, slow = false) {
    this.spec = spec;
    this.slow = slow;
    this.leads = leadsOf(spec);
    // A spec that shares choices with ours draws them as ours does.
    nameChoices(SPEC);
    nameChoices(spec);
  }
  cells(profile: Profile): PointCells {
    const known = this.made.get(profile);
    if (known) return known;
    const made = new PointCells(this.spec, profile, this.slow);
    this.made.set(profile, made);
    return made;
  }
  proposals(profile: Profile): ProposalCode {
    const known = this.code.get(profile);
    if (known) return known;
    const made = new ProposalCode(this.spec, this.leads, profile);
    this.code.set(profile, made);
    return made;
  }
}

const LOGGED = slotOf(CALLS_LOGGED);
const RANGES = allSlots().filter((s) => s.kind === 'range');
/** What a stack does at one time, each with draws of its own. */
const READS = 0;
const PASSES = 1;
const SENDS = 2;
/** A word of `out` that compiled cells fill. */
const ARMED = 0;

/** Who is told all that a stack reads and sends, with the key of its draws. */
export interface Witness {
  passes(event: Float64Array, key: number): void;
  reads(on: 'segment arrives' | 'call', event: Float64Array, key: number): void;
  sends(event: Float64Array, cell: PointCell, chosen: Int32Array, key: number): void;
}

export class Host {
  witness: Witness | undefined;
  readonly box: Float64Array;
  readonly cells: PointCells;
  readonly reading: Reading;
  readonly draws: Draws;
  readonly debts: HostDebts;
  private readonly out = new Int32Array(OUT_WORDS);
  /** Where interpreted cells count: nobody asks. */
  private readonly unseen: Uint32Array;
  private readonly computeds: readonly Computed[];
  private readonly passing = new Float64Array(E.SIZE);
  private readonly key: number;
  readonly temper: Temper;
  /** How often each of these has been done at the present time. */
  private readonly done = new Int32Array(SENDS + 1);
  private time = -1;

  constructor(cells: PointCells, key: number, temper: Temper, callsLogged: boolean) {
    this.key = key;
    this.temper = temper;
    this.cells = cells;
    this.computeds = computedsOf(cells.spec);
    this.draws = new Draws(temper);
    this.reading = { values: cells.profile.values, lacks: 0, draw: this.draws.draw };
    this.box = initialBox();
    for (const slot of allSlots()) {
      if (slot.kind !== 'range' || slot.initial[0] === slot.initial[1]) continue;
      const value = this.draws.choose(within(key, keyOf(slot.name)), slot.initial[0], slot.initial[1]);
      this.box[slot.lo] = value;
      this.box[slot.hi] = value;
    }
    this.box[LOGGED.lo] = callsLogged ? 1 : 0;
    this.unseen = new Uint32Array(4 * (cells.spec.rules.length + cells.spec.families.length));
    this.debts = new HostDebts(cells.debts);
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
    this.passes(event);
    this.debts.settle(on, event, this.box);
    const cell = this.cells.of(on, event[E.FLAGS] ?? 0);
    this.begin(READS, event);
    this.witness?.reads(on, event, this.draws.key);
    this.read(cell, event);
    this.arm(cell.plan, event);
    this.passes(event);
  }

  /** Silent steps that are due, or that the stack chooses to take. */
  passes(event: Float64Array): void {
    this.passing[E.T0] = event[E.T0] ?? 0;
    this.passing[E.T1] = event[E.T1] ?? 0;
    this.begin(PASSES, event);
    this.witness?.passes(this.passing, this.draws.key);
    this.read(this.cells.of('time passes', 0), this.passing);
    this.debts.settle('time passes', this.passing, this.box);
  }

  private read(cell: PointCell, event: Float64Array): void {
    if (!this.cells.cold(cell) && cell.input?.(this.box, event, this.draws, this.out)) return;
    interpretInput(cell.plan, false, this.reading, this.box, 0, event, this.out, this.unseen);
    this.out[ARMED] = this.out[OUT_ARMED] ?? 0;
    this.mustBePoint(`${cell.plan.on} with flags ${event[E.FLAGS] ?? 0}`);
  }

  /**
   * Sends a segment that `chosen` explains: for each family of the spec the place of its permit's rule, or
   * −1. A finding of its own rules is a bug of the spec.
   */
  sends(event: Float64Array, chosen: Int32Array): void {
    const cell = this.cells.of('segment sent', event[E.FLAGS] ?? 0);
    this.begin(SENDS, event);
    this.witness?.sends(event, cell, chosen, this.draws.key);
    this.debts.settle('segment sent', event, this.box);
    const done = !this.cells.cold(cell) && cell.sent?.(this.box, event, this.draws, this.out, chosen);
    if (!done) this.interpret(event, cell.plan, chosen);
    this.arm(cell.plan, event);
  }

  private interpret(event: Float64Array, plan: CellPlan, chosen: Int32Array): void {
    const trial = this.box.slice();
    interpretSent(plan, this.reading, trial, 0, event, this.out, this.unseen);
    const bits = this.out[OUT_FINDINGS] ?? 0;
    if (bits !== 0) throw new SpecBug(`the spec forbids what it proposed: ${nameOf(plan, bits)}`);
    const own: CellPlan = {
      ...plan,
      families: plan.families.map((f) => {
        const one = chosen[this.cells.spec.families.indexOf(f.family)] ?? -1;
        return { ...f, permits: f.permits.filter((p) => one < 0 || p.index === one) };
      }),
    };
    interpretSent(own, this.reading, this.box, 0, event, this.out, this.unseen);
    if ((this.out[OUT_FINDINGS] ?? 0) !== 0)
      throw new SpecBug(`a chosen permit does not hold: ${nameOf(plan, this.out[OUT_FINDINGS] ?? 0)}`);
    this.out[ARMED] = this.out[OUT_ARMED] ?? 0;
    this.mustBePoint(`sent with flags ${event[E.FLAGS] ?? 0}`);
  }

  /** Draws anew: by what happens, when, and for the how many-th time then. */
  private begin(what: number, event: Float64Array): void {
    const now = event[E.T0] ?? 0;
    if (now !== this.time) this.done.fill(0);
    this.time = now;
    const n = this.done[what] ?? 0;
    this.done[what] = n + 1;
    this.draws.key = within(atTime(this.key, now), what + 4 * n);
  }

  private arm(plan: CellPlan, event: Float64Array): void {
    const armed = this.out[ARMED] ?? 0;
    if (armed === 0) return;
    plan.obliges.forEach((o, bit) => {
      if ((armed & (1 << bit)) !== 0) this.debts.arm(this.cells.placeOf(o.rule), event, this.box);
    });
  }

  /** A point reading leaves points; a range would mean that a test could not decide on one. */
  private mustBePoint(what: string): void {
    const wide: Slot | undefined = RANGES.find((s) => this.box[s.lo] !== this.box[s.hi]);
    if (wide) throw new SpecBug(`${what} left ${wide.name} at ${this.box[wide.lo]} … ${this.box[wide.hi]}`);
  }
}

/** The families and limits of some finding bits. */
export function nameOf(plan: CellPlan, bits: number): string {
  const names = [
    ...plan.families.filter((f) => (bits & (1 << f.bit)) !== 0).map((f) => f.family.id),
    ...plan.forbids.filter((f) => (bits & (1 << f.bit)) !== 0).map((f) => f.rule.id),
    ...((bits & (1 << plan.jointBit)) !== 0 ? ['jointly impossible'] : []),
  ];
  return names.join(', ');
}
