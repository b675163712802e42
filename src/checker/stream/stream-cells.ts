/** What endpoints of a capture share: cells for what is certain, cells for what may wait, lists of slots. */
import { ALL_EVIDENCE, STAMPED_OUT } from '../../spec/evidence.ts';
import type { Profile } from '../../spec/profile.ts';
import type { Oblige, Spec } from '../../spec/rule.ts';
import { recordWidth, STATE, slotOf } from '../../spec/tcb.ts';
import { type Computed, nodes, type Slot } from '../../spec/term.ts';
import { initialBox } from '../boxes.ts';
import { Cells } from '../cells.ts';
import { mayCompile } from '../compile.ts';
import { compileDebt, type DebtCode, readDebt } from '../compile-debts.ts';
import { sliceOf } from '../slice.ts';

/** A proof of the spec, as places: the field's, the slot's high end, the control bits. */
export interface PlacedProof {
  readonly field: number;
  readonly slotHi: number;
  readonly mask: number;
  readonly want: number;
}

const ends = (slots: readonly Slot[]): Int32Array => Int32Array.from(slots.flatMap((s) => [s.lo, s.hi]));

export class StreamCells {
  readonly judged: Cells;
  /** While inputs wait, outputs that the recorder has not stamped may have moved what the stack has sent. */
  readonly waiting: Cells;
  readonly debts: ReadonlyMap<Oblige, DebtCode>;
  readonly proofs: readonly PlacedProof[];
  /** Low and high places, in turn. */
  readonly monotone: Int32Array;
  readonly otherInputs: Int32Array;
  readonly shared: Int32Array;
  /** All that inputs write, but for the state and blocks. */
  readonly written: Int32Array;
  readonly outputs: Int32Array;
  readonly outputBlocks: readonly Slot[];
  /** Computeds of outputs that may run out of room, and what inputs write by asking them. */
  readonly bounded: readonly Computed[];
  readonly asked: readonly Slot[];
  /** How an endpoint begins, its state aside. */
  readonly start: Float64Array;
  /** Places behind which only blocks stand. */
  readonly plain: number;
  /** By bit of a state: every state that arrivals may lead to from it. */
  private readonly reach: Int32Array;

  constructor(spec: Spec, profile: Profile, lacks: number, slow: boolean) {
    const slice = sliceOf(spec, lacks);
    this.judged = new Cells(spec, profile, lacks, slow, slice);
    this.waiting = new Cells(spec, profile, lacks | STAMPED_OUT, slow, slice);
    const options = { values: profile.values, lacks };
    const make = slow || !mayCompile() ? readDebt : compileDebt;
    this.debts = new Map(
      spec.rules.flatMap((r) => (r.verb === 'oblige' ? [[r, make(r, options)] as const] : [])),
    );
    this.proofs = spec.proofs.map(({ when, field, slot }) => {
      if (field.node.op !== 'event') throw new Error('a proof reads one field of the segment');
      const flags = when.map((t) => (t.op === 'flags' ? t : undefined));
      if (flags.includes(undefined)) throw new Error('a proof asks for control bits only');
      return {
        field: field.node.at,
        slotHi: slotOf(slot).hi,
        mask: flags.reduce((m, t) => m | (t?.mask ?? 0), 0),
        want: flags.reduce((m, t) => m | (t?.want ?? 0), 0),
      };
    });
    const { sets } = this.judged;
    this.monotone = ends(sets.inputOnly.filter((s) => s.monotone));
    this.otherInputs = ends(sets.inputOnly.filter((s) => !s.monotone));
    this.shared = ends(sets.shared.filter((s) => s !== STATE.slot));
    this.written = Int32Array.of(...this.monotone, ...this.otherInputs, ...this.shared);
    this.outputs = ends(sets.outputOnly);
    this.outputBlocks = sets.outputBlocks;
    const blocks = [...sets.inputBlocks, ...sets.outputBlocks].map((s) => s.lo);
    this.plain = Math.min(recordWidth(), ...blocks);
    this.start = initialBox();
    this.reach = reachOf(spec);
    this.bounded = [
      ...new Set(
        spec.rules.flatMap((r) =>
          r.verb === 'track' && r.on === 'segment sent' && r.runs?.full ? [r.runs] : [],
        ),
      ),
    ];
    this.asked = askers(spec, this.bounded).filter(
      (s) => sets.inputOnly.includes(s) || sets.shared.includes(s),
    );
  }

  /** The evidence that is lacking. */
  get lacks(): number {
    return this.judged.lacks & ALL_EVIDENCE;
  }

  /** `states` and every state that arrivals may lead to from them. */
  reached(states: number): number {
    let out = states;
    for (let bit = 0; bit < this.reach.length; bit++)
      if ((states & (1 << bit)) !== 0) out |= this.reach[bit] ?? 0;
    return out;
  }
}

/** Slots that an input writes with a value which asks one of `computeds`. */
function askers(spec: Spec, computeds: readonly Computed[]): readonly Slot[] {
  const out = new Set<Slot>();
  for (const rule of spec.rules) {
    if (rule.verb !== 'track' || rule.on === 'segment sent') continue;
    for (const effect of rule.then)
      if (
        'value' in effect &&
        [...nodes(effect.value)].some((n) => n.op === 'query' && computeds.includes(n.of))
      )
        out.add(effect.to);
  }
  return [...out];
}

const STATES = 11;
/** The transitive closure of what tracks of arrivals do to the state. */
function reachOf(spec: Spec): Int32Array {
  const reach = new Int32Array(STATES);
  for (const rule of spec.rules) {
    if (rule.verb !== 'track' || rule.on === 'segment sent' || rule.on === 'call') continue;
    for (const effect of rule.then)
      if ('moves' in effect)
        for (const [from, to] of effect.moves)
          for (let bit = 0; bit < STATES; bit++)
            if ((from & (1 << bit)) !== 0) reach[bit] = (reach[bit] ?? 0) | to;
  }
  for (let again = true; again; ) {
    again = false;
    for (let bit = 0; bit < STATES; bit++) {
      let all = reach[bit] ?? 0;
      for (let other = 0; other < STATES; other++) if ((all & (1 << other)) !== 0) all |= reach[other] ?? 0;
      if (all !== reach[bit]) again = true;
      reach[bit] = all;
    }
  }
  return reach;
}

/** How many bits are set. */
export function bitsOf(word: number): number {
  let n = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) n++;
  return n;
}
