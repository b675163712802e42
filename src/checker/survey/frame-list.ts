/** Numbers of records, in order. */
export class FrameList {
  length = 0;
  private frames = new Uint32Array(64);
  add(frame: number): void {
    if (this.length === this.frames.length) {
      const larger = new Uint32Array(2 * this.length);
      larger.set(this.frames);
      this.frames = larger;
    }
    this.frames[this.length++] = frame;
  }
  at(i: number): number {
    return i < this.length ? (this.frames[i] ?? 0) : Number.POSITIVE_INFINITY;
  }
}
