/** What the doctor says of one thing. */

/** `faulty`: it is there and does not work, or does not answer in time. */
export type State = 'ok' | 'missing' | 'not permitted' | 'faulty';

export interface Finding {
  readonly state: State;
  /** What was seen: a version, a reason. */
  readonly detail: string;
}

/** One thing that some command needs. */
export interface Diagnosis extends Finding {
  readonly name: string;
  /** Whether `npm start` does without a live kernel, or worse, where this is not ok. */
  readonly needed: boolean;
  readonly neededFor: string;
  /** How to get it. */
  readonly remedy: string;
}

/** What makes `npm start` less than it is. */
export const lacking = (all: readonly Diagnosis[]): readonly string[] =>
  all.filter(({ needed, state }) => needed && state !== 'ok').map(({ name }) => name);
