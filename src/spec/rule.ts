/**
 * The verbs of the rule language (core-semantics.md §4). A rule is a frozen value; what it means is said
 * there, to the letter.
 */
import type { Evidence } from './evidence.ts';
import type { RequirementId } from './requirements/all.ts';
import type { State } from './state.ts';
import { STATE } from './tcb.ts';
import type { Computed, Effect, Term, Test, Unit } from './term.ts';

export type On = 'segment arrives' | 'segment sent' | 'call' | 'return' | 'time passes';
export type Cites = readonly [RequirementId, ...RequirementId[]];

interface Common {
  readonly id: string;
  readonly cites: Cites;
  readonly on: On;
  /** All must hold for the rule to apply. */
  readonly when: readonly Test[];
  /** More evidence than the bounds ask for; never less. */
  readonly needs?: Evidence;
  /** Ids of rules that write the same slot in the same event before this one. */
  readonly after?: readonly string[];
}

/**
 * One thing about a sent segment that needs a reason. `applies` reads facts and the segment only, so it is
 * never in doubt.
 */
export interface Family {
  readonly id: string;
  readonly topic: Topic;
  /** Closed: an RFC forbids what no permit explains, and these entries say so. */
  readonly closed: false | { readonly by: Cites };
  readonly applies: readonly Test[];
  /** Whether a segment may be sent for this family's sake alone; a FIN is always new or old octets too. */
  readonly leads: boolean;
}

/**
 * Topics of the verdict (architecture.md §5); the first three must be decided for a verdict of `conformant`.
 */
export type Topic =
  | 'sequence'
  | 'acknowledgment'
  | 'window'
  | 'handshake'
  | 'close'
  | 'reset'
  | 'retransmission'
  | 'congestion'
  | 'segment size'
  | 'selective acknowledgment'
  | 'urgent'
  | 'options';

export interface Permit extends Common {
  readonly verb: 'permit';
  readonly of: Family;
  readonly then: readonly Effect[];
  /**
   * Weight of this behaviour in random walks; below 1 also the chance that it is tried at all. Says nothing
   * about conformance.
   */
  readonly often: number;
}
export type Limit = { readonly at: Term<Unit>; readonly most: Term<Unit> } | { readonly test: Test };
export interface Forbid extends Common {
  readonly verb: 'forbid';
  readonly topic: Topic;
  readonly allow: Test;
  readonly exempt: readonly Exempt[];
}
/** Named slack of a limit. `then` is what using it changes, joined: using it is possible, not certain. */
export interface Exempt extends Common {
  readonly verb: 'exempt';
  readonly slack: Term<'size'>;
}
export interface Debt {
  readonly kind: string;
  /** The latest instant at which a conformant stack may pay. Δin is in NOW, Δout is added. */
  readonly by: Term<'instant'>;
  readonly paidBy: readonly Test[];
  readonly voidBy: readonly { readonly on: On; readonly when: readonly Test[] }[];
}
export interface Oblige extends Common {
  readonly verb: 'oblige';
  readonly topic: Topic;
  readonly owes: Debt;
}
export interface Track extends Common {
  readonly verb: 'track';
  readonly then: readonly Effect[];
  readonly runs?: Computed;
}
export type Rule = Permit | Forbid | Exempt | Oblige | Track;

/**
 * A sent segment whose `field` reaches a value of `slot` proves that the inputs which first made it reach it
 * were read.
 */
export interface Proof {
  readonly when: readonly Test[];
  readonly field: Term<Unit>;
  readonly slot: Term<Unit>;
}

type Given<R extends Rule, Optional extends keyof R = never> = Omit<R, 'verb' | Optional> &
  Partial<Pick<R, Optional>> & { readonly in?: State };

const clauses = (rule: { readonly in?: State; readonly when: readonly Test[] }): readonly Test[] =>
  rule.in === undefined ? rule.when : [...rule.when, STATE.in(rule.in)];

export const family = (given: Family): Family => Object.freeze(given);

export const permit = (given: Given<Permit, 'then' | 'often' | 'on'>): Permit =>
  Object.freeze({
    often: 1,
    then: [],
    on: 'segment sent' as const,
    ...given,
    verb: 'permit' as const,
    when: clauses(given),
  });

export const forbid = (
  given: Omit<Given<Forbid, 'exempt' | 'on'>, 'allow'> & { readonly allow: Limit },
): Forbid =>
  Object.freeze({
    exempt: [],
    on: 'segment sent' as const,
    ...given,
    verb: 'forbid' as const,
    when: clauses(given),
    allow: 'test' in given.allow ? given.allow.test : given.allow.at.le(given.allow.most),
  });

export const exempt = (given: Given<Exempt, 'on'>): Exempt =>
  Object.freeze({ on: 'segment sent' as const, ...given, verb: 'exempt' as const, when: clauses(given) });

export const oblige = (given: Given<Oblige, 'on'>): Oblige =>
  Object.freeze({ on: 'segment arrives' as const, ...given, verb: 'oblige' as const, when: clauses(given) });

export const track = (given: Given<Track, 'then'>): Track =>
  Object.freeze({ then: [], ...given, verb: 'track' as const, when: clauses(given) });

/** Everything that a reading needs: the rules in order, the families, what proves reading. */
export interface Spec {
  readonly version: string;
  readonly rules: readonly Rule[];
  readonly families: readonly Family[];
  readonly proofs: readonly Proof[];
}
