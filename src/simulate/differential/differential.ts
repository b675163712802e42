/**
 * The checker against the differential reference on random short traces (engine.md §14.1): beginnings of
 * walks, the same with one edit, traces by chance, and whatever tapes it is given.
 */
import { Random } from '../../checker/random-boxes.ts';
import { declared } from '../../checker/reference/looseness.ts';
import { type Comparison, compare } from './compare.ts';
import { edited } from './edit.ts';
import { randomTape } from './random-tape.ts';
import { Bench, type Tape, tapesOfWalk } from './tape.ts';

export interface DifferentialOptions {
  /** How many traces are compared, those given included; what the reference gives up comes on top. */
  readonly traces: number;
  readonly seed: number;
  /** Traces of other origin, compared first. */
  readonly given?: readonly Tape[];
}

export interface Differential {
  readonly traces: number;
  readonly bothAccept: number;
  readonly bothReject: number;
  /** Too many paths: not compared. */
  readonly gaveUp: number;
  /** Rejected by the checker alone: a bug. */
  readonly falseAlarms: readonly string[];
  /** Rejected by the reference alone, by the declared looseness. */
  readonly looser: Readonly<Record<string, number>>;
  /** The same without one: a bug of either. */
  readonly undeclared: readonly string[];
  /** Traces by origin: given, walks, edits, random. */
  readonly origins: Readonly<Record<string, number>>;
}

/** Edits of each beginning of a walk. */
const EDITS = 2;
const LAGS = [0, 0, 1e6, 5e6];

/** All tapes of one seed: the sides of a walk, edits of each, and one by chance. */
function* tapesOf(bench: Bench, seed: number): Generator<readonly [origin: string, tape: Tape]> {
  const random = new Random(seed);
  for (const tape of tapesOfWalk(bench, seed, LAGS[seed % LAGS.length] ?? 0)) {
    yield ['walk', tape];
    for (let n = 0; n < EDITS; n++) yield ['edit', edited(tape, random)];
  }
  yield ['random', randomTape(random, seed)];
}

function* allTapes(
  bench: Bench,
  { seed, given = [] }: DifferentialOptions,
): Generator<readonly [string, Tape]> {
  for (const tape of given) yield ['given', tape];
  for (let i = 0; ; i++) yield* tapesOf(bench, seed + i);
}

const told = (tape: Tape, of: Comparison): string =>
  `${tape.name}, lag ${tape.lag.in / 1e6} ms, step ${of.at}: ${of.checker || of.reference}` +
  (of.cause ? `, ${of.cause.kind} ${of.cause.slots.join(', ')}` : '');

/** Compares so many traces. The same seed gives the same traces. */
export function differential(options: DifferentialOptions): Differential {
  const bench = new Bench();
  const counts = { bothAccept: 0, bothReject: 0 };
  let gaveUp = 0;
  const falseAlarms: string[] = [];
  const undeclared: string[] = [];
  const looser: Record<string, number> = {};
  const origins: Record<string, number> = {};
  let traces = 0;
  for (const [origin, tape] of allTapes(bench, options)) {
    if (traces === options.traces) break;
    const of = compare(bench, tape);
    if (of.verdict === 'gave up') {
      gaveUp++;
      continue;
    }
    traces++;
    origins[origin] = (origins[origin] ?? 0) + 1;
    if (of.verdict === 'both accept') counts.bothAccept++;
    else if (of.verdict === 'both reject') counts.bothReject++;
    else if (of.verdict === 'false alarm') falseAlarms.push(told(tape, of));
    else {
      const id = declared(of.cause);
      if (id === undefined) undeclared.push(told(tape, of));
      else looser[id] = (looser[id] ?? 0) + 1;
    }
  }
  return { traces, ...counts, gaveUp, falseAlarms, looser, undeclared, origins };
}
