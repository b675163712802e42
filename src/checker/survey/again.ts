/**
 * Which octets of which side were sent again: only those are compared, since a digest of every octet of a
 * capture would cost more than all the rest.
 */
import { after } from './sequence.ts';

/** Ranges kept of one side; octets of later ones are not compared. */
const MOST = 256;
const NONE: readonly number[] = [];

export class Again {
  /** First number and length, in turn, by connection and side. */
  private readonly ranges = new Map<number, number[]>();

  add(connection: number, side: 0 | 1, seq: number, length: number): void {
    const key = 2 * connection + side;
    const list = this.ranges.get(key);
    if (!list) this.ranges.set(key, [seq, length]);
    else if (list.length < 2 * MOST) list.push(seq, length);
  }

  of(connection: number, side: 0 | 1): readonly number[] {
    return this.ranges.get(2 * connection + side) ?? NONE;
  }
}

/** Whether [seq, seq + length) meets one of the ranges. */
export function meets(ranges: readonly number[], seq: number, length: number): boolean {
  for (let i = 0; i < ranges.length; i += 2) {
    const ahead = after(seq, ranges[i] ?? 0);
    if (ahead < (ranges[i + 1] ?? 0) && ahead > -length) return true;
  }
  return false;
}
