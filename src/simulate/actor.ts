/** One stack of a walk with its user, its recorder and its judge. */
import type { Cells } from '../checker/cells.ts';
import type { Lag } from '../checker/endpoint.ts';
import { BIT, CALL_BIT, E } from '../spec/event.ts';
import { CLOSED, LISTEN, type State, SYN_RECEIVED } from '../spec/state.ts';
import { RCV, SND, STATE, slotOf } from '../spec/tcb.ts';
import type { Slot } from '../spec/term.ts';
import type { Temper } from './draw.ts';
import { FastProposer } from './fast-propose.ts';
import { Host, type Plans } from './host.ts';
import { type Judge, judgeOf, type Vantage } from './judge.ts';
import { atTime, Keyed, keyOf, unitOf, within } from './keys.ts';
import type { Lead, Nature } from './leads.ts';
import { likesOf } from './options.ts';
import { type Proposal, Proposer, type Proposes } from './propose.ts';
import type { Packet } from './recorder/tape.ts';
import { Windows } from './recorder/windows.ts';

const [IRS, NXT, FIN, TAKEN] = [RCV.IRS, RCV.NXT, RCV.FIN, RCV.TAKEN].map(slotOf) as [Slot, Slot, Slot, Slot];
const MAX = slotOf(SND.MAX);

/** What the user of a stack wants in this walk. */
export interface Wish {
  readonly open: 'active' | 'passive' | 'never';
  readonly logged: boolean;
  /** Octets of text to send. */
  readonly appetite: number;
  readonly close: 'shutdown' | 'close' | 'abort' | 'never';
  /** How much later than drawn it closes, nanoseconds. */
  readonly later: number;
}

/** An output that the recorder has not seen yet, with the state before and after it was decided. */
export interface Unseen {
  readonly event: Float64Array;
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** As a recorder writes it down, where there is one. */
  readonly packet: Packet | undefined;
}

/** What a stack decides, each with draws of its own; then its promises and payments, by obligation. */
export const DECIDES = { AFTER_ARRIVAL: 0, AFTER_CALL: 1, CLOSING: 2, AT_TICK: 3, UNTIL_TICK: 4 } as const;
const NAMES = ['after an arrival', 'after a call', 'closing', 'at a tick', 'until a tick'];

const LIKINGS = [0.3, 1, 3];
/** Draws of one lead in one decision, apart from its proposal. */
const SELDOM = 1;
const BARE = 2;
const WANTED = 3;
/** How likely an empty segment for no reason is, how likely a reset that only an unlogged user explains. */
const IDLE_CHANCE = 0.06;
const RESET_CHANCE = 0.0025;
const CLOSED_LISTENER_CHANCE = 0.015;

export class Actor {
  readonly host: Host;
  readonly judge: Judge;
  readonly proposer: Proposes;
  readonly wish: Wish;
  readonly unseen: Unseen[] = [];
  readonly windows = new Windows();
  /**
   * Times before which the next input is not read and the next output not stamped: queues are first in, first
   * out.
   */
  inFree = 0;
  outFree = 0;
  text = 0;
  states: State = 0;
  /** Whether the user wants to close by now: without a log of calls nothing else says so. */
  closing = false;
  /** Events that its recorder has seen, segments that it has sent. */
  frames = 0;
  /** It has gone back to LISTEN, so a SYN comes first now: what it sent before was another connection's. */
  private anew = false;
  /** RCV.IRS when it went back to LISTEN. */
  private left = Number.NEGATIVE_INFINITY;
  sent = 0;
  /** Findings of its judge that were told. */
  found = 0;
  /** Deadlines that have been planned for, by obligation. */
  readonly promised: Float64Array;
  /** Draws what this stack and its user decide; begun anew for each decision. */
  readonly random = new Keyed();
  private readonly key: number;
  private time = -1;
  private readonly kinds: readonly number[];
  private readonly decided: Int32Array;
  private readonly leads: readonly Lead[];
  private readonly weights: readonly number[];
  /** Leads to try, in order, with their places in the draw. */
  private readonly order: Int32Array;
  private readonly places: Float64Array;

  constructor(
    plans: Plans,
    cells: Cells,
    lag: Lag,
    wish: Wish,
    key: number,
    { temper, nature }: { readonly temper: Temper; readonly nature: Nature },
    vantage: Vantage,
    closure: boolean,
  ) {
    this.key = key;
    this.wish = wish;
    const shared = plans.cells(cells.profile);
    this.host = new Host(shared, within(key, 0), temper, wish.logged);
    this.host.box[STATE.slot.lo] = !wish.logged && wish.open === 'passive' ? LISTEN : CLOSED;
    const beginning = { states: wish.logged ? CLOSED : CLOSED | LISTEN, callsLogged: wish.logged };
    this.judge = judgeOf(vantage, cells, lag, beginning, closure);
    const likes = likesOf(this.random.begin(within(key, 1)));
    const slow = new Proposer(this.host, this.random, nature, likes);
    this.proposer = shared.slow
      ? slow
      : new FastProposer(this.host, plans.proposals(cells.profile), this.random, nature, likes, slow);
    this.leads = plans.leads;
    this.weights = this.leads.map((lead) => {
      const liking = this.random.begin(within(within(key, 2), lead.key)).pick(LIKINGS);
      return lead.permit.often * liking;
    });
    this.order = new Int32Array(this.leads.length);
    this.places = new Float64Array(this.leads.length);
    const owed = shared.debts.map(({ rule }) => rule.id);
    this.kinds = [...NAMES, ...owed, ...owed.map((id) => `pays ${id}`)].map(keyOf);
    this.decided = new Int32Array(this.kinds.length);
    this.promised = new Float64Array(owed.length).fill(-1);
  }

  /**
   * The state that the recorder's events so far have led to: before the first output that it has not seen.
   */
  get recorded(): Float64Array {
    return this.unseen.length === 0 ? this.host.box : (this.unseen[0]?.before ?? this.host.box);
  }

  /** Octets that a receive call would give: all but SYN and FIN, less what has been taken. */
  get unread(): number {
    const { box } = this.host;
    const at = (slot: { readonly lo: number }): number => box[slot.lo] ?? 0;
    const there = Math.min(at(NXT), at(FIN)) - at(IRS) - 1 - at(TAKEN);
    return Number.isFinite(there) ? Math.max(there, 0) : 0;
  }

  /**
   * The key of a decision, and the generator begun with it: what is decided, when, and the how many-th such
   * decision then.
   */
  decides(kind: number, now: number): number {
    if (now !== this.time) this.decided.fill(0);
    this.time = now;
    const n = this.decided[kind] ?? 0;
    this.decided[kind] = n + 1;
    const key = within(within(atTime(this.key, now), this.kinds[kind] ?? 0), n);
    this.random.begin(key);
    return key;
  }
  /** The decision when to pay the obligation of this place; the payment itself. */
  promises(place: number, now: number): number {
    return this.decides(NAMES.length + place, now);
  }
  pays(place: number, now: number): number {
    return this.decides(NAMES.length + this.promised.length + place, now);
  }

  /** Puts a lead among those to try: their order is drawn by the key, heavier ones earlier. */
  private insert(n: number, lead: number, key: number): void {
    const { order, places } = this;
    const place = unitOf(within(key, this.leads[lead]?.key ?? 0)) / (this.weights[lead] ?? 1);
    let i = n;
    for (; i > 0 && (places[i - 1] ?? 0) > place; i--) {
      places[i] = places[i - 1] ?? 0;
      order[i] = order[i - 1] ?? 0;
    }
    places[i] = place;
    order[i] = lead;
  }

  /** What stacks seldom do is seldom tried, or it would fill every pause. */
  private tries({ permit, key }: Lead, decision: number): boolean {
    return permit.often >= 1 || unitOf(within(decision, key + SELDOM)) < permit.often;
  }

  /** Empty segments for no reason are rare; those with SYN or RST have their own. */
  private mayStandBare(lead: Lead, owing: boolean, decision: number): boolean {
    if (lead.shape !== 'bare' || lead.control || owing) return true;
    return unitOf(within(decision, lead.key + BARE)) < IDLE_CHANCE;
  }

  /** What `wanted` would refuse of any segment of the lead is not tried. */
  private likes({ mask, want, shape, key }: Lead, textless: boolean, decision: number): boolean {
    const settled = (bit: number): boolean => (mask & want & bit) !== 0;
    if (textless && shape === 'new' && (mask & BIT.FIN) !== 0 && !settled(BIT.FIN)) return false;
    if (this.wish.logged) return true;
    if (settled(BIT.RST)) return this.mayReset(within(decision, key + WANTED));
    return !settled(BIT.FIN) || shape !== 'new' || this.closing;
  }

  /** A segment that some permit explains and the user's wishes allow, drawn by the key. */
  choose(now: number, owing: boolean, key: number): Proposal | undefined {
    const possible = this.proposer.possible(now);
    const textless = this.text >= this.wish.appetite;
    let n = 0;
    for (let i = 0; i < this.leads.length; i++) {
      const lead = this.leads[i];
      if ((possible & (1 << i)) === 0 || !lead) continue;
      if (this.tries(lead, key) && this.mayStandBare(lead, owing, key) && this.likes(lead, textless, key))
        this.insert(n++, i, key);
    }
    for (let i = 0; i < n; i++) {
      const lead = this.leads[this.order[i] ?? 0];
      const proposal = lead && this.proposer.propose(lead, now, key, textless);
      if (proposal && this.wanted(proposal, within(key, lead.key + WANTED))) return proposal;
    }
    return undefined;
  }

  /** A segment that pays what is owed, whatever the user wants; `last`: also what stacks seldom do. */
  payment(place: number, now: number, last: boolean, key: number): Proposal | undefined {
    const possible = this.proposer.possible(now);
    let n = 0;
    for (let i = 0; i < this.leads.length; i++) {
      const lead = this.leads[i];
      if ((possible & (1 << i)) === 0 || !lead) continue;
      if (last || this.tries(lead, key)) this.insert(n++, i, key);
    }
    for (let i = 0; i < n; i++) {
      const lead = this.leads[this.order[i] ?? 0];
      const proposal = lead && this.proposer.propose(lead, now, key);
      if (!proposal || (!last && this.mustOpen(proposal.event[E.FLAGS] ?? 0))) continue;
      if (this.host.debts.wouldPay(place, proposal.event, this.host.box)) return proposal;
    }
    return undefined;
  }

  /** It has read a segment. */
  hasRead(): boolean {
    const { box, states } = this.host;
    this.states |= states;
    const irs = box[IRS.lo] ?? 0;
    if ((states & LISTEN) !== 0 && Number.isFinite(box[MAX.lo])) {
      this.anew = true;
      this.left = irs;
    }
    return this.anew && (states & SYN_RECEIVED) !== 0 && irs !== this.left;
  }

  /** It sends a segment with these flags. */
  hasSent(flags: number): void {
    this.states |= this.host.states;
    if ((flags & BIT.SYN) !== 0) this.anew = false;
  }

  /** Whether a SYN or an RST must come before a segment with these flags. */
  mustOpen(flags: number): boolean {
    return this.anew && (flags & (BIT.SYN | BIT.RST)) === 0;
  }

  private wanted({ event }: Proposal, key: number): boolean {
    const flags = event[E.FLAGS] ?? 0;
    if (this.mustOpen(flags)) return false;
    if ((event[E.NEW_LEN] ?? 0) > 0 && (event[E.TEXT] ?? 0) > 0 && this.text >= this.wish.appetite)
      return false;
    if (this.wish.logged) return true;
    // Nothing but the segment itself shows what the user of an unlogged stack does.
    if ((flags & BIT.RST) !== 0) return this.mayReset(key);
    if ((flags & BIT.FIN) !== 0) return this.closing || (event[E.NEW_LEN] ?? 0) === 0;
    return (flags & (BIT.SYN | BIT.ACK)) !== BIT.SYN || this.wish.open === 'active';
  }

  private mayReset(key: number): boolean {
    return (
      (this.closing && this.wish.close === 'abort') ||
      unitOf(key) < ((this.host.states & SYN_RECEIVED) !== 0 ? CLOSED_LISTENER_CHANCE : RESET_CHANCE)
    );
  }
}

export const closeBit = (close: Wish['close']): number =>
  close === 'shutdown' ? CALL_BIT.SHUTDOWN : close === 'abort' ? CALL_BIT.ABORT : CALL_BIT.CLOSE;
export const openBit = (open: Wish['open']): number =>
  open === 'active' ? CALL_BIT.ACTIVE_OPEN : CALL_BIT.PASSIVE_OPEN;
