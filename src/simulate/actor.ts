/** One stack of a walk with its user, its recorder and its judge. */
import type { Cells } from '../checker/cells.ts';
import type { Lag } from '../checker/endpoint.ts';
import type { Random } from '../checker/random-boxes.ts';
import { CALL_BIT, E } from '../spec/event.ts';
import type { Permit } from '../spec/rule.ts';
import { CLOSED, LISTEN, type State } from '../spec/state.ts';
import type { Temper } from './draw.ts';
import { Host, type Plans } from './host.ts';
import { type Judge, judgeOf, type Vantage } from './judge.ts';
import { likesOf } from './options.ts';
import { type Nature, type Proposal, Proposer, shapeOf } from './propose.ts';

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
  frames = 0;
  private readonly random: Random;
  private readonly permits: readonly { readonly permit: Permit; readonly weight: number }[];

  constructor(
    plans: Plans,
    cells: Cells,
    lag: Lag,
    wish: Wish,
    random: Random,
    temper: Temper,
    nature: Nature,
    state: { readonly lo: number },
    vantage: Vantage,
    closure: boolean,
  ) {
    this.random = random;
    this.wish = wish;
    this.host = new Host(plans, cells.profile, random, temper, wish.logged);
    const begins = !wish.logged && wish.open === 'passive' ? LISTEN : CLOSED;
    this.host.box[state.lo] = begins;
    const beginning = { states: wish.logged ? CLOSED : CLOSED | LISTEN, callsLogged: wish.logged };
    this.judge = judgeOf(vantage, cells, lag, beginning, closure);
    this.proposer = new Proposer(this.host, random, nature, likesOf(random));
    this.permits = plans.spec.rules.flatMap((r) =>
      r.verb === 'permit' && r.of.leads ? [{ permit: r, weight: r.often * random.pick([0.3, 1, 3]) }] : [],
    );
  }

  /**
   * The state that the recorder's events so far have led to: before the first output that it has not seen.
   */
  get recorded(): Float64Array {
    return this.unseen[0]?.before ?? this.host.box;
  }

  /** Permits in random order, heavier ones earlier. */
  shuffled(): readonly Permit[] {
    return this.permits
      .map(({ permit, weight }) => ({ permit, key: this.random.unit() ** (1 / weight) }))
      .sort((a, b) => b.key - a.key)
      .map(({ permit }) => permit);
  }

  /** A segment that some permit explains and the user's wishes allow. */
  choose(now: number, owing: boolean): Proposal | undefined {
    for (const permit of this.shuffled()) {
      // What stacks seldom do is seldom tried, or it would fill every pause.
      if (permit.often < 1 && !this.random.chance(permit.often)) continue;
      if (shapeOf(permit.of) === 'bare' && !this.mayStandBare(permit, owing)) continue;
      const proposal = this.proposer.propose(permit, now);
      if (proposal && this.wanted(proposal)) return proposal;
    }
    return undefined;
  }

  /** Empty segments for no reason are rare; those with SYN or RST have their own. */
  private mayStandBare(permit: Permit, owing: boolean): boolean {
    const control = permit.of.applies.some((t) => t.op === 'flags' && t.want !== 0 && (t.mask & 0x06) !== 0);
    return control || owing || this.random.chance(0.06);
  }

  private wanted({ event }: Proposal): boolean {
    const flags = event[E.FLAGS] ?? 0;
    if ((event[E.NEW_LEN] ?? 0) > 0 && (event[E.TEXT] ?? 0) > 0 && this.text >= this.wish.appetite)
      return false;
    if (this.wish.logged) return true;
    // Nothing but the segment itself shows what the user of an unlogged stack does.
    if ((flags & 0x04) !== 0)
      return this.closing && this.wish.close === 'abort' ? true : this.random.chance(0.002);
    if ((flags & 0x01) !== 0) return this.closing || (event[E.NEW_LEN] ?? 0) === 0;
    return (flags & 0x12) !== 0x02 || this.wish.open === 'active';
  }
}

export const closeBit = (close: Wish['close']): number =>
  close === 'shutdown' ? CALL_BIT.SHUTDOWN : close === 'abort' ? CALL_BIT.ABORT : CALL_BIT.CLOSE;
export const openBit = (open: Wish['open']): number =>
  open === 'active' ? CALL_BIT.ACTIVE_OPEN : CALL_BIT.PASSIVE_OPEN;
