/** Records of many endpoints in one array that grows, with a list of free ones (engine.md §4.2). */
import { recordWidth } from '../../spec/tcb.ts';

const FIRST = 64;

export class Records {
  /** All records. Another array after {@link take} had to make room: read it anew then. */
  data: Float64Array;
  readonly width = recordWidth();
  /** A record that anybody may use for as long as a step lasts. */
  readonly scratch: number;
  private readonly free: number[] = [];
  private used = 0;

  constructor(first = FIRST) {
    this.data = new Float64Array((first + 1) * this.width);
    this.scratch = first * this.width;
  }

  /** Where a free record begins. Its content is what its last owner left. */
  take(): number {
    const known = this.free.pop();
    if (known !== undefined) return known;
    // The scratch record keeps its place.
    if (this.used * this.width === this.scratch) this.used++;
    const at = this.used * this.width;
    this.used++;
    if (at + this.width > this.data.length) {
      const larger = new Float64Array(Math.ceil(1.5 * (at + this.width)));
      larger.set(this.data);
      this.data = larger;
    }
    return at;
  }

  give(at: number): void {
    this.free.push(at);
  }

  /** Octets that the records take, free ones included. */
  get octets(): number {
    return this.data.byteLength;
  }
}
