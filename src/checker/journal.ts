/**
 * Who wrote which bound last: kept in the second pass, so that a finding can say where its numbers come
 * from.
 */
import { E } from '../spec/event.ts';
import { allHold, type View } from '../spec/read.ts';
import type { Rule } from '../spec/rule.ts';
import { allSlots, recordWidth } from '../spec/tcb.ts';
import type { Side, Slot } from '../spec/term.ts';
import type { InputCells, SentCells } from './cells.ts';
import type { Listener, Watched } from './listener.ts';
import type { CellPlan } from './plan.ts';
import { narrowable } from './plan.ts';

export interface Writing {
  readonly slot: Slot;
  readonly side: Side;
  readonly value: number;
  readonly rule: string;
  readonly frame: number;
  readonly time: number;
}

/** Writings kept per bound; older ones are forgotten. */
const KEPT = 32;
/**
 * Beliefs kept in which an obligation was armed: more than are owed at once, since each is due within a
 * second.
 */
const KEPT_ARMED = 1024;

export class Journal implements Listener {
  /** ANY as it stood before the sent segment that is being judged. */
  readonly judged = new Float64Array(recordWidth());
  private readonly earlier = new Float64Array(recordWidth());
  private readonly armings = new Map<string, Float64Array>();
  private readonly log = new Map<string, Writing[]>();
  private readonly endpoint: Watched;
  private readonly values: Readonly<Record<string, number>>;
  private readonly lacks: number;

  constructor(endpoint: Watched) {
    this.endpoint = endpoint;
    this.values = endpoint.cells.profile.values;
    this.lacks = endpoint.cells.lacks;
  }

  before(
    what: 'input' | 'sent' | 'silent',
    box: 'any' | 'head',
    cells: InputCells | SentCells,
    event: Float64Array,
  ): void {
    const at = box === 'any' ? this.endpoint.any : this.endpoint.head;
    this.earlier.set(this.endpoint.pool.subarray(at, at + recordWidth()));
    if (what === 'sent') this.judged.set(this.earlier);
    if (what === 'input' && box === 'head') this.noteArmed(cells.plan, event, this.earlier);
  }

  /** HEAD as it stood when what arrived armed the rule, ANY as a sent segment left it. */
  armed(rule: Rule, frame: number): Float64Array | undefined {
    return this.armings.get(`${rule.id} ${frame}`);
  }

  private noteArmed(plan: CellPlan, event: Float64Array, box: Float64Array): void {
    const view: View = { box, at: 0, event, values: this.values, lacks: this.lacks };
    for (const { rule, when } of plan.obliges) {
      if (!allHold(when, 'must', view)) continue;
      this.armings.set(`${rule.id} ${event[E.FRAME] ?? 0}`, box.slice());
      const [oldest] = this.armings.keys();
      if (this.armings.size > KEPT_ARMED && oldest !== undefined) this.armings.delete(oldest);
    }
  }

  after(
    what: 'input' | 'sent' | 'silent',
    box: 'any' | 'head',
    cells: InputCells | SentCells,
    event: Float64Array,
  ): void {
    const at = box === 'any' ? this.endpoint.any : this.endpoint.head;
    if (what === 'sent') this.noteArmed(cells.plan, event, this.endpoint.pool.slice(at, at + recordWidth()));
    for (const slot of allSlots()) {
      if (slot.kind === 'block') continue;
      for (const side of ['lo', 'hi'] as const) {
        const index = side === 'lo' ? slot.lo : slot.hi;
        const value = this.endpoint.pool[at + index] ?? 0;
        if (value === this.earlier[index]) continue;
        this.write({
          slot,
          side,
          value,
          rule: this.writer(cells.plan, slot, event),
          frame: event[E.FRAME] ?? 0,
          time: event[what === 'silent' ? E.T0 : E.STAMP] ?? 0,
        });
      }
    }
  }

  /** The latest writing of exactly this value, up to this record; a bound of the beginning has none. */
  lastWriter(slot: Slot, side: Side, value: number, upTo: number): Writing | undefined {
    return (this.log.get(`${slot.name} ${side}`) ?? []).findLast((w) => w.value === value && w.frame <= upTo);
  }

  /** The latest writing of a bound, whatever it wrote. */
  latest(slot: Slot, side: Side): Writing | undefined {
    return this.log.get(`${slot.name} ${side}`)?.at(-1);
  }

  private write(writing: Writing): void {
    const key = `${writing.slot.name} ${writing.side}`;
    const list = this.log.get(key) ?? [];
    list.push(writing);
    if (list.length > KEPT) list.shift();
    this.log.set(key, list);
  }

  private writer(plan: CellPlan, slot: Slot, event: Float64Array): string {
    const view: View = { box: this.earlier, at: 0, event, values: this.values, lacks: this.lacks };
    const tracks = plan.tracks.filter(
      (t) => t.rule.then.some((e) => e.to === slot) || t.rule.runs?.slots.includes(slot),
    );
    const track =
      tracks.findLast((t) => allHold(t.when, 'must', view)) ??
      tracks.findLast((t) => allHold(t.when, 'may', view));
    if (track) return track.rule.id;
    for (const family of plan.families)
      for (const permit of family.permits) {
        const touches = permit.rule.then.some((e) => e.to === slot) || narrowable(permit.when).includes(slot);
        if (touches && allHold(family.applies, 'may', view) && allHold(permit.when, 'may', view))
          return permit.rule.id;
      }
    return (
      plan.forbids.find((f) => narrowable([f.rule.allow]).includes(slot))?.rule.id ?? 'delivery frontier'
    );
  }
}
