/**
 * One judged endpoint of a capture: the delivery frontier at a cost that does not grow with what waits
 * (decision 13). ANY holds every state in which any of the waiting inputs have been read, HEAD those in which
 * all have. An endpoint away from the recorder has no HEAD: its inputs may be lost on the way, so nothing is
 * ever known to be read, and nothing is owed.
 */
import { BIT, E } from '../../spec/event.ts';
import { LOSSLESS_IN, LOSSLESS_OUT } from '../../spec/evidence.ts';
import type { Oblige } from '../../spec/rule.ts';
import { ALL_STATES } from '../../spec/state.ts';
import { CALLS_LOGGED, SND, STATE, slotOf } from '../../spec/tcb.ts';
import type { Cells, InputCells, SentCells } from '../cells.ts';
import type { Bits } from '../compile.ts';
import type { Settled } from '../debts.ts';
import type { Beginning, Lag, Raw } from '../endpoint.ts';
import { FAIL, OPEN, OUT_ARMED, OUT_FINDINGS, OUT_WORDS, PASS } from '../interpret.ts';
import type { Listener, Watched } from '../listener.ts';
import { followOutputs, forgetSlots, restoreInputs, takeComputed, takeIn, takeSlots } from './box-moves.ts';
import { StreamDebts } from './debts.ts';
import { Overdue } from './overdue.ts';
import { Proofs } from './proofs.ts';
import { Records } from './records.ts';
import { bitsOf, type StreamCells } from './stream-cells.ts';

const STATES = STATE.slot.lo;
const MAX = slotOf(SND.MAX).lo;
const LOGGED = slotOf(CALLS_LOGGED).lo;
/** Waiting inputs that are kept as they came; with more, what outputs may change of them is unknown. */
const MOST_KEPT = 16;
/** Waiting inputs that are read anew where only the age of what was sent is in doubt. */
const FEW = 4;
const MOST_SPARE = 4096;
const SAMPLED = 16;
const NOWHERE = -1;
const FAR_PAST = Number.NEGATIVE_INFINITY;
const FAR_FUTURE = Number.POSITIVE_INFINITY;

/** Segments that both sides' rules of state read: after one of them what waits may be read otherwise. */
const ODD = BIT.SYN | BIT.FIN | BIT.RST;

// What lives no longer than a step is shared by all endpoints.
const out = new Int32Array(OUT_WORDS);
const passing = new Float64Array(E.SIZE);
const spare: Float64Array[] = [];
let unseen = new Uint32Array(0);

export class StreamEndpoint implements Watched {
  any = NOWHERE;
  head = NOWHERE;
  readonly coverage: Uint32Array;
  readonly raw: Raw[] = [];
  listener: Listener | undefined;
  /** How many instances could not be judged for want of evidence: counted at one record of sixteen. */
  masked = 0;

  private readonly parts: StreamCells;
  private readonly records: Records;
  private readonly lag: Lag;
  private near: boolean;
  private readonly blind: boolean;
  private readonly debts: StreamDebts;
  /** Whether somebody vouches that what the recorder saw arrived, and that it saw every output. */
  private vouched: boolean;
  private readonly overdue = new Overdue();
  private waiting = 0;
  private waitsSince = FAR_PAST;
  /** When the last waiting input has been read for certain, Δin included. */
  private lastRead = FAR_PAST;
  /** A waiting input may be read otherwise than HEAD had it, or may set back what only grows. */
  private doubtful = false;
  private resets = false;
  /** The first waiting inputs, as they came: what outputs change of them is read anew. */
  private readonly ring: Float64Array[] = [];
  /** The cells of what waits, each once. */
  private readonly kinds: InputCells[] = [];
  private readonly proofs: Proofs;

  constructor(
    parts: StreamCells,
    lag: Lag,
    beginning: Beginning,
    near: boolean,
    vouched: boolean,
    records = new Records(2),
  ) {
    this.parts = parts;
    this.vouched = vouched;
    this.lag = lag;
    this.near = near;
    this.records = records;
    this.blind = (parts.lacks & (LOSSLESS_IN | LOSSLESS_OUT)) !== 0;
    const { rules, families } = parts.judged.spec;
    const size = 4 * (rules.length + families.length);
    this.coverage = new Uint32Array(size);
    if (unseen.length < size) unseen = new Uint32Array(size);
    this.debts = new StreamDebts(parts.debts, lag.out);
    this.proofs = new Proofs(parts.proofs);
    this.begin(beginning, near, vouched);
  }

  /** From the beginning, for another connection: after {@link close}. */
  begin(beginning: Beginning, near: boolean, vouched: boolean): void {
    const { records, parts } = this;
    this.near = near;
    this.vouched = vouched;
    this.any = records.take();
    records.data.set(parts.start, this.any);
    records.data[this.any + STATES] = this.blind ? ALL_STATES : beginning.states;
    records.data[this.any + LOGGED] = beginning.callsLogged ? 1 : 0;
    this.masked = 0;
    this.raw.length = 0;
    this.overdue.rest();
    this.debts.clear();
    this.coverage.fill(0);
    this.forgetWaiting();
    this.proofs.reckon(this.records.data, this.any, 0);
  }

  get cells(): Cells {
    return this.parts.judged;
  }
  get pool(): Float64Array {
    return this.records.data;
  }
  /** Where new octets begin: SND.MAX, a fact. */
  get sndMax(): number {
    return this.records.data[this.any + MAX] ?? FAR_PAST;
  }

  /** Nothing more will come: the records are free for others. What was found and counted stays. */
  close(): void {
    this.records.give(this.any);
    if (this.head !== NOWHERE) this.records.give(this.head);
    this.head = NOWHERE;
  }

  arrives(event: Float64Array): void {
    this.pass(event);
    const { debts, any } = this;
    if (this.overdue.size > 0) for (const rule of this.overdue.excused(event)) this.count(rule, OPEN);
    if (debts.earliest !== FAR_FUTURE) this.note(debts.settle('segment arrives', event, this.pool, any));
    const cells = this.parts.judged.input('segment arrives', event);
    if (!this.near) {
      this.mayRead(event);
      return;
    }
    this.countMasked(cells.masked, event);
    this.wait(cells, event);
  }

  /** The stack sent a segment. Its pieces must have been split: see `split`. */
  sent(event: Float64Array): void {
    this.pass(event);
    if (this.overdue.size > 0) this.late(this.overdue.answered(event, this.debts, this.pool, this.any));
    if (this.waiting > 0 && !this.doubtful && this.proofs.allRead(event, this.waiting)) this.settle();
    const { debts } = this;
    if (debts.earliest !== FAR_FUTURE) this.note(debts.settle('segment sent', event, this.pool, this.any));
    const cells = this.parts.judged.sent(event);
    this.countMasked(cells.masked, event);
    const doubt = this.waiting > 0 || !this.near;
    const { pool, any } = this;
    if (doubt) pool.copyWithin(this.records.scratch, any, any + this.parts.plain);
    this.listener?.before?.('sent', 'any', cells, event);
    cells.judge(pool, any, event, out, this.coverage);
    const bits = out[OUT_FINDINGS] ?? 0;
    let armed = this.near ? (out[OUT_ARMED] ?? 0) : 0;
    if (bits !== 0) this.raw.push({ kind: 'sent', bits, cells, event: event.slice() });
    if (doubt) this.restore(cells, event);
    this.listener?.after?.('sent', 'any', cells, event);
    // What waits may be read after the segment has left: then it must leave the guard standing too.
    if (armed !== 0 && doubt) armed &= cells.obliged(pool, any, event);
    if (armed !== 0) this.arm(cells, armed, event, any);
    if (this.blind) pool[any + STATES] = ALL_STATES;
  }

  /** The recording ends: what was due is late, what is not yet due stays open. */
  end(event: Float64Array): void {
    this.pass(event);
    for (const rule of this.debts.open()) this.count(rule, OPEN);
    for (const rule of this.overdue.rest()) this.count(rule, OPEN);
  }

  private countMasked(masked: Bits, event: Float64Array): void {
    if (((event[E.FRAME] ?? 0) & (SAMPLED - 1)) !== 0) return;
    this.masked += SAMPLED * bitsOf(masked(this.pool, this.any, event));
  }

  private run(
    what: 'input' | 'silent',
    mode: 'sure' | 'join',
    cells: InputCells,
    at: number,
    event: Float64Array,
    coverage: Uint32Array,
  ): void {
    const box = at === this.any ? 'any' : 'head';
    this.listener?.before?.(what, box, cells, event);
    if (mode === 'sure') cells.sure(this.records.data, at, event, out, coverage);
    else cells.join(this.records.data, at, event, out, coverage);
    this.listener?.after?.(what, box, cells, event);
  }

  /** The input may be read at any time, or never. */
  private mayRead(event: Float64Array): void {
    const { any } = this;
    const loose = this.parts.waiting.input('segment arrives', event);
    this.listener?.before?.('input', 'any', loose, event);
    loose.joinAll(this.records.data, any, event, out, unseen);
    this.listener?.after?.('input', 'any', loose, event);
    if (this.blind) this.records.data[any + STATES] = ALL_STATES;
    if (!this.kinds.includes(loose)) this.kinds.push(loose);
  }

  /** The input is read after a while: HEAD has read it, ANY may have. */
  private wait(cells: InputCells, event: Float64Array): void {
    const { any } = this;
    if (this.head === NOWHERE) this.head = this.records.take();
    const { data, width } = this.records;
    if (this.waiting === 0) {
      this.waitsSince = event[E.STAMP] ?? 0;
      data.copyWithin(this.head, any, any + width);
      this.proofs.reckon(this.records.data, any, 0);
    }
    const loose = this.parts.waiting.input('segment arrives', event);
    // Answers that outputs which the recorder has not stamped may turn.
    const turns =
      (cells.turns(data, any, event) ^ loose.turns(data, any, event)) |
      (cells.surely(data, any, event) ^ loose.surely(data, any, event));
    this.run('input', 'sure', cells, this.head, event, this.coverage);
    const armed = out[OUT_ARMED] ?? 0;
    if (turns === 0 && !this.doubtful) this.arm(cells, armed, event, this.head);
    if (this.doubtful) this.joinAny(event);
    else {
      if (turns !== 0 || loose.sensitive.length > 0)
        loose.turned(turns).join(this.records.data, any, event, out, unseen);
      // Inputs are read in order: what any prefix of those that wait leads to is what HEAD was behind it.
      takeIn(this.records.data, any, this.head, this.parts.written);
    }
    takeComputed(this.records.data, any, this.head, cells.runs);
    if (this.doubtful) takeIn(this.records.data, this.head, any, this.parts.written);
    else if (turns !== 0) takeSlots(this.records.data, this.head, any, loose.turned(turns).slots);
    if (cells.resets.length > 0) this.resets = true;
    if (!this.kinds.includes(loose)) this.kinds.push(loose);
    this.keep(event);
    this.waiting++;
    this.lastRead = Math.max(this.lastRead, event[E.T1] ?? 0);
    this.proofs.reckon(this.records.data, this.head, this.waiting);
  }

  private keep(event: Float64Array): void {
    if (this.ring.length >= MOST_KEPT) return;
    const record = spare.pop() ?? new Float64Array(E.SIZE);
    record.set(event);
    this.ring.push(record);
  }

  /** ANY := ANY ∪ what the input does. */
  private joinAny(event: Float64Array): void {
    const loose = this.parts.waiting.input('segment arrives', event);
    this.run('input', 'join', loose, this.any, event, unseen);
    this.silent(this.any, event);
    if (this.blind) this.pool[this.any + STATES] = ALL_STATES;
  }

  /**
   * The output narrowed the belief to where the stack may have stood when it was sent; inputs that wait are
   * read after it. What inputs alone write goes back to what it was, but for what only grows; what both write
   * is what it was or what the output made of it, and what arrivals make of that.
   */
  private restore(cells: SentCells, event: Float64Array): void {
    const { pool, any, parts } = this;
    // Outputs may overtake each other on the way to a recorder elsewhere: a later one proves nothing of this.
    restoreInputs(pool, any, this.records.scratch, parts, this.near && !this.resets);
    const before = pool[this.records.scratch + STATES] ?? 0;
    const now = pool[any + STATES] ?? 0;
    const moved = cells.shared.includes(STATE.slot);
    pool[any + STATES] = moved ? before | parts.reached(now) : before;
    if (this.near) followOutputs(pool, this.head, any, parts, moved, !this.resets);
    const odd = ((event[E.FLAGS] ?? 0) & ODD) !== 0;
    if (odd || (event[E.OLD_LEN] ?? 0) > 0) this.reread(true);
    else if (this.full()) this.reread(false);
    if (!odd || !this.near) return;
    // What waits may meet another state than HEAD had it meet.
    this.doubtful = true;
    takeIn(this.records.data, this.head, this.any, this.parts.written);
    // Nor may it owe then what it was thought to owe (decision 12).
    if (this.waiting > 0) for (const rule of this.debts.strike(this.waitsSince)) this.count(rule, OPEN);
  }

  private full(): boolean {
    const { bounded } = this.parts;
    for (let i = 0; i < bounded.length; i++)
      if (bounded[i]?.full?.(this.pool, this.any) ?? false) return true;
    return false;
  }

  /**
   * The output is one that what waits may be read otherwise after: each is applied to ANY once more, and HEAD
   * takes in what may have become of it. `all`: not only by what computeds say of outputs.
   */
  private reread(all: boolean): void {
    if (this.near && this.waiting <= (all ? this.ring.length : FEW))
      for (const event of this.ring) this.joinAny(event);
    else if (all) for (const kind of this.kinds) forgetSlots(this.pool, this.any, kind.sensitive);
    else forgetSlots(this.pool, this.any, this.parts.asked);
    if (this.near) this.takeSensitive();
  }

  private takeSensitive(): void {
    for (const kind of this.kinds) takeSlots(this.records.data, this.head, this.any, kind.sensitive);
  }

  /** Before each event: deadlines, settling by time, silent steps. */
  private pass(event: Float64Array): void {
    const stamp = event[E.STAMP] ?? 0;
    if (stamp > this.debts.earliest) this.expire(stamp);
    // Where Δin is 0 the recorder vouches that the stack was at rest before each event.
    if (this.waiting > 0 && (this.lag.in === 0 || stamp > this.lastRead + this.lag.out)) this.settle();
    this.silent(this.any, event);
    if (this.waiting > 0) this.silent(this.head, event);
  }

  /** Every waiting input has been read. */
  private settle(): void {
    const { data, width } = this.records;
    this.takeSensitive();
    if (this.doubtful) takeIn(this.records.data, this.head, this.any, this.parts.written);
    data.copyWithin(this.any, this.head, this.head + width);
    this.forgetWaiting();
    this.proofs.reckon(this.records.data, this.any, 0);
  }

  private forgetWaiting(): void {
    while (this.ring.length > 0) {
      const record = this.ring.pop();
      if (record && spare.length < MOST_SPARE) spare.push(record);
    }
    this.kinds.length = 0;
    this.waiting = 0;
    this.lastRead = FAR_PAST;
    this.doubtful = false;
    this.resets = false;
  }

  /** Steps that nobody sees: joined where they may, taken where they must have happened. */
  private silent(at: number, event: Float64Array): void {
    if (((this.records.data[at + STATES] ?? 0) & this.parts.judged.silentStates) === 0) return;
    passing[E.T0] = event[E.T0] ?? 0;
    passing[E.T1] = event[E.T1] ?? 0;
    passing[E.FRAME] = event[E.FRAME] ?? 0;
    const cells = this.parts.judged.silent();
    this.run('silent', 'sure', cells, at, passing, at === this.any ? this.coverage : unseen);
  }

  private expire(stamp: number): void {
    const at = new Float64Array(E.SIZE);
    while (stamp > this.debts.earliest) {
      at.fill(this.debts.earliest, E.T0, E.T1 + 1);
      this.silent(this.any, at);
      this.note(this.debts.settle('time passes', at, this.pool, this.any));
      this.note(this.debts.expire(Math.min(stamp, (at[E.T0] ?? 0) + 1)));
    }
  }

  private arm(cells: InputCells | SentCells, armed: number, event: Float64Array, at: number): void {
    if (armed === 0) return;
    const { obliges } = cells.plan;
    for (let bit = 0; bit < obliges.length; bit++) {
      const planned = obliges[bit];
      if (planned && (armed & (1 << bit)) !== 0) this.debts.arm(planned.rule, event, this.pool, at);
    }
  }

  /** An answer that is late: where nobody vouches for the recorder, what comes later tells whether it is. */
  private note(settled: readonly Settled[]): void {
    for (const s of settled) {
      if (s.how === 'late' && !this.vouched) {
        this.overdue.add(s);
        continue;
      }
      if (s.how === 'late') this.late([s]);
      else this.count(s.rule, s.how === 'paid' ? PASS : OPEN);
    }
  }

  private late(settled: readonly Settled[]): void {
    for (const s of settled) {
      this.count(s.rule, FAIL);
      this.raw.push({ kind: 'late', settled: s });
    }
  }

  private count(rule: Oblige, what: number): void {
    const i = this.parts.judged.indexOf(rule) * 4 + what;
    this.coverage[i] = (this.coverage[i] ?? 0) + 1;
  }
}
