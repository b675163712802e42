/** One stack of a walk with its user, its recorder and its judge. */
import type { Cells } from '../checker/cells.ts';
import type { Lag } from '../checker/endpoint.ts';
import { CALL_BIT, E } from '../spec/event.ts';
import type { Permit } from '../spec/rule.ts';
import { CLOSED, LISTEN, type State } from '../spec/state.ts';
import { RCV, slotOf } from '../spec/tcb.ts';
import type { Slot } from '../spec/term.ts';
import type { Temper } from './draw.ts';
import { Host, type Plans } from './host.ts';
import { type Judge, judgeOf, type Vantage } from './judge.ts';
import { atTime, Keyed, keyOf, unitOf, within } from './keys.ts';
import { likesOf } from './options.ts';
import { type Nature, type Proposal, Proposer, shapeOf } from './propose.ts';

const [IRS, NXT, FIN, TAKEN] = [RCV.IRS, RCV.NXT, RCV.FIN, RCV.TAKEN].map(slotOf) as [Slot, Slot, Slot, Slot];

/** What the user of a stack wants in this walk. */
export interface Wish {
  readonly open: 'active' | 'passive' | 'never';
  readonly logged: boolean;
  /** Octets of text to send. */
  readonly appetite: number;
  readonly close: 'shutdown' | 'close' | 'abort' | 'never';
}

/** An output that the recorder has not seen yet, with the state before and after it was decided. */
export interface Unseen {
  readonly event: Float64Array;
  readonly before: Float64Array;
  readonly after: Float64Array;
}

interface Weighed {
  readonly permit: Permit;
  readonly key: number;
  readonly weight: number;
}
const LIKINGS = [0.3, 1, 3];
/** Draws of one permit in one decision, apart from its proposal. */
const SELDOM = 1;
const BARE = 2;
const WANTED = 3;

export class Actor {
  readonly host: Host;
  readonly judge: Judge;
  readonly proposer: Proposer;
  readonly wish: Wish;
  readonly unseen: Unseen[] = [];
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
  sent = 0;
  /** Findings of its judge that were told. */
  found = 0;
  /** Deadlines that have been planned for, by rule. */
  readonly promised = new Map<string, number>();
  /** Draws what this stack and its user decide; begun anew for each decision. */
  readonly random = new Keyed();
  private readonly key: number;
  private time = -1;
  private readonly decided = new Map<number, number>();
  private readonly permits: readonly Weighed[];

  constructor(
    plans: Plans,
    cells: Cells,
    lag: Lag,
    wish: Wish,
    key: number,
    { temper, nature }: { readonly temper: Temper; readonly nature: Nature },
    state: { readonly lo: number },
    vantage: Vantage,
    closure: boolean,
  ) {
    this.key = key;
    this.wish = wish;
    this.host = new Host(plans, cells.profile, within(key, 0), temper, wish.logged);
    const begins = !wish.logged && wish.open === 'passive' ? LISTEN : CLOSED;
    this.host.box[state.lo] = begins;
    const beginning = { states: wish.logged ? CLOSED : CLOSED | LISTEN, callsLogged: wish.logged };
    this.judge = judgeOf(vantage, cells, lag, beginning, closure);
    this.proposer = new Proposer(this.host, this.random, nature, likesOf(this.random.begin(within(key, 1))));
    this.permits = plans.spec.rules.flatMap((r) =>
      r.verb === 'permit' && r.of.leads ? [this.weighed(r)] : [],
    );
  }

  /**
   * The state that the recorder's events so far have led to: before the first output that it has not seen.
   */
  get recorded(): Float64Array {
    return this.unseen[0]?.before ?? this.host.box;
  }

  /** Octets that a receive call would give: all but SYN and FIN, less what has been taken. */
  get unread(): number {
    const { box } = this.host;
    const at = (slot: { readonly lo: number }): number => box[slot.lo] ?? 0;
    const there = Math.min(at(NXT), at(FIN)) - at(IRS) - 1 - at(TAKEN);
    return Number.isFinite(there) ? Math.max(there, 0) : 0;
  }

  private weighed(permit: Permit): Weighed {
    const key = keyOf(permit.id);
    const liking = this.random.begin(within(within(this.key, 2), key)).pick(LIKINGS);
    return { permit, key, weight: permit.often * liking };
  }

  /**
   * The key of a decision, and the generator begun with it: what is decided, when, and the how many-th such
   * decision then.
   */
  decides(what: string, now: number): number {
    if (now !== this.time) this.decided.clear();
    this.time = now;
    const kind = keyOf(what);
    const n = this.decided.get(kind) ?? 0;
    this.decided.set(kind, n + 1);
    const key = within(within(atTime(this.key, now), kind), n);
    this.random.begin(key);
    return key;
  }

  /** Permits in an order drawn by the key, heavier ones earlier. */
  shuffled(key: number): readonly Permit[] {
    return this.permits
      .map((p) => ({ permit: p.permit, place: unitOf(within(key, p.key)) / p.weight }))
      .sort((a, b) => a.place - b.place)
      .map(({ permit }) => permit);
  }

  /** What stacks seldom do is seldom tried, or it would fill every pause. */
  tries(permit: Permit, key: number): boolean {
    return permit.often >= 1 || unitOf(within(key, keyOf(permit.id) + SELDOM)) < permit.often;
  }

  /** A segment that some permit explains and the user's wishes allow, drawn by the key. */
  choose(now: number, owing: boolean, key: number): Proposal | undefined {
    for (const permit of this.shuffled(key)) {
      if (!this.tries(permit, key)) continue;
      if (shapeOf(permit.of) === 'bare' && !this.mayStandBare(permit, owing, key)) continue;
      const proposal = this.proposer.propose(permit, now, key);
      if (proposal && this.wanted(proposal, within(key, keyOf(permit.id) + WANTED))) return proposal;
    }
    return undefined;
  }

  /** Empty segments for no reason are rare; those with SYN or RST have their own. */
  private mayStandBare(permit: Permit, owing: boolean, key: number): boolean {
    const control = permit.of.applies.some((t) => t.op === 'flags' && t.want !== 0 && (t.mask & 0x06) !== 0);
    return control || owing || unitOf(within(key, keyOf(permit.id) + BARE)) < 0.06;
  }

  private wanted({ event }: Proposal, key: number): boolean {
    const flags = event[E.FLAGS] ?? 0;
    if ((event[E.NEW_LEN] ?? 0) > 0 && (event[E.TEXT] ?? 0) > 0 && this.text >= this.wish.appetite)
      return false;
    if (this.wish.logged) return true;
    // Nothing but the segment itself shows what the user of an unlogged stack does.
    if ((flags & 0x04) !== 0) return (this.closing && this.wish.close === 'abort') || unitOf(key) < 0.002;
    if ((flags & 0x01) !== 0) return this.closing || (event[E.NEW_LEN] ?? 0) === 0;
    return (flags & 0x12) !== 0x02 || this.wish.open === 'active';
  }
}

export const closeBit = (close: Wish['close']): number =>
  close === 'shutdown' ? CALL_BIT.SHUTDOWN : close === 'abort' ? CALL_BIT.ABORT : CALL_BIT.CLOSE;
export const openBit = (open: Wish['open']): number =>
  open === 'active' ? CALL_BIT.ACTIVE_OPEN : CALL_BIT.PASSIVE_OPEN;
