/** The same recording told otherwise: what is judged stays the same to the last counter. */
import { type Endpoint, SYN, type Trace, type TraceEvent } from '../../trace/trace.ts';
import type { Random } from '../random-boxes.ts';
import { later, withNumbersMoved, withNumbersWrapping, withOtherFamily } from '../testing/transform.ts';
import { samePairs } from './compare.ts';
import { renumbered } from './edit.ts';
import { type JudgedPair, judged } from './judged.ts';
import type { Relation } from './relation.ts';
import { hasClocks, keepsZero, withClocksMoved, withEndpoints, withSockets } from './rename.ts';

const DAY = 86_400e9;
/** More sockets and calls than any trace has. */
const APART = 10_000_000;
const MSS = 2;

/** A number of 32 bits, often close to where it wraps or changes its sign. */
const word = (random: Random): number =>
  random.chance(0.5)
    ? random.next()
    : (random.pick([0, 0x7fffffff, 0x80000000, 0xffffffff]) - random.below(5000)) >>> 0;

const stays = (
  id: string,
  claim: string,
  told: (trace: Trace, random: Random) => Trace | undefined,
): Relation => ({
  id,
  claim,
  holds(trace, random) {
    const other = told(trace, random);
    return other && samePairs(judged(trace), judged(other));
  },
});

const segmentsOf = ({ events }: Trace) =>
  events.flatMap((e) => (e.kind === 'sent' || e.kind === 'arrived' ? [e.segment] : []));

/** Without an MSS option the IP version says how much may be sent (RFC 9293 §3.7.1). */
const everySynHasMss = (trace: Trace): boolean =>
  segmentsOf(trace).every((s) => (s.flags & SYN) === 0 || s.options.some((o) => o.kind === MSS));

const ifZeroKept = (trace: Trace, told: Trace): Trace | undefined =>
  keepsZero(trace, told) ? told : undefined;

const otherPort =
  (by: number) =>
  (end: Endpoint): Endpoint => ({ ...end, port: (end.port + by) & 0xffff });
function otherAddress(by: number) {
  return ({ address, port }: Endpoint): Endpoint => {
    const six = address.includes(':');
    const last = new TextEncoder().encode(address).reduce((sum, c) => (sum * 31 + c) % 65_521, by) || 1;
    return { address: six ? `2001:db8:7::${last.toString(16)}` : `10.7.${last >> 8}.${last & 255}`, port };
  };
}
/** No two names of the trace became one. */
const names = (trace: Trace): number =>
  new Set(segmentsOf(trace).flatMap((s) => [s.source, s.destination].map((e) => `${e.address} ${e.port}`)))
    .size;
const distinct = (trace: Trace, told: Trace): Trace | undefined =>
  names(trace) === names(told) ? told : undefined;

const endOf = (trace: Trace): number => Math.max(...trace.events.map((e) => e.t1));
const isEnd = (e: TraceEvent): boolean => e.kind === 'end';

/** The recording goes on until `time`. */
const until = (trace: Trace, time: number): Trace => ({
  ...trace,
  events: [
    ...trace.events.filter((e) => !isEnd(e)),
    { kind: 'end', frame: trace.events.length + 1, t0: time, t1: time },
  ],
});

/** Two recordings of one recorder: each keeps its order, both share the clock and the end. */
function merged(a: Trace, b: Trace): Trace {
  const events: TraceEvent[] = [];
  const rest = b.events.filter((e) => !isEnd(e));
  for (const event of a.events) {
    while (rest[0] && (rest[0].t0 <= event.t0 || isEnd(event))) events.push(...rest.splice(0, 1));
    events.push(event);
  }
  return { ...a, events: [...events, ...rest] };
}

/** Findings named by where they stand in their own trace, however many records lie between. */
function withOwnPlaces(pairs: readonly JudgedPair[], trace: Trace): readonly JudgedPair[] {
  const place = new Map(trace.events.map((e, i) => [e.frame, i]));
  return pairs.map((p) => ({ ...p, found: p.found.map((f) => ({ ...f, at: place.get(f.at) ?? -1 })) }));
}

const hasGap = (trace: Trace): boolean => trace.events.some(({ kind }) => kind === 'gap');

/** Both connections in one trace: each is judged as alone. */
const interleaved: Relation = {
  id: 'interleaved',
  claim: 'two connections in one trace have the verdicts of each alone',
  holds(trace, random, others) {
    if (others.length === 0) return undefined;
    const given = random.pick(others);
    const { position, api, lossless, lag } = trace.header;
    const fits =
      given.header.position === position && given.header.api === api && given.header.lossless === lossless;
    if (!fits || hasGap(trace) || hasGap(given)) return undefined;
    const renamed = withEndpoints(given, (end) => otherAddress(977)(otherPort(7)(end)));
    const other = later(
      { ...withSockets(renamed, APART), header: { ...trace.header, lag } },
      random.below(3e9),
    );
    const end = Math.max(endOf(trace), endOf(other));
    const [a, b] = [until(trace, end), until(other, end)];
    const both = merged(a, b);
    // Frames name places: those of `both` are made so that each event's own place can be found again.
    const told = { ...both, events: renumbered(both.events) };
    const pairs = judged(told);
    const part = (alone: Trace): readonly JudgedPair[] => {
      const mine = judged(alone);
      const own = pairs.filter(({ id }) => mine.some((p) => p.id === id));
      const kept = told.events.filter(
        (_, i) => alone.events.includes(both.events[i] as TraceEvent) || isEnd(both.events[i] as TraceEvent),
      );
      return withOwnPlaces(own, { ...alone, events: kept });
    };
    const first = samePairs(withOwnPlaces(judged(a), a), part(a));
    return first.wrong === '' ? samePairs(withOwnPlaces(judged(b), b), part(b)) : first;
  },
};

export const SAME_VERDICT: readonly Relation[] = [
  stays('later', 'any other hour', (t, random) => later(t, Math.floor(random.unit() * 60 * DAY))),
  stays('numbers', 'other initial sequence numbers on both sides', (t, random) =>
    ifZeroKept(t, withNumbersMoved(t, word(random), word(random))),
  ),
  stays('numbers wrap', 'both sides cross 2^32 soon', (t, random) =>
    ifZeroKept(t, withNumbersWrapping(t, random.below(3000))),
  ),
  stays('clocks', 'timestamps of both sides count from elsewhere', (t, random) =>
    hasClocks(t) ? withClocksMoved(t, word(random), word(random)) : undefined,
  ),
  stays('ports', 'other ports', (t, random) =>
    distinct(t, withEndpoints(t, otherPort(random.below(60_000)))),
  ),
  stays('addresses', 'other addresses', (t, random) =>
    distinct(t, withEndpoints(t, otherAddress(random.below(60_000)))),
  ),
  stays('family', 'IPv4 for IPv6 and IPv6 for IPv4', (t) =>
    everySynHasMss(t) ? withOtherFamily(t) : undefined,
  ),
  stays('sockets', 'sockets and calls counted from elsewhere', (t, random) =>
    t.header.api ? withSockets(t, random.between(1, 9999)) : undefined,
  ),
  {
    id: 'interpreted',
    claim: 'tables walked give what compiled cells give',
    holds: (trace) => samePairs(judged(trace), judged(trace, { interpreted: true })),
  },
  interleaved,
];
