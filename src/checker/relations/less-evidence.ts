/** The same recording with less evidence: the findings only ever shrink. */
import { ALL_EVIDENCE, evidenceNames, STAMPED_OUT } from '../../spec/evidence.ts';
import type { Trace, TraceEvent } from '../../trace/trace.ts';
import type { Random } from '../random-boxes.ts';
import { seenFrom, withLag, withoutCalls, withoutOctets } from '../testing/transform.ts';
import { noMorePairs } from './compare.ts';
import { isUsedOnce } from './edit.ts';
import { judged, type Told } from './judged.ts';
import type { Relation } from './relation.ts';

const MS = 1e6;
/**
 * What a recording may lack. STAMPED_OUT is none of it: the frontier of captures takes it away for inputs
 * that wait to be read, and no output is judged without it.
 */
const CLEARED = ALL_EVIDENCE & ~STAMPED_OUT;
const BITS = Array.from({ length: 31 }, (_, i) => 1 << i).filter((bit) => (bit & CLEARED) !== 0);

/** Another telling: of the trace, of what is known of it, or of both. */
interface Less {
  readonly trace?: Trace;
  readonly told?: Told;
}
const shrinks = (
  id: string,
  claim: string,
  less: (trace: Trace, random: Random) => Less | undefined,
): Relation => ({
  id,
  claim,
  holds(trace, random) {
    const telling = less(trace, random);
    if (!telling) return undefined;
    return noMorePairs(judged(trace), judged(telling.trace ?? trace, telling.told));
  },
});

/** The recorder says that it lost so many records before event `i`; what is left keeps its numbers. */
function withGap(trace: Trace, i: number, lost: number): Trace {
  const next = trace.events[i];
  if (!next) return trace;
  const gap: TraceEvent = { kind: 'gap', frame: next.frame, t0: next.t0, t1: next.t1, lost };
  return { ...trace, events: trace.events.toSpliced(i, lost, gap) };
}

/** Stamps rounded down to whole `grain`s, which the clock's error then takes in. */
function coarser(trace: Trace, grain: number): Trace {
  const down = (t: number): number => Math.floor(t / grain) * grain;
  const { lag } = trace.header;
  const events = trace.events.map((e) => ({ ...e, t0: down(e.t0), t1: down(e.t1) }));
  return withLag({ ...trace, events }, { ...lag, error: lag.error + grain });
}

/** Each event somewhere in a longer time. */
const longer = (trace: Trace, random: Random, most: number): Trace => ({
  ...trace,
  events: trace.events.map((e) => ({
    ...e,
    t0: e.t0 - random.between(0, most),
    t1: e.t1 + random.between(0, most),
  })),
});

/** Without some of its segments, as a recorder that does not know that it lost them would have it. */
function thinned(trace: Trace, random: Random): Trace {
  const part = random.pick([0.02, 0.1, 0.4]);
  const events = trace.events.filter(
    ({ kind }) => (kind !== 'sent' && kind !== 'arrived') || !random.chance(part),
  );
  return { ...trace, events };
}

const LAGS = [1, 0.1 * MS, MS, 5 * MS, 40 * MS, 500 * MS, 3000 * MS];
const withMore = (trace: Trace, more: Partial<Trace['header']['lag']>): Trace => {
  const { lag } = trace.header;
  return withLag(trace, {
    in: lag.in + (more.in ?? 0),
    out: lag.out + (more.out ?? 0),
    error: lag.error + (more.error ?? 0),
  });
};

/**
 * Where a segment with a wrong checksum arrived, whoever did not put it there cannot say whether the stack
 * took it: see `heardOf`. Those traces are told as they are only by their recorder.
 */
const allGood = ({ events }: Trace): boolean =>
  events.every((e) => e.kind !== 'arrived' || e.segment.checksum !== 'bad');

/** Of evidence bits: each alone, as its own relation, so that each is counted. */
const oneBit: readonly Relation[] = BITS.map((bit) =>
  shrinks(`without ${evidenceNames(bit).join()}`, 'one evidence bit cleared', () => ({
    told: { lacks: bit },
  })),
);

export const LESS_EVIDENCE: readonly Relation[] = [
  shrinks('gap declared', 'the recorder says that it lost something, though it did not', (t, random) => ({
    trace: withGap(t, random.below(t.events.length), 0),
  })),
  shrinks('drop declared', 'some records are lost, and the recorder says so', (t, random) => ({
    trace: withGap(t, random.below(t.events.length), random.between(1, 3)),
  })),
  shrinks('drop unknown', 'segments are lost, and nobody vouches for the recorder', (t, random) =>
    isUsedOnce(t) ? { trace: thinned(t, random), told: { recorder: 'unknown' } } : undefined,
  ),
  shrinks('input lag', 'Δin larger', (t, random) => ({ trace: withMore(t, { in: random.pick(LAGS) }) })),
  shrinks('output lag', 'Δout larger', (t, random) => ({ trace: withMore(t, { out: random.pick(LAGS) }) })),
  shrinks('clock error', 'ε larger', (t, random) => ({ trace: withMore(t, { error: random.pick(LAGS) }) })),
  shrinks('all lags', 'Δin, Δout and ε larger', (t, random) => ({
    trace: withMore(t, { in: random.pick(LAGS), out: random.pick(LAGS), error: random.pick(LAGS) }),
  })),
  shrinks('coarse stamps', 'stamps rounded, ε larger by as much', (t, random) => ({
    trace: coarser(t, random.pick([1000, MS, 10 * MS, 1000 * MS])),
  })),
  shrinks('long stamps', 'each event somewhere in a longer time', (t, random) => ({
    trace: longer(t, random, random.pick(LAGS)),
  })),
  ...oneBit,
  shrinks('random evidence', 'a random set of evidence bits cleared', (_, random) => ({
    told: { lacks: random.next() & CLEARED, interpreted: true },
  })),
  shrinks('far', 'a recorder away from the stack', (t) =>
    allGood(t) ? { trace: seenFrom(t, 'far') } : undefined,
  ),
  shrinks('between', 'a recorder between the two ends', (t) =>
    allGood(t) ? { trace: seenFrom(t, 'between') } : undefined,
  ),
  shrinks('recorder unknown', 'nobody vouches that nothing was lost', () => ({
    told: { recorder: 'unknown' },
  })),
  // Not less evidence alone but another reading: outputs then show what the user did (decision 0005), where
  // a CLOSE in the log leaves it in doubt. So a departure may be found without calls only.
  {
    ...shrinks('without calls', 'no calls recorded', (t) =>
      allGood(t) && t.header.api ? { trace: withoutCalls(t) } : undefined,
    ),
    conformantOnly: true,
  },
  shrinks('without octets', 'headers only', (t) => ({ trace: withoutOctets(t) })),
];
