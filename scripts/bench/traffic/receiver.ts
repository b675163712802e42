/** The receiving half of an end: what came in order, what waits behind a hole, when to acknowledge. */
import type { Sent } from './segment.ts';

export class Receiver {
  next = 0;
  /** What waits behind the hole; −1 where nothing does. */
  left = -1;
  right = -1;
  /** TS.Recent and Last.ACK.sent of RFC 7323 §4.3. */
  tsRecent = 0;
  lastAck = 0;
  /** Segments that no ACK has answered yet. */
  owed = 0;

  /** Takes in `octets` of sequence space; true where an ACK must go at once (RFC 5681 §4.2). */
  takes(segment: Sent, octets: number): boolean {
    if (segment.seq <= this.lastAck && segment.tsVal >= this.tsRecent) this.tsRecent = segment.tsVal;
    if (octets === 0) return false;
    const end = segment.seq + octets;
    this.owed++;
    if (segment.seq > this.next) {
      this.wait(segment.seq, end);
      return true;
    }
    if (end <= this.next) throw new Error('unreachable: nothing is sent again that has come');
    this.next = end;
    if (this.left < 0) return this.owed >= 2;
    if (this.left !== end) throw new Error('unreachable: one segment fills the hole');
    this.next = this.right;
    this.left = this.right = -1;
    return true;
  }

  private wait(seq: number, end: number): void {
    if (this.left < 0) this.left = seq;
    else if (this.right !== seq) throw new Error('unreachable: two holes in one window');
    this.right = end;
  }

  /** An ACK leaves. */
  acknowledged(): void {
    this.lastAck = this.next;
    this.owed = 0;
  }
}
