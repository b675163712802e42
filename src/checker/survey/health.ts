/** What is wrong with a recording, by class: how often, and in which records first. */

/** Classes of a capture's flaws, with the words for people. */
export const HEALTH_CLASSES: Readonly<Record<string, string>> = {
  'capture-loss': 'octets were acknowledged that are not in the capture: the recorder missed them',
  'recorded-twice': 'the same packet stands in the capture again',
  order: 'packets stand in another order than they were sent in',
  'time-back': 'time stamps go back',
  'no-time': 'packets without a time stamp',
  offload: 'segments larger than the peer accepts, merged or not yet cut by an adapter',
  'checksum-offload': 'checksums left for the adapter to fill in',
  'bad-checksum': 'wrong checksums: nobody can have accepted these packets',
  snapped: 'the recorder kept only the beginning of packets',
  fragments: 'IP fragments, which are not put together',
  'third-party': 'packets of one side come by different ways: somebody else may have sent some',
  'one-sided': 'only one direction was recorded',
  'mid-stream': 'the capture begins in the midst of the connection',
  length: 'lengths that contradict each other',
  'drops-counted': 'the recorder counted packets that it lost',
  'not-read': 'packets that hold no TCP segment that could be read',
};

const MOST_FRAMES = 16;

export interface HealthEntry {
  readonly class: string;
  readonly count: number;
  readonly frames: readonly number[];
}

export class Health {
  private readonly counts = new Map<string, { count: number; frames: number[] }>();

  note(name: string, frame: number, times = 1): void {
    let one = this.counts.get(name);
    if (!one) {
      one = { count: 0, frames: [] };
      this.counts.set(name, one);
    }
    one.count += times;
    if (one.frames.length < MOST_FRAMES && frame > 0) one.frames.push(frame);
  }

  list(): readonly HealthEntry[] {
    return [...this.counts]
      .map(([name, { count, frames }]) => ({ class: name, count, frames }))
      .sort((a, b) => b.count - a.count || (a.class < b.class ? -1 : 1));
  }
}
