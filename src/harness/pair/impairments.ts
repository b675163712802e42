/** Paths by name, each with what a network does to segments now and then. */
import type { Nanos } from '../../trace/trace.ts';
import { type Path, WIRE } from '../link/path.ts';

const MS: Nanos = 1e6;
const MEGABIT = 125_000;
/** A round trip of some milliseconds at 40 Mbit/s, with a queue that holds a round trip and more. */
const USUAL: Path = { ...WIRE, delay: 2 * MS, rate: 40 * MEGABIT, queuePackets: 200 };

/** Both directions alike. */
export const IMPAIRMENTS: Readonly<Record<string, Path>> = {
  clean: USUAL,
  'loss-1': { ...USUAL, loss: 0.01 },
  'loss-5': { ...USUAL, loss: 0.05 },
  reordering: { ...USUAL, reordering: 0.02, heldBack: 3 * MS },
  duplication: { ...USUAL, duplication: 0.02 },
  jitter: { ...USUAL, jitter: 4 * MS, ordered: false },
  'small-queue': { ...USUAL, delay: 5 * MS, rate: 20 * MEGABIT, queuePackets: 20 },
  corruption: { ...USUAL, corruption: 0.02 },
};
