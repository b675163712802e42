/** How a walk is recorded and judged: drawn from its seed and its vantage, so that each can be had again. */
import { Random } from '../../checker/random-boxes.ts';
import type { Recorder as Trust } from '../../checker/survey/evidence.ts';
import { keyOf } from '../keys.ts';
import { FAULTS, type Fault, NEAR_ONLY, UNFAITHFUL } from './faults.ts';
import type { Link } from './frames.ts';
import type { Place } from './tape.ts';

/** Near A, near B, or between the two: seen from the walk's first stack. */
export type TapeVantage = 'near' | 'far' | 'between';

export interface Plan {
  readonly vantage: TapeVantage;
  readonly place: Place;
  /** In the order in which they happen. */
  readonly faults: readonly Fault[];
  readonly trust: Trust;
  /** What the judge is told of the recorder; nanoseconds. */
  readonly lag: { readonly in: number; readonly out: number; readonly error: number };
  /** Whether the recorder says which way each frame went. */
  readonly directions: boolean;
  /** Decimal digits of a second in stamps without a fault of the clock; what they lose, nanoseconds. */
  readonly digits: number;
  readonly tick: number;
  readonly link: Link;
  readonly littleEndian: boolean;
  /** The most octets that the judge reads at once. */
  readonly chunk: number;
}

const MS = 1e6;
/** How far apart frames stand that change places. */
const MIXED = MS;
/** What `tcpassay check` believes of a recorder that tells nothing. */
const USUAL = { in: 5 * MS, out: 5 * MS, error: MS };
/** As frames come to a recorder: first the adapter, then what it loses, then how it writes. */
const IN_TIME: readonly Fault[] = [
  'send-offload',
  'receive-offload',
  'checksum-left',
  'drops',
  'counted-drops',
  'duplicates',
  'reordering',
  'clock-1ms',
  'clock-10ms',
  'snap-54',
  'snap-66',
  'snap-96',
  'snap-128',
];

/** `lag`: the most that the walk's recorder lags. `wanted`: these faults instead of drawn ones. */
export function planOf(seed: number, vantage: TapeVantage, lag: number, wanted?: readonly Fault[]): Plan {
  const random = new Random(keyOf(`recorder ${vantage} ${seed}`));
  const place: Place =
    vantage === 'between' ? { part: random.between(1, 9) / 10 } : { near: vantage === 'near' ? 0 : 1 };
  const count = random.pick([0, 1, 1, 1, 2]);
  const drawn = Array.from({ length: count }, () => random.pick(FAULTS));
  const chosen = new Set((wanted ?? drawn).filter((f) => vantage !== 'between' || !NEAR_ONLY.has(f)));
  const faults = IN_TIME.filter((f) => chosen.has(f));
  const unfaithful = faults.some((f) => UNFAITHFUL.has(f));
  const trust = random.pick<Trust>(
    unfaithful
      ? ['inferred', 'inferred', 'inferred', 'unknown']
      : ['lossless', 'lossless', 'inferred', 'inferred', 'unknown'],
  );
  const digits = random.pick([9, 9, 6]);
  const tick = tickOf(faults, digits);
  return {
    vantage,
    place,
    faults,
    trust,
    // Who writes frames in another order lags by so much more.
    lag: told(random, faults.includes('reordering') ? lag + MIXED : lag, tick),
    directions: random.chance(0.5),
    digits,
    tick,
    link: random.pick<Link>(['ethernet', 'ethernet', 'raw', 'cooked']),
    littleEndian: random.chance(0.8),
    chunk: random.pick([61, 1024, 65_536]),
  };
}

function tickOf(faults: readonly Fault[], digits: number): number {
  if (faults.includes('clock-10ms')) return 10 * MS;
  return faults.includes('clock-1ms') ? MS : digits < 9 ? 10 ** (9 - digits) : 0;
}

/** The lag as it is, or what is believed where nothing is told; stamps that are moved need room. */
function told(random: Random, lag: number, tick: number): Plan['lag'] {
  const error = random.pick([0, MS]);
  const whole = random.chance(0.5) && lag <= USUAL.in ? USUAL : { in: lag, out: lag, error };
  // A coarse clock takes its tick from what is left for the other faults.
  return { ...whole, error: whole.error + tick };
}
