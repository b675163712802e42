/** Proposals by compiled code: the same as `Proposer` draws, in the same order of draws. */
import { BIT, E, HIGH } from '../spec/event.ts';
import type { Fills } from './compile-propose.ts';
import type { Host } from './host.ts';
import { type Keyed, within } from './keys.ts';
import { blank, type Lead, type Nature } from './leads.ts';
import { agreedFlags, type Likes, likedBits, type Turn } from './options.ts';
import type { ProposalCode } from './proposal-code.ts';
import { flagsFor, type Proposal, type Proposer, type Proposes } from './propose.ts';

export class FastProposer implements Proposes {
  private readonly host: Host;
  private readonly code: ProposalCode;
  private readonly random: Keyed;
  private readonly nature: Nature;
  private readonly likes: Likes;
  private readonly slow: Proposer;
  private readonly event = new Float64Array(E.SIZE);
  private readonly chosen: Int32Array;
  private readonly proposal: Proposal;
  private readonly blanks: readonly [Float64Array, Float64Array, Float64Array];
  private readonly landmarks = (): readonly number[] => this.host.landmarks();

  constructor(host: Host, code: ProposalCode, random: Keyed, nature: Nature, likes: Likes, slow: Proposer) {
    this.host = host;
    this.code = code;
    this.random = random;
    this.nature = nature;
    this.likes = likes;
    this.slow = slow;
    this.chosen = new Int32Array(host.cells.spec.families.length);
    this.proposal = { event: this.event, chosen: this.chosen };
    const blankOf = (shape: Lead['shape']): Float64Array => {
      const e = new Float64Array(E.SIZE);
      blank(e, shape, BIT.ACK, nature, 0);
      // With SYN or FIN or without: a number more or less.
      for (const field of [E.LEN, E.NEW_LEN, E.OLD_LEN])
        if (shape === 'bare' ? field === E.LEN : (e[field] ?? 0) > 0)
          e[field + HIGH] = (e[field + HIGH] ?? 0) + 1;
      e[E.TEXT] = 0;
      return e;
    };
    this.blanks = [blankOf('new'), blankOf('old'), blankOf('bare')];
  }

  possible(now: number): number {
    const [fresh, old, bare] = this.blanks;
    for (const e of this.blanks) {
      e[E.T0] = now;
      e[E.T1] = now;
    }
    return this.code.possible(this.host.box, fresh, old, bare);
  }

  propose(lead: Lead, now: number, key: number, textless = false): Proposal | undefined {
    const mine = within(key, lead.key);
    const { draws } = this.host;
    draws.key = mine;
    const asked = flagsFor(lead, this.random.begin(mine));
    if (textless && lead.shape === 'new' && (asked & BIT.FIN) === 0) return undefined;
    const liked = asked | likedBits(asked, lead.mask, this.likes, this.random);
    blank(this.event, lead.shape, liked, this.nature, now);
    const flags = agreedFlags(liked, lead.mask, this.refusal);
    if (flags === undefined) return undefined;
    const fills = this.code.fills(lead);
    if (!fills) return this.slow.propose(lead, now, key);
    if (this.filled(fills, lead, flags, now, mine)) return this.proposal;
    // There may be nothing that a stack could report.
    const bare = (flags & BIT.SACK & ~lead.mask) !== 0;
    return bare && this.filled(fills, lead, flags & ~BIT.SACK, now, mine) ? this.proposal : undefined;
  }

  private filled(fills: Fills, lead: Lead, flags: number, now: number, key: number): boolean {
    const { host, event, random, chosen, landmarks } = this;
    blank(event, lead.shape, flags, this.nature, now);
    return fills(host.box, event, host.draws, random, key, chosen, landmarks);
  }

  private readonly refusal = (flags: number): Turn | undefined => {
    this.event[E.FLAGS] = flags;
    const turn = this.code.refuses(this.host.box, this.event, this.host.draws);
    return turn < 0 ? undefined : this.code.turns[turn];
  };
}
