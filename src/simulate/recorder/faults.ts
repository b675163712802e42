/**
 * What recorders do to what they see (captures.md §5): each an operator over a tape. Faults of the clock, of
 * offload and of snapping leave a recording complete, and what of them a judge must know stands in the file
 * or is told it: they may be walked however far the recorder is trusted. Drops, duplicates and disorder make
 * of a recorder that is vouched for (`lossless`) a liar, and say nothing about the judge; they are walked
 * under `inferred` and `unknown`, where nothing may be blamed because of them.
 */
import type { Random } from '../../checker/random-boxes.ts';
import { joined, leftForAdapter, spanOf } from './frames.ts';
import type { Frame, Tape } from './tape.ts';

export const FAULTS = [
  'drops',
  'counted-drops',
  'duplicates',
  'reordering',
  'clock-1ms',
  'clock-10ms',
  'send-offload',
  'receive-offload',
  'snap-54',
  'snap-66',
  'snap-96',
  'snap-128',
  'checksum-left',
] as const;
export type Fault = (typeof FAULTS)[number];

/** Those of a recorder that nobody may vouch for. */
export const UNFAITHFUL: ReadonlySet<Fault> = new Set(['drops', 'counted-drops', 'duplicates', 'reordering']);
/** Those of a recorder next to a stack. */
export const NEAR_ONLY: ReadonlySet<Fault> = new Set(['send-offload', 'receive-offload', 'checksum-left']);

/** A tape with what its recorder says of itself. */
export interface Recorded extends Tape {
  /** Decimal digits of a second that stamps have. */
  readonly digits: number;
  /** Octets kept of each frame, 0 for all. */
  readonly snaplen: number;
  /** Frames that the interface counts as lost; absent where it has no counter. */
  readonly counted?: number;
}

/** What a fault may use. */
export interface Means {
  readonly random: Random;
  /** The side next to the recorder. */
  readonly near: 0 | 1 | undefined;
  /** How far a stamp may be off before the judge must not believe it, nanoseconds. */
  readonly error: number;
}

const MS = 1e6;
const MICROSECOND = 1e3;
const MOST_DATAGRAM = 65_000;

/** Applies one fault. The stamps of the tape stay within `means.error` of what they were. */
export function withFault(fault: Fault, tape: Recorded, means: Means): Recorded {
  switch (fault) {
    case 'drops':
      return dropped(tape, means, false);
    case 'counted-drops':
      return dropped(tape, means, true);
    case 'duplicates':
      return { ...tape, frames: duplicated(tape.frames, means.random) };
    case 'reordering':
      return { ...tape, frames: reordered(tape.frames, means) };
    case 'clock-1ms':
      return coarse(tape, means, 3);
    case 'clock-10ms':
      return coarse(tape, means, 2);
    case 'send-offload':
      return { ...tape, frames: merged(tape.frames, means, means.near) };
    case 'receive-offload':
      return { ...tape, frames: merged(tape.frames, means, means.near === 0 ? 1 : 0) };
    case 'checksum-left':
      return { ...tape, frames: unsummed(tape.frames, means) };
    default:
      return { ...tape, snaplen: Number(fault.slice('snap-'.length)) };
  }
}

/** Single frames, and now and then a whole stretch. Where they are counted, it is per frame or at the end. */
function dropped(tape: Recorded, { random }: Means, counted: boolean): Recorded {
  const share = random.pick([0.01, 0.05, 0.2]);
  const stretch = random.pick([1, 1, 5, 20]);
  const perFrame = random.chance(0.5);
  const frames: Frame[] = [];
  let left = 0;
  let lost = 0;
  let since = 0;
  for (const frame of tape.frames) {
    if (left === 0 && random.chance(share / stretch)) left = random.between(1, stretch);
    if (left > 0) {
      left--;
      lost++;
      since++;
      continue;
    }
    frames.push(counted && perFrame && since > 0 ? { ...frame, dropped: since } : frame);
    since = 0;
  }
  // What comes behind the last frame only the interface can count.
  return counted && (!perFrame || since > 0) ? { ...tape, frames, counted: lost } : { ...tape, frames };
}

/** A frame once more within a tenth of a millisecond, perhaps behind the next ones. */
function duplicated(frames: readonly Frame[], random: Random): readonly Frame[] {
  const share = random.pick([0.02, 0.2, 1]);
  const out: Frame[] = [];
  for (const frame of frames) {
    out.push(frame);
    if (random.chance(share))
      out.push({ ...frame, time: frame.time + random.pick([0, 1, 30, 90]) * MICROSECOND });
  }
  return out.sort((a, b) => a.time - b.time);
}

/** Neighbours in time change places; some recorders stamp them as they come to the file, some as they saw. */
function reordered(frames: readonly Frame[], { random, error }: Means): readonly Frame[] {
  const share = random.pick([0.02, 0.2, 0.5]);
  const stamped = random.chance(0.5);
  const out = [...frames];
  for (let i = 0; i + 1 < out.length; i++) {
    const [a, b] = [out[i], out[i + 1]];
    if (!a || !b || b.time - a.time > Math.min(MS, error) || !random.chance(share)) continue;
    out[i] = stamped ? { ...b, time: a.time } : b;
    out[i + 1] = stamped ? { ...a, time: b.time } : a;
    i++;
  }
  return out;
}

/** The file says how coarse the clock is, or only the user does. */
function coarse(tape: Recorded, { random }: Means, digits: number): Recorded {
  if (random.chance(0.5)) return { ...tape, digits: Math.min(digits, tape.digits) };
  const tick = 10 ** (9 - digits);
  const frames = tape.frames.map((f) => ({ ...f, time: f.time - (f.time % tick) }));
  return { ...tape, frames };
}

/**
 * Segments of a side that follow each other become one: adapters cut them later, or joined them before.
 * Either way nobody has summed them up.
 */
function merged(frames: readonly Frame[], means: Means, side: 0 | 1 | undefined): readonly Frame[] {
  const { random, error } = means;
  const told = random.chance(0.5);
  const most = random.pick([3000, 16_000, MOST_DATAGRAM]);
  const out: Frame[] = [];
  let since = 0;
  let next: number | undefined;
  let fresh = false;
  for (const frame of frames) {
    const last = out.at(-1);
    const near = last?.side === side && frame.side === side && frame.time - since <= error;
    const one = last && near && fresh ? joined(last.datagram, frame.datagram, most) : undefined;
    // What is sent again goes alone.
    const { first, end } = spanOf(frame.datagram);
    if (frame.side === side) fresh = next === undefined || ((first - next) | 0) >= 0;
    if (frame.side === side && fresh) next = end;
    if (!last || !one) {
      out.push(frame);
      since = frame.time;
    } else out[out.length - 1] = { ...frame, datagram: leftForAdapter(one), superSegment: told };
  }
  return out;
}

/** What the near stack sends has its checksum filled in behind the recorder. */
function unsummed(frames: readonly Frame[], { random, near }: Means): readonly Frame[] {
  const told = random.chance(0.5);
  return frames.map((frame) =>
    frame.side === near
      ? { ...frame, datagram: leftForAdapter(frame.datagram), checksumNotReady: told }
      : frame,
  );
}
