/** What a theme of walks says: who opens, who closes, who disturbs. */
import type { Wish } from './actor.ts';

/** Somebody who sends what nobody expects. Times in milliseconds. */
export interface Stranger {
  readonly least: number;
  readonly most: number;
  readonly from: number;
  readonly to: number;
  /** Control bits to choose from. */
  readonly flags: readonly number[];
  /** How far from a true number the strange one stands. */
  readonly beside: readonly number[];
  /** Its timestamps are old: what the network has kept for long. */
  readonly old?: boolean;
  /** How often it has text where it has neither SYN nor RST; 0.3 where nothing is said. */
  readonly text?: number;
  /**
   * Its SEQ stands so far from the number that the stack expects, its ACK so far from one past the last that
   * the stack has sent; else each stands `beside` any number that the stack knows.
   */
  readonly exact?: { readonly seq: readonly number[]; readonly ack: readonly number[] };
}

export interface Theme {
  readonly name: string;
  readonly share: number;
  readonly opens: readonly [Wish['open'], Wish['open']];
  readonly closes: readonly [readonly Wish['close'][], readonly Wish['close'][]];
  readonly appetite: readonly [readonly number[], readonly number[]];
  /** The user closes at a time up to one of these, in milliseconds. */
  readonly closeBy: readonly number[];
  readonly stranger?: Stranger;
  readonly unlisten?: boolean;
  /** How often the trace has the user's calls; 0.65 where the theme does not say. */
  readonly logged?: number;
  /** Walked for a longer time, because long timers matter. */
  readonly long?: boolean;
  /** Stacks of the time before RFC 5961, judged by the profile `rfc793-era`. */
  readonly era?: boolean;
  /** Nothing is delivered for some time, seconds at most. */
  readonly silence?: number;
  /**
   * How likely it is that a segment is lost, overtaken, doubled, and how long it takes one way, milliseconds;
   * drawn where nothing is said.
   */
  readonly network?: {
    readonly loss?: number;
    readonly reorder?: number;
    readonly double?: number;
    readonly delay?: number;
  };
  /** Both users close at the same time. */
  readonly together?: boolean;
  /** The second user closes so much later, milliseconds. */
  readonly later?: number;
  /** The most events of a walk, where there is much to send. */
  readonly events?: number;
}
