/** What is to happen, in the order of time. */

interface Item {
  readonly time: number;
  /** Of items at the same time the one that was put first comes first. */
  readonly order: number;
  readonly run: () => void;
}

const before = (a: Item, b: Item): boolean => a.time < b.time || (a.time === b.time && a.order < b.order);

/** A binary heap. */
export class Timeline {
  /** Nanoseconds since the recording began. */
  now = 0;
  private readonly heap: Item[] = [];
  private order = 0;

  /** `time` is not before `now`. */
  at(time: number, run: () => void): void {
    const item = { time, order: this.order++, run };
    const { heap } = this;
    let place = heap.length;
    heap.push(item);
    while (place > 0) {
      const above = (place - 1) >> 1;
      const other = heap[above] as Item;
      if (before(other, item)) break;
      heap[place] = other;
      place = above;
    }
    heap[place] = item;
  }

  /** Until nothing is left to happen. */
  run(): void {
    for (let item = this.take(); item !== undefined; item = this.take()) {
      this.now = item.time;
      item.run();
    }
  }

  private take(): Item | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (last !== undefined && last !== first) this.sink(last);
    return first;
  }

  private sink(item: Item): void {
    const { heap } = this;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && before(heap[below + 1] as Item, heap[below] as Item)) below++;
      if (before(item, heap[below] as Item)) break;
      heap[place] = heap[below] as Item;
      place = below;
    }
    heap[place] = item;
  }
}
