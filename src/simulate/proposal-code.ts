/** Compiled proposals of one spec and profile, made when they have been asked for often enough. */
import type { Profile } from '../spec/profile.ts';
import type { Spec } from '../spec/rule.ts';
import {
  compileFills,
  compilePossible,
  compileRefuses,
  type Fills,
  type Possible,
  type Refuses,
} from './compile-propose.ts';
import type { Lead } from './leads.ts';
import type { Turn } from './options.ts';

/** Times that a lead is read from its terms before it is worth compiling. */
const WARM = 5;

export class ProposalCode {
  readonly possible: Possible;
  readonly refuses: Refuses;
  /** What the refusals ask for. */
  readonly turns: readonly Turn[];
  private readonly spec: Spec;
  private readonly profile: Profile;
  private readonly code = new Map<Lead, Fills>();
  private readonly asked = new Map<Lead, number>();

  constructor(spec: Spec, leads: readonly Lead[], profile: Profile) {
    this.spec = spec;
    this.profile = profile;
    this.possible = compilePossible(leads, spec, profile.values);
    const { refuses, turns } = compileRefuses(spec, profile.values);
    this.refuses = refuses;
    this.turns = turns;
  }

  /** Undefined where the lead has not been asked for often enough. */
  fills(lead: Lead): Fills | undefined {
    const known = this.code.get(lead);
    if (known) return known;
    const asked = this.asked.get(lead) ?? 0;
    this.asked.set(lead, asked + 1);
    if (asked < WARM) return undefined;
    const made = compileFills(lead, this.spec, this.profile.values);
    this.code.set(lead, made);
    return made;
  }
}
