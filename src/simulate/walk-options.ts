/** What a walk is told: its seed, its lag, who judges and who records. */
import type { Raw } from '../checker/endpoint.ts';
import type { Listener } from '../checker/listener.ts';
import type { Actor } from './actor.ts';
import type { Judge, Vantage } from './judge.ts';
import type { Recorder } from './recorder/tape.ts';

export interface WalkOptions {
  readonly seed: number;
  /** The most that inputs and outputs lag, nanoseconds. */
  readonly lag: number;
  /** Off only to show that the oracle bites. */
  readonly closure: boolean;
  /** Who judges; a capture has no calls, and one away from the stack sees it through the network. */
  readonly vantage?: Vantage;
  /** Whether the trace has the users' calls; drawn where nothing is said. Captures never have them. */
  readonly logged?: boolean;
  /** Told of each segment as the recorder stamps it, and of each call of a logged user. */
  readonly log?: WalkLog;
  /** Whether the true state is compared with the belief, where a judge is near; on by default. */
  readonly contain?: boolean;
  /** Writes down what passes one place, as a capture. */
  readonly recorder?: Recorder;
  /** The most events; a walk also ends at its time. */
  readonly events?: number;
  /** What is taken away from the walk, to see what a failure needs. */
  readonly without?: readonly Hindrance[];
  /** Who watches the boxes of each judge. */
  readonly listen?: (judge: Judge) => Listener;
  /** Before anything happens: who wants to write down what the judges see. */
  readonly begun?: (actors: readonly [Actor, Actor]) => void;
  /**
   * For stacks that are drawn from a broken spec: told of each finding, once; the walk goes on until it says
   * so. The hidden states are not compared, and what such a stack owes and cannot pay it leaves.
   */
  readonly onFinding?: (actor: number, raw: Raw) => 'go on' | 'stop';
}

/** What happens at a walked stack: actor 0 or 1; the event is the caller's to read, not to keep. */
export type WalkLog = (actor: number, kind: 'sent' | 'call', event: Float64Array) => void;

/** What makes a walk harder than a handshake and some text. */
export const HINDRANCES = ['strangers', 'doubles', 'losses', 'overtaking', 'lag'] as const;
export type Hindrance = (typeof HINDRANCES)[number];
