/** Damage that the TCP checksum finds. */
import type { Random } from './random.ts';

/**
 * A copy with one bit of the TCP header or payload turned over: a ones' complement sum never misses one bit
 * (RFC 1071). The IP header is left alone, so that the datagram still arrives. A datagram without anything
 * behind its IP header is given back as it is.
 */
export function corrupted(datagram: Uint8Array, random: Random): Uint8Array {
  const first = datagram[0] ?? 0;
  const from = first >> 4 === 6 ? 40 : (first & 15) * 4;
  if (from >= datagram.length) return datagram;
  const copy = datagram.slice();
  const at = random.whole(from, datagram.length - 1);
  copy[at] = (copy[at] ?? 0) ^ (1 << random.whole(0, 7));
  return copy;
}
