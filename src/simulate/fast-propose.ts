/** Proposals by compiled code: the same as `Proposer` draws, in the same order of draws. */
import { BIT, E, HIGH } from '../spec/event.ts';
import type { Fills } from './compile-propose.ts';
import type { Host } from './host.ts';
import { type Keyed, within } from './keys.ts';
import { blank, type Lead, type Nature } from './leads.ts';
import { agreedFlags, type Likes, likedBits, type Turn } from './options.ts';
import type { ProposalCode } from './proposal-code.ts';
import { flagsFor, type Proposal, type Proposer, type Proposes } from './propose.ts';

/** The most families that a cell may have. */
const MOST_FAMILIES = 31;

export class FastProposer implements Proposes {
  private readonly host: Host;
  private readonly code: ProposalCode;
  private readonly random: Keyed;
  private readonly nature: Nature;
  private readonly likes: Likes;
  private readonly slow: Proposer;
  private readonly event = new Float64Array(E.SIZE);
  private readonly chosen = new Int32Array(MOST_FAMILIES);
  private readonly blanks: readonly [Float64Array, Float64Array, Float64Array];
  private readonly landmarks = (): readonly number[] => this.host.landmarks();

  constructor(host: Host, code: ProposalCode, random: Keyed, nature: Nature, likes: Likes, slow: Proposer) {
    this.host = host;
    this.code = code;
    this.random = random;
    this.nature = nature;
    this.likes = likes;
    this.slow = slow;
    const blankOf = (shape: Lead['shape']): Float64Array => {
      const e = new Float64Array(E.SIZE);
      blank(e, shape, BIT.ACK, nature, 0);
      // A SYN has a number, an RST has none.
      if (shape === 'bare') e[E.LEN + HIGH] = 1;
      return e;
    };
    this.blanks = [blankOf('new'), blankOf('old'), blankOf('bare')];
  }

  possible(leads: readonly Lead[], now: number): number {
    const [fresh, old, bare] = this.blanks;
    for (const e of this.blanks) {
      e[E.T0] = now;
      e[E.T1] = now;
    }
    return this.code.possible(leads)(this.host.box, fresh, old, bare);
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
    if (flags !== liked) blank(this.event, lead.shape, flags, this.nature, now);
    const pattern = this.code.pattern(flags);
    const fills = this.code.fills(pattern, lead, flags);
    if (typeof fills === 'number') return this.slow.propose(lead, now, key);
    if (fills && this.filled(fills, mine))
      return { event: this.event, cell: pattern.cell, chosen: this.chosen };
    if ((flags & BIT.SACK & ~lead.mask) === 0) return undefined;
    // There may be nothing that a stack could report.
    return this.bare(lead, flags & ~BIT.SACK, now, key);
  }

  private bare(lead: Lead, flags: number, now: number, key: number): Proposal | undefined {
    const pattern = this.code.pattern(flags);
    const fills = this.code.fills(pattern, lead, flags);
    if (typeof fills === 'number') return this.slow.propose(lead, now, key);
    blank(this.event, lead.shape, flags, this.nature, now);
    if (!fills || !this.filled(fills, within(key, lead.key))) return undefined;
    return { event: this.event, cell: pattern.cell, chosen: this.chosen };
  }

  private filled(fills: Fills, key: number): boolean {
    const { host, event, random, chosen, landmarks } = this;
    return fills(host.box, event, host.draws, random, key, chosen, landmarks);
  }

  private readonly refusal = (flags: number): Turn | undefined => {
    const { refuses, turns } = this.code.pattern(flags);
    const turn = refuses(this.host.box, this.event, this.host.draws);
    return turn < 0 ? undefined : turns[turn];
  };
}
