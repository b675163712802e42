/** One tape through the checker and through the reference: where they part, and why. */
import { Endpoint } from '../../checker/endpoint.ts';
import type { Listener } from '../../checker/listener.ts';
import { type Lenience, type Outcome, Reference } from '../../checker/reference/search.ts';
import { type Cause, causeOf } from '../../checker/reference/widening.ts';
import { asPoint, split } from '../../checker/split.ts';
import { E } from '../../spec/event.ts';
import type { Spec } from '../../spec/rule.ts';
import { recordWidth } from '../../spec/tcb.ts';
import { accusation } from '../record.ts';
import type { Bench, Tape, TapeStep } from './tape.ts';

export type Verdict = 'both accept' | 'both reject' | 'gave up' | 'false alarm' | 'looser';

/** How a tape came out. `at`: the step at which something was found, −1 where nothing was. */
export interface Comparison {
  readonly verdict: Verdict;
  readonly at: number;
  readonly checker: string;
  readonly reference: Outcome;
  /** Why the checker let pass what the reference does not. */
  readonly cause?: Cause;
}

/** The checker's ANY as the last output met it. */
class Shutter implements Listener {
  any = new Float64Array(recordWidth());
  private readonly endpoint: Endpoint;
  constructor(endpoint: Endpoint) {
    this.endpoint = endpoint;
  }
  before(what: string, box: string): void {
    const { pool, any } = this.endpoint;
    if (what === 'sent' && box === 'any') this.any = pool.slice(any, any + recordWidth());
  }
}

/** Both sides in the midst of a tape. */
export interface Pair {
  readonly endpoint: Endpoint;
  readonly reference: Reference;
  readonly shutter: Shutter;
  /** Obligations that the checker has held at some time, each with the record that armed it. */
  readonly held: Set<string>;
  /** The last output as both got it. */
  last: Float64Array;
}

/** Paths kept at a time. */
const MOST_PATHS = 300;
const PIECES = [
  { seq: E.OLD_SEQ, len: E.OLD_LEN, digest: E.OLD_DIGEST },
  { seq: E.NEW_SEQ, len: E.NEW_LEN, digest: E.NEW_DIGEST },
];

/** The pieces by what has been sent before; a digest stands where its piece is what it was. */
function pieced({ event, payload }: TapeStep, sndMax: number): Float64Array {
  const e = event.slice();
  split(e, sndMax, payload);
  for (const { seq, len, digest } of payload ? [] : PIECES)
    if (e[len] !== 0 && e[seq] === event[seq] && e[len] === event[len]) e[digest] = event[digest] ?? -1;
  asPoint(e);
  return e;
}

/** `lenience` and `spec` are for the reference. */
export function pairOf(bench: Bench, tape: Tape, lenience?: Lenience, spec: Spec = bench.spec): Pair {
  const { lag, beginning, profile } = tape;
  const endpoint = new Endpoint(bench.cellsOf(profile), lag, beginning);
  const shutter = new Shutter(endpoint);
  endpoint.listener = shutter;
  return {
    endpoint,
    reference: new Reference(spec, profile, lag, beginning, MOST_PATHS, lenience),
    shutter,
    held: new Set(),
    last: new Float64Array(E.SIZE),
  };
}

/** Gives one step to both. */
export function feed(pair: Pair, step: TapeStep): Outcome {
  const outcome = taken(pair, step);
  for (const { rule, armedBy } of pair.endpoint.debts.due()) pair.held.add(`${rule.id} ${armedBy[E.FRAME]}`);
  return outcome;
}

function taken(pair: Pair, step: TapeStep): Outcome {
  const { endpoint, reference } = pair;
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
      pair.last = e;
      endpoint.sent(e.slice());
      return reference.sent(e);
    }
  }
}

/** Whether a more lenient reference would go on beyond this step. */
function outlives(bench: Bench, tape: Tape, at: number, lenience: Lenience): boolean {
  const pair = pairOf(bench, tape, lenience);
  return tape.steps.slice(0, at + 1).every((step) => feed(pair, step) === 'goes on');
}

/** Why only the reference finds something. */
function whyLooser(pair: Pair, outcome: Outcome, again: (lenience: Lenience) => boolean): Cause | undefined {
  const { endpoint, reference, shutter, held, last } = pair;
  const { late } = reference;
  const id = late?.rule.id ?? '';
  if (again('behind a call')) return { kind: 'behind a call', slots: [id || 'any'] };
  if (outcome === 'rejected') {
    if (late && again('late')) return { kind: 'let off', slots: [id] };
    return causeOf(reference.met, shutter.any, (path, box) => reference.admits(path, box, last));
  }
  if (!late) return undefined;
  const due = endpoint.debts.due().some((d) => d.rule.id === id);
  const armed = held.has(`${id} ${late.oldest[E.FRAME]}`);
  return { kind: due ? 'later' : armed ? 'let off' : 'not armed', slots: [id] };
}

/** The first thing that either finds decides. */
export function compare(bench: Bench, tape: Tape): Comparison {
  const pair = pairOf(bench, tape);
  for (const [at, step] of tape.steps.entries()) {
    const reference = feed(pair, step);
    const raw = pair.endpoint.raw[0];
    const checker = raw ? accusation(raw) : '';
    if (reference === 'gave up') return { verdict: 'gave up', at, checker, reference };
    if (!raw && reference === 'goes on') continue;
    if (raw)
      return { verdict: reference === 'goes on' ? 'false alarm' : 'both reject', at, checker, reference };
    const cause = whyLooser(pair, reference, (lenience) => outlives(bench, tape, at, lenience));
    return { verdict: 'looser', at, checker, reference, ...(cause && { cause }) };
  }
  return { verdict: 'both accept', at: -1, checker: '', reference: 'goes on' };
}
