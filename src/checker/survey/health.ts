/** What is wrong with a recording, by class: how often, and in which records first. */

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
