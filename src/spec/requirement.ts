/**
 * The shape of a catalogue entry: one normative sentence of an RFC about a TCP endpoint, told in our own
 * words.
 */
import type { Pitfall } from './requirements/pitfalls.ts';
import type { Topic } from './requirements/topics.ts';

/** RFC 2119 levels, as the sentence has them. RECOMMENDED weighs as SHOULD. */
export const LEVELS = ['MUST', 'MUST NOT', 'SHOULD', 'SHOULD NOT', 'RECOMMENDED', 'MAY'] as const;
export type Level = (typeof LEVELS)[number];

/** `rfc2119`: upper-case keyword in the text. `prose`: the level is our reading of an ordinary sentence. */
export type Keyword = 'rfc2119' | 'prose';

/**
 * Which role of the endpoint is meant; `api` is the boundary to the application, `host` everything below TCP.
 */
export type Party = 'sender' | 'receiver' | 'both' | 'api' | 'host';

/**
 * What it takes to see the requirement kept or broken: the segments, the segments and hidden state that they
 * only bound, the segments and the sockets calls, the segments and a good clock, or nothing that can be had.
 */
export type Observable = 'wire' | 'wire+state' | 'wire+api' | 'timing' | 'unobservable';

export interface Requirement {
  /** Label of RFC 9293 (`MUST-1`), else `RFC<number>-<section>-<running number>`. Unique in the catalogue. */
  readonly id: string;
  readonly rfc: number;
  /** Section of that RFC, e.g. `3.8.6.1`. */
  readonly section: string;
  readonly level: Level;
  readonly keyword: Keyword;
  readonly party: Party;
  readonly topic: Topic;
  readonly summary: string;
  readonly observable: Observable;
  /** When the requirement applies. */
  readonly condition: string;
  /** What is seen of a stack that keeps it, of one that breaks it, and when neither can be said. */
  readonly conforms: string;
  readonly violates: string;
  readonly inconclusive: string;
  /** What makes naive judges err here, by code; texts in `requirements/pitfalls.ts`. */
  readonly pitfalls: readonly Pitfall[];
  /** Pitfalls of this entry alone, as text. */
  readonly caveats?: readonly string[];
  /** Ids of entries, or whole RFCs (`RFC 8311`), that replace or relax this one. */
  readonly supersededBy?: readonly string[];
  /** How far the successor goes, where it is more or less than a replacement. */
  readonly supersededHow?: string;
  /** Ids of related entries. */
  readonly see?: readonly string[];
}
