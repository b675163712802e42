/** The Internet checksum, RFC 1071. */

/**
 * Sum of the 16-bit words of `b[from, to)` added to `sum`; an odd last octet counts as the high one. Not
 * folded; exact for 64 KiB and more.
 */
export function sumWords(b: Uint8Array, from: number, to: number, sum = 0): number {
  let total = sum;
  let i = from;
  for (; i + 1 < to; i += 2) total += ((b[i] as number) << 8) | (b[i + 1] as number);
  if (i < to) total += (b[i] as number) << 8;
  return total;
}

/**
 * The one's complement of a sum, 0 … 65535: what stands in a checksum field that was zero; 0 over a datagram
 * whose checksum is right.
 */
export function foldSum(sum: number): number {
  let s = sum;
  while (s > 0xffff) s = (s % 0x10000) + Math.floor(s / 0x10000);
  return ~s & 0xffff;
}
