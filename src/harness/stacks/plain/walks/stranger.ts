/** Somebody else who sends segments in a peer's name, with numbers near those in use (RFC 5961 §1.1). */
import { encodeDatagram } from '../../../../trace/capture/datagram.ts';
import { ACK, CWR, ECE, FIN, PSH, RST, type Segment, SYN, URG } from '../../../../trace/trace.ts';
import { seqAdd } from '../../../peer.ts';
import type { Dice } from '../dice.ts';

const FLAGS = [
  RST,
  RST | ACK,
  SYN,
  SYN | ECE | CWR,
  SYN | ACK,
  ACK,
  ACK,
  ACK | PSH,
  FIN | ACK,
  PSH,
  ACK | URG,
] as const;

/**
 * A segment like one that has been heard, with another number, other flags, or only stale. Its checksum is
 * wrong now
 * and then where `spoils`: a trace without calls is read as a capture, whose wrong sums prove nothing.
 */
export function strangersDatagram(
  dice: Dice,
  heard: readonly Segment[],
  spoils: boolean,
): Uint8Array | undefined {
  const like = heard[heard.length - 1 - dice.between(0, Math.min(heard.length, 12) - 1)];
  if (like === undefined) return undefined;
  if (dice.chance(0.25)) return encodeDatagram(like);
  const [one, ...more] = FLAGS;
  const flags = dice.pick([one, ...more]);
  const off = dice.pick([0, 0, 1, -1, 100, 1460, -1000, 30_000, 100_000, -100_000]);
  const size = flags === ACK || flags & (PSH | SYN) ? dice.pick([0, 0, 1, 100]) : 0;
  const ackOff = dice.pick([0, 0, 1, -1, 5_000, -5_000, 200_000, -200_000]);
  const payload = new Uint8Array(size).fill(0xaa);
  return encodeDatagram({
    ...like,
    seq: seqAdd(like.seq, off + like.length),
    ack: flags & ACK ? seqAdd(like.ack, ackOff) : 0,
    flags,
    up: flags & URG ? 1 : 0,
    wnd: dice.pick([like.wnd, like.wnd, 0, 65_535]),
    options: dice.chance(0.7) ? like.options : [],
    payload,
    length: size,
    checksum: spoils && dice.chance(0.05) ? 'bad' : 'good',
  });
}
