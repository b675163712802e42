/** One tape through the checker and through the reference: where they part, and why. */
import { Endpoint } from '../../checker/endpoint.ts';
import { type Outcome, Reference } from '../../checker/reference/search.ts';
import { asPoint, split } from '../../checker/split.ts';
import { E } from '../../spec/event.ts';
import { accusation } from '../record.ts';
import type { Bench, Tape, TapeStep } from './tape.ts';

export type Verdict = 'both accept' | 'both reject' | 'gave up' | 'false alarm' | 'looser';

/** How a tape came out. `at`: the step at which something was found, −1 where nothing was. */
export interface Comparison {
  readonly verdict: Verdict;
  readonly at: number;
  readonly checker: string;
  readonly reference: Outcome;
}

/** Both sides in the midst of a tape. */
export interface Pair {
  readonly endpoint: Endpoint;
  readonly reference: Reference;
}

/** Paths kept at a time. */
const MOST_PATHS = 300;
const PIECES = [E.OLD_SEQ, E.OLD_LEN, E.NEW_SEQ, E.NEW_LEN];

/** The pieces by what has been sent before; digests stand where the pieces are what they were. */
function pieced({ event, payload }: TapeStep, sndMax: number): Float64Array {
  const e = event.slice();
  split(e, sndMax, payload);
  if (!payload && PIECES.every((at) => e[at] === event[at])) {
    e[E.OLD_DIGEST] = event[E.OLD_DIGEST] ?? -1;
    e[E.NEW_DIGEST] = event[E.NEW_DIGEST] ?? -1;
  }
  asPoint(e);
  return e;
}

export function pairOf(bench: Bench, tape: Tape): Pair {
  const { lag, beginning, profile } = tape;
  return {
    endpoint: new Endpoint(bench.cellsOf(profile), lag, beginning),
    reference: new Reference(bench.spec, profile, lag, beginning, MOST_PATHS),
  };
}

/** Gives one step to both. */
export function feed({ endpoint, reference }: Pair, step: TapeStep): Outcome {
  const { kind, event, call } = step;
  switch (kind) {
    case 'arrived':
    case 'call': {
      const on = kind === 'call' ? 'call' : 'segment arrives';
      const e = event.slice();
      if (kind === 'arrived') asPoint(e);
      endpoint.arrives(on, e.slice(), call);
      return reference.arrives(on, e, call);
    }
    case 'return':
      endpoint.returned(event, call);
      return reference.returned(event, call);
    case 'end':
      endpoint.end(event);
      return reference.end(event);
    case 'sent': {
      const e = pieced(step, endpoint.sndMax);
      if (reference.sndMax !== endpoint.sndMax)
        throw new Error(`the two readings differ in SND.MAX: ${reference.sndMax}, ${endpoint.sndMax}`);
      endpoint.sent(e.slice());
      return reference.sent(e);
    }
  }
}

/** The first thing that either finds decides. */
export function compare(bench: Bench, tape: Tape, parted?: (pair: Pair, step: TapeStep) => void): Comparison {
  const pair = pairOf(bench, tape);
  for (const [at, step] of tape.steps.entries()) {
    const reference = feed(pair, step);
    const raw = pair.endpoint.raw[0];
    const checker = raw ? accusation(raw) : '';
    if (reference === 'gave up') return { verdict: 'gave up', at, checker, reference };
    if (!raw && reference === 'goes on') continue;
    const verdict = raw ? (reference === 'goes on' ? 'false alarm' : 'both reject') : 'looser';
    if (verdict !== 'both reject') parted?.(pair, step);
    return { verdict, at, checker, reference };
  }
  return { verdict: 'both accept', at: -1, checker: '', reference: 'goes on' };
}
