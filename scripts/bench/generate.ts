/**
 * Captures of traffic that keeps to the RFCs, as long as one likes, the same for the same seed: what the
 * speed of reading and judging is measured on, and what must have no findings.
 */
import { createBulk } from './traffic/bulk.ts';
import { createMany } from './traffic/many.ts';
import type { Scene, Tally } from './traffic/path.ts';
import { PcapStream } from './traffic/pcap-stream.ts';
import { Random } from './traffic/random.ts';
import { Timeline } from './traffic/timeline.ts';

/** What long recordings are often cut to (`tcpdump -s 128`). Octets of a frame. */
export const SNAP = 128;

export interface Generated extends Omit<Tally, 'closed'> {
  readonly file: string;
  readonly packets: number;
  readonly connections: number;
  /** Of the file. */
  readonly octets: number;
  /** Octets of a frame that were kept. */
  readonly snap: number;
}

export interface Wish {
  /** Segments of each connection's text (bulk), or connections (many). */
  readonly size: number;
  readonly seed?: number;
  readonly snap?: number;
}

/** Five connections, each a transfer of `size` full segments by the host beside the recorder. */
export function generateBulk(file: string, wish: Wish): Generated {
  return generate(file, wish, 5, (scene) => createBulk(scene, 5, wish.size));
}

/** `size` short connections in the manner of HTTP; the recorder is beside the server of every second one. */
export function generateMany(file: string, wish: Wish): Generated {
  return generate(file, wish, wish.size, (scene) => createMany(scene, wish.size));
}

function generate(
  file: string,
  { seed = 1, snap = SNAP }: Wish,
  connections: number,
  create: (scene: Scene) => void,
): Generated {
  const stream = new PcapStream(file, snap);
  const tally: Tally = { closed: 0, seenTwice: 0, seenOnce: 0, unseen: 0 };
  const time = new Timeline();
  create({ time, stream, random: new Random(seed), tally });
  time.run();
  stream.close();
  const { closed, ...losses } = tally;
  if (closed !== connections)
    throw new Error(`unreachable: ${closed} of ${connections} connections came to their end`);
  return { file, packets: stream.packets, connections, octets: stream.octets, snap, ...losses };
}
