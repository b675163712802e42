/**
 * The sending half of an end: slow start from ten segments (RFC 6928), congestion avoidance (RFC 5681),
 * recovery by SACK (RFC 6675) of one lost segment a window, which is all that generated traffic loses.
 */
import { FULL } from './segment.ts';

export interface Flight {
  readonly seq: number;
  readonly end: number;
  readonly flags: number;
  sacked: boolean;
}

export class Sender {
  una = 0;
  nxt = 0;
  /** Behind the last octet that the peer has room for. */
  edge = 1;
  private cwnd = 10 * FULL;
  private ssthresh = Number.POSITIVE_INFINITY;
  private flight: Flight[] = [];
  private sacked = 0;
  private duplicates = 0;
  private flightAtLoss = 0;
  private recover = -1;
  private avoided = 0;

  /** A lost SYN leaves one segment (RFC 6928 §2). */
  synWasLost(): void {
    this.cwnd = FULL;
  }

  /** Whether a segment of so many octets may leave now. */
  fits(octets: number): boolean {
    return this.nxt + octets <= this.edge && this.nxt - this.una - this.sacked + octets <= this.cwnd;
  }

  sent(octets: number, flags: number): void {
    this.flight.push({ seq: this.nxt, end: this.nxt + octets, flags, sacked: false });
    this.nxt += octets;
  }

  /** Takes in what a segment says of what we sent; gives what is to be sent again. */
  hears(ack: number, edge: number, left: number, right: number): Flight | undefined {
    if (edge > this.edge) this.edge = edge;
    if (ack > this.una) this.advance(ack);
    else if (left >= 0 && this.mark(left, right)) return this.duplicate();
    return undefined;
  }

  private advance(ack: number): void {
    if (ack < this.recover) throw new Error('unreachable: two holes in one window');
    const used = this.nxt - this.una;
    const acked = ack - this.una;
    const grows = this.recover < 0 && this.una > 0;
    this.una = ack;
    while (this.flight.length > 0 && (this.flight[0] as Flight).end <= ack) this.flight.shift();
    this.sacked = 0;
    this.duplicates = 0;
    this.recover = -1;
    if (grows && used + FULL > this.cwnd) this.grow(acked);
  }

  /** RFC 5681 §3.1, (2) and (3): only while the window is what holds us back. */
  private grow(acked: number): void {
    if (this.cwnd < this.ssthresh) {
      this.cwnd += Math.min(acked, FULL);
      return;
    }
    this.avoided += acked;
    if (this.avoided < this.cwnd) return;
    this.avoided -= this.cwnd;
    this.cwnd += FULL;
  }

  /** Whether the block tells something new. */
  private mark(left: number, right: number): boolean {
    const before = this.sacked;
    for (const one of this.flight)
      if (!one.sacked && one.seq >= left && one.end <= right) {
        one.sacked = true;
        this.sacked += one.end - one.seq;
      }
    return this.sacked > before;
  }

  private duplicate(): Flight | undefined {
    this.duplicates++;
    // What the first two duplicates let go (RFC 3042) is not counted.
    if (this.duplicates === 1) this.flightAtLoss = this.nxt - this.una;
    if (this.duplicates !== 3) return undefined;
    this.ssthresh = Math.max(this.flightAtLoss >> 1, 2 * FULL);
    this.cwnd = this.ssthresh;
    this.avoided = 0;
    this.recover = this.nxt;
    return this.flight[0];
  }
}
