/**
 * One judged endpoint: the delivery frontier as boxes, debts beside them (core-semantics.md §5). ANY holds
 * every state in which some prefix of the waiting inputs has been read, HEAD those in which all have, BASE
 * those in which only the settled ones have (for the slots that inputs alone write).
 */
import { E } from '../spec/event.ts';
import { LOSSLESS_IN, LOSSLESS_OUT } from '../spec/evidence.ts';
import type { View } from '../spec/read.ts';
import type { Oblige, On } from '../spec/rule.ts';
import { CALLS_LOGGED, recordWidth, SND, STATE, slotOf } from '../spec/tcb.ts';
import type { Slot } from '../spec/term.ts';
import { copyBox, copying, forgetStates, hulling, initialBox, type Move, raiseSlots } from './boxes.ts';
import type { Cells, InputCells, SentCells } from './cells.ts';
import { Debts, type DebtView, type Settled } from './debts.ts';
import { armDebts, doubtedDebts } from './dues.ts';
import { FAIL, NA, OPEN, OUT_ARMED, OUT_FINDINGS, OUT_WORDS, PASS } from './interpret.ts';
import type { Listener } from './listener.ts';
import { firstProven, risingOf, SpareInputs, type Waiting } from './waiting.ts';

/** What the recorder promises: Δin, Δout, in nanoseconds. Event brackets already hold the clock's error. */
export interface Lag {
  readonly in: number;
  readonly out: number;
}

/** How an endpoint begins. */
export interface Beginning {
  readonly states: number;
  readonly callsLogged: boolean;
}

/** Something that no hidden state permits. */
export type Raw =
  | { readonly kind: 'sent'; readonly bits: number; readonly cells: SentCells; readonly event: Float64Array }
  | { readonly kind: 'late'; readonly settled: Settled };

/** More waiting inputs than this and the belief is only ever widened until they have been read. */
const MOST_WAITING = 1024;
const ANY = 0;
type Mode = 'sure' | 'join' | 'joinAll';
const MAX = slotOf(SND.MAX);
const STATES = STATE.slot.lo;
const LOGGED = slotOf(CALLS_LOGGED);

export class Endpoint {
  readonly cells: Cells;
  readonly pool: Float64Array;
  readonly any = ANY;
  readonly head: number;
  readonly coverage: Uint32Array;
  readonly raw: Raw[] = [];
  readonly debts: Debts;
  listener: Listener | undefined;
  /** Whether the closure over waiting inputs runs; off only to show that the oracle bites. */
  closure = true;

  private readonly base: number;
  private readonly spare: number;
  private readonly kept: number;
  private readonly lag: Lag;
  private readonly callsLogged: boolean;
  /** What was not seen may have moved the state. */
  private readonly blind: boolean;
  private readonly out = new Int32Array(OUT_WORDS);
  private readonly unseen: Uint32Array;
  private readonly passing = new Float64Array(E.SIZE);
  private readonly waiting: Waiting[] = [];
  /** Partial settling is off: order is in doubt, or something overflowed. */
  private blurred = false;
  private overflowed = false;
  private readonly hullAll: Move;
  private readonly hullInputs: Move;
  private readonly monotone: readonly Slot[];
  /** Where the rules of silent steps count. */
  private readonly silentRules: readonly number[];
  /** High ends of what proves reading, in HEAD. */
  private readonly proven: readonly number[];
  /** Records of inputs that have been read, for the next ones. */
  private readonly spareInputs = new SpareInputs();

  constructor(cells: Cells, lag: Lag, beginning: Beginning) {
    const width = recordWidth();
    this.cells = cells;
    this.lag = lag;
    this.callsLogged = beginning.callsLogged;
    this.pool = new Float64Array(5 * width);
    this.head = width;
    this.base = 2 * width;
    this.spare = 3 * width;
    this.kept = 4 * width;
    const start = initialBox();
    start[STATE.slot.lo] = beginning.states;
    start[LOGGED.lo] = beginning.callsLogged ? 1 : 0;
    for (let i = 0; i < 5; i++) this.pool.set(start, i * width);
    this.blind = (cells.lacks & (LOSSLESS_IN | LOSSLESS_OUT)) !== 0;
    this.coverage = new Uint32Array(4 * (cells.spec.rules.length + cells.spec.families.length));
    this.unseen = new Uint32Array(this.coverage.length);
    this.debts = new Debts(cells.spec, lag.out, cells.debts);
    const { sets } = cells;
    this.hullAll = hulling(cells.plain);
    this.hullInputs = hulling(sets.inputOnly);
    this.silentRules = cells.silent().plan.tracks.map(({ index }) => 4 * index);
    this.proven = cells.spec.proofs.map((p) => this.head + slotOf(p.slot).hi);
    this.monotone = sets.inputOnly.filter((s) => s.monotone);
  }

  /** A segment arrives, or (`call` ≥ 0) the user calls. */
  arrives(on: 'segment arrives' | 'call', event: Float64Array, call = -1): void {
    this.pass(event);
    this.settleDebts(on, event);
    const cells = this.cells.input(on, event);
    if (this.waiting.length === 0) copyBox(this.pool, this.base, ANY);
    // A call does not queue behind segments, nor they behind it: either may come first.
    const either = call >= 0 ? this.waiting : this.waiting.filter((w) => w.call >= 0 && !w.returned);
    this.run('sure', cells, this.head, event);
    this.owe(cells, event, this.head, either);
    if (either.length > 0) this.eitherFirst(cells, event);
    else this.joinAny(cells, event);
    this.queue(cells, event, call);
  }

  /** A call has returned: it has taken effect. */
  returned(event: Float64Array, call: number): void {
    const waiting = this.waiting.find((w) => w.call === call);
    if (waiting) waiting.returned = true;
    // What the stack sent before the call returned may still come to the recorder.
    if (waiting) waiting.event[E.T1] = Math.max(waiting.event[E.T1] ?? 0, event[E.T1] ?? 0);
    this.pass(event);
  }

  /** The stack sent a segment. Its pieces must have been split: see `split`. */
  sent(event: Float64Array): void {
    this.pass(event);
    this.prove(event);
    this.settleDebts('segment sent', event);
    const cells = this.cells.sent(event);
    if (this.overflowed) copyBox(this.pool, this.kept, ANY);
    this.listener?.before?.('sent', 'any', cells, event);
    cells.judge(this.pool, ANY, event, this.out, this.coverage);
    const bits = this.out[OUT_FINDINGS] ?? 0;
    if (bits !== 0) this.raw.push({ kind: 'sent', bits, cells, event: event.slice() });
    this.listener?.after?.('sent', 'any', cells, event);
    if (this.overflowed) this.hullAll(this.pool, ANY, this.kept);
    const armed = this.out[OUT_ARMED] ?? 0;
    if (this.waiting.length === 0) copyBox(this.pool, this.head, ANY);
    else this.afterSent(cells);
    this.out[OUT_ARMED] = armed;
    this.owe(cells, event, ANY, this.waiting);
  }

  /** The recording ends: what was due is late, what is not yet due stays open. */
  end(event: Float64Array): void {
    this.pass(event);
    for (const rule of this.debts.open()) this.count(rule, OPEN);
  }

  /** Where new octets begin: a fact. */
  get sndMax(): number {
    return this.pool[ANY + MAX.lo] ?? Number.NEGATIVE_INFINITY;
  }

  private view(at: number): DebtView {
    return { pool: this.pool, at, values: this.cells.profile.values, lacks: this.cells.lacks };
  }

  /** Before each event: deadlines, settling by time, silent steps. */
  pass(event: Float64Array): void {
    if ((event[E.STAMP] ?? 0) > this.debts.earliest) this.expire(event);
    this.settleByTime(event[E.STAMP] ?? 0);
    if (this.blind) forgetStates(this.pool, [ANY, this.head, this.base]);
    this.silent(ANY, event);
    this.silent(this.head, event);
  }

  /** Deadlines that lie before the event: late, unless at the deadline nobody may have been there to pay. */
  private expire(event: Float64Array): void {
    const at = new Float64Array(E.SIZE);
    while ((event[E.STAMP] ?? 0) > this.debts.earliest) {
      at.fill(this.debts.earliest, E.T0, E.T1 + 1);
      this.silent(ANY, at);
      this.note(this.debts.settle('time passes', at, this.view(ANY)));
      this.note(this.debts.expire(Math.min(event[E.STAMP] ?? 0, (at[E.T0] ?? 0) + 1)));
    }
  }

  private settleDebts(on: On, event: Float64Array): void {
    if (this.debts.earliest !== Number.POSITIVE_INFINITY)
      this.note(this.debts.settle(on, event, this.view(ANY)));
  }

  private note(settled: readonly Settled[]): void {
    for (const s of settled) {
      this.count(s.rule, s.how === 'paid' ? PASS : s.how === 'late' ? FAIL : OPEN);
      if (s.how === 'late') this.raw.push({ kind: 'late', settled: s });
    }
  }

  private count(rule: Oblige, what: number): void {
    const i = this.cells.indexOf(rule) * 4 + what;
    this.coverage[i] = (this.coverage[i] ?? 0) + 1;
  }

  /** `later`: what may be read after the event although the recorder saw it before. */
  private owe(cells: InputCells | SentCells, event: Float64Array, at: number, later: Waiting[]): void {
    const armed = this.out[OUT_ARMED] ?? 0;
    if (armed === 0) return;
    const open = armDebts(this.debts, cells.plan, armed, event, this.view(at), this.view(ANY), later);
    for (const rule of open) this.count(rule, OPEN);
  }

  /** Steps that nobody sees: joined where they may, taken where they must have happened. */
  private silent(at: number, event: Float64Array): void {
    // Most states have no such step.
    if (!this.listener && ((this.pool[at + STATES] ?? 0) & this.cells.silentStates) === 0) {
      if (at === ANY)
        for (const i of this.silentRules) this.coverage[i + NA] = (this.coverage[i + NA] ?? 0) + 1;
      return;
    }
    this.passing[E.T0] = event[E.T0] ?? 0;
    this.passing[E.T1] = event[E.T1] ?? 0;
    this.passing[E.FRAME] = event[E.FRAME] ?? 0;
    const cells = this.cells.input('time passes', this.passing);
    this.runCell('silent', 'sure', cells, at, this.passing, at === ANY);
  }

  private run(mode: Mode, cells: InputCells, at: number, event: Float64Array): void {
    this.runCell('input', mode, cells, at, event, mode === 'sure' && at === this.head);
    const armed = this.out[OUT_ARMED] ?? 0;
    this.silent(at, event);
    this.out[OUT_ARMED] = armed;
  }

  private runCell(
    what: 'input' | 'silent',
    mode: Mode,
    cells: InputCells,
    at: number,
    event: Float64Array,
    counts: boolean,
  ): void {
    const box = at === ANY ? 'any' : 'head';
    const listener = at === ANY || at === this.head ? this.listener : undefined;
    listener?.before?.(what, box, cells, event);
    cells[mode](this.pool, at, event, this.out, counts ? this.coverage : this.unseen);
    listener?.after?.(what, box, cells, event);
  }

  /** ANY := ANY ∪ tracks(ANY, event); what computeds own is taken from HEAD, which has read everything. */
  private joinAny(cells: InputCells, event: Float64Array): void {
    this.run('join', cells, ANY, event);
    this.takeComputed(cells);
    this.silent(ANY, event);
  }

  /** Either may come first: HEAD has read them in one order only, so that computeds too are joined here. */
  private eitherFirst(cells: InputCells, event: Float64Array): void {
    this.run('joinAll', cells, ANY, event);
    for (const w of this.closure ? this.waiting : []) this.run('joinAll', w.cells, ANY, w.event);
    this.hullAll(this.pool, this.head, ANY);
    copying(this.cells.sets.inputBlocks)(this.pool, this.head, ANY);
    this.blurred = true;
  }

  private takeComputed(cells: InputCells): void {
    cells.taken(this.pool, ANY, this.head);
  }

  private queue(cells: InputCells, event: Float64Array, call: number): void {
    if (this.waiting.length >= MOST_WAITING) {
      this.overflowed = true;
      this.blurred = true;
      this.waiting.shift();
    }
    const turns = cells.turns(this.pool, ANY, event);
    this.waiting.push(this.spareInputs.take(cells, event, turns, call, this.pool, this.proven));
  }

  /** The rest may still be read: each waiting input is applied once more, in join mode. */
  private close(): void {
    if (!this.closure) return;
    for (const w of this.waiting) {
      this.run('join', w.cells, ANY, w.event);
      this.takeComputed(w.cells);
    }
  }

  private afterSent(cells: SentCells): void {
    const { pool } = this;
    // The frontier only moves on, so what ANY now knows of a monotone slot's low end holds for HEAD too.
    raiseSlots(pool, this.head, ANY, risingOf(this.monotone, this.waiting));
    this.close();
    if (this.closure) this.hullInputs(pool, ANY, this.head);
    const outputs = copying(this.cells.outputSlots);
    outputs(pool, this.head, ANY);
    const shared = this.sharedOf(cells);
    copying(shared)(pool, this.head, ANY);
    // BASE is asked only about what inputs write; outputs may have come before or after.
    outputs(pool, this.base, ANY);
    hulling(shared)(pool, this.base, ANY);
    if (this.overflowed) this.hullInputs(pool, this.head, ANY);
    this.turned(cells);
    for (const rule of doubtedDebts(this.debts, this.waiting, this.view(ANY), shared)) this.count(rule, OPEN);
  }

  private sharedOf(cells: SentCells): readonly Slot[] {
    return this.callsLogged ? cells.sharedWithCalls : cells.shared;
  }

  /** An output has changed what a waiting input will meet: HEAD takes in what ANY says of it. */
  private turned(sent: SentCells): void {
    let first = -1;
    this.waiting.forEach((w, i) => {
      const turns = w.cells.turns(this.pool, ANY, w.event);
      const turned = turns !== w.turns || w.cells.readsAny(this.sharedOf(sent));
      w.turns = turns;
      if (!turned) hulling(w.cells.sensitive)(this.pool, this.head, ANY);
      else if (first < 0) first = i;
    });
    if (first >= 0) this.reread(first);
  }

  /** The waiting inputs from `first` on may be read otherwise than HEAD had it: both ways count from here. */
  private reread(first: number): void {
    const { pool } = this;
    this.blurred = true;
    copyBox(pool, this.spare, this.head);
    for (const w of this.waiting.slice(first)) {
      w.cells.sure(pool, this.spare, w.event, this.out, this.unseen);
      this.silent(this.spare, w.event);
    }
    this.hullAll(pool, this.head, this.spare);
    this.hullAll(pool, this.head, ANY);
    copying(this.cells.sets.inputBlocks)(pool, this.head, this.spare);
    for (const w of this.waiting) this.takeComputed(w.cells);
  }

  private settleByTime(now: number): void {
    let read = 0;
    for (const w of this.waiting) {
      // T1 holds Δin already; an output stamped now may have been decided Δout earlier, before that. Where
      // Δin is 0 the recorder vouches that the stack was quiescent before the next event: order alone tells.
      const passed = this.lag.in === 0 || now > (w.event[E.T1] ?? 0) + this.lag.out;
      if (!passed || (w.call >= 0 && !w.returned)) break;
      read++;
    }
    this.settle(read);
  }

  /** Inputs up to the first one that made the slot reach what the segment says have been read. */
  private prove(event: Float64Array): void {
    if (this.waiting.length === 0 || this.blurred) return;
    const view: View = { ...this.view(ANY), box: this.pool, event };
    this.cells.spec.proofs.forEach((proof, i) => {
      const first = firstProven(proof, i, this.waiting, view, this.base);
      if (first >= 0) this.settle(first + 1);
    });
  }

  /** The first `read` waiting inputs have been read for certain. */
  private settle(read: number): void {
    if (read === 0) return;
    if (read >= this.waiting.length) {
      this.spareInputs.keep(this.waiting);
      this.waiting.length = 0;
      this.blurred = this.overflowed = false;
      return copyBox(this.pool, ANY, this.head);
    }
    // Order or guards were in doubt: the frontier moves, the belief stays wide until all is read.
    if (this.blurred) return;
    for (let i = 0; i < read; i++) {
      const w = this.waiting[0];
      if (!w || w.cells.turns(this.pool, ANY, w.event) !== w.turns) return;
      this.settleOne(w);
      this.waiting.shift();
    }
  }

  private settleOne(w: Waiting): void {
    const { pool } = this;
    w.cells.sure(pool, this.base, w.event, this.out, this.unseen);
    this.silent(this.base, w.event);
    const rising = risingOf(this.monotone, this.waiting);
    const low = rising.map((slot) => pool[ANY + slot.lo] ?? 0);
    hulling(w.cells.sensitive)(pool, this.base, ANY);
    // What is still to be read is first read from BASE's states: an output may have narrowed ANY's since.
    copyBox(pool, this.spare, this.base);
    for (const rest of this.waiting.slice(1)) this.run('join', rest.cells, this.spare, rest.event);
    copying(this.cells.sets.inputOnly)(pool, ANY, this.spare);
    for (const rest of this.waiting.slice(1)) {
      this.run('join', rest.cells, ANY, rest.event);
      this.takeComputed(rest.cells);
    }
    // Only now: what is known of a later position must not keep others from being applied to BASE's.
    rising.forEach((slot, i) => {
      pool[ANY + slot.lo] = Math.max(pool[ANY + slot.lo] ?? 0, low[i] ?? 0);
      pool[ANY + slot.hi] = Math.max(pool[ANY + slot.hi] ?? 0, low[i] ?? 0);
    });
    copying(this.cells.sets.inputBlocks)(pool, ANY, this.head);
  }
}
