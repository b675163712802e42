/** Datagrams of a tape, changed in place of what a network or an adapter does to them. */
import { foldSum, sumWords } from '../../trace/capture/checksum.ts';
import { pseudoHeaderSum } from '../../trace/capture/ip.ts';

const FIN = 0x01;
const SYN = 0x02;
const RST = 0x04;
const PSH = 0x08;
const URG = 0x20;
const CWR = 0x80;
/** Where the fields of a TCP header stand. */
const SEQ = 4;
const ACK = 8;
const OFFSET = 12;
const FLAGS = 13;
const WINDOW = 14;
const CHECKSUM = 16;
const URGENT = 18;
const HEADER = 20;

const isSix = (datagram: Uint8Array): boolean => (datagram[0] ?? 0) >> 4 === 6;
const word = (b: Uint8Array, at: number): number => ((b[at] ?? 0) << 8) | (b[at + 1] ?? 0);
const long = (b: Uint8Array, at: number): number => word(b, at) * 65_536 + word(b, at + 2);
function setWord(b: Uint8Array, at: number, value: number): void {
  b[at] = (value >> 8) & 255;
  b[at + 1] = value & 255;
}

/** Where TCP begins, and where its payload does. */
const tcpAt = (datagram: Uint8Array): number => (isSix(datagram) ? 40 : 20);
const payloadAt = (datagram: Uint8Array): number =>
  tcpAt(datagram) + ((datagram[tcpAt(datagram) + OFFSET] ?? 0) >> 4) * 4;

function headerSum(datagram: Uint8Array): void {
  if (isSix(datagram)) return;
  setWord(datagram, 10, 0);
  setWord(datagram, 10, foldSum(sumWords(datagram, 0, 20)));
}

const pseudoSum = (datagram: Uint8Array): number => {
  const six = isSix(datagram);
  return pseudoHeaderSum(datagram, six ? 8 : 12, six ? 6 : 4, datagram.length - tcpAt(datagram));
};

/** A copy with another hop limit. */
export function withTtl(datagram: Uint8Array, ttl: number): Uint8Array {
  const out = datagram.slice();
  out[isSix(out) ? 7 : 8] = ttl;
  headerSum(out);
  return out;
}

/** A copy whose checksum holds the pseudo-header's sum only, as it is left for an adapter to fill in. */
export function leftForAdapter(datagram: Uint8Array): Uint8Array {
  const out = datagram.slice();
  setWord(out, tcpAt(out) + CHECKSUM, ~foldSum(pseudoSum(out)) & 0xffff);
  return out;
}

const lengthOf = (datagram: Uint8Array): number => datagram.length - payloadAt(datagram);
const flagsOf = (datagram: Uint8Array): number => datagram[tcpAt(datagram) + FLAGS] ?? 0;

/** First number of a segment, and one past its last octet of text; both on the wire, so they wrap. */
export const spanOf = (datagram: Uint8Array): { readonly first: number; readonly end: number } => {
  const first = long(datagram, tcpAt(datagram) + SEQ);
  return { first, end: (first + lengthOf(datagram)) % 4294967296 };
};

/** Whether all octets from `from` to `to` are the same, counted from where TCP begins. */
function alike(a: Uint8Array, b: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (a[tcpAt(a) + i] !== b[tcpAt(b) + i]) return false;
  return true;
}

/**
 * The two as one, as adapters cut or join them: the second goes on where the first ends, and all that its
 * header says is the same, but that PSH and FIN may come with the last. Undefined where they cannot be one.
 */
export function joined(a: Uint8Array, b: Uint8Array, most: number): Uint8Array | undefined {
  const [text, more] = [lengthOf(a), lengthOf(b)];
  // A single octet may be a probe of a closed window, which goes alone.
  if (text < 2 || more < 2 || text + more > most) return undefined;
  if (isSix(a) !== isSix(b) || payloadAt(a) !== payloadAt(b) || a[isSix(a) ? 7 : 8] !== b[isSix(b) ? 7 : 8])
    return undefined;
  if (((flagsOf(a) | flagsOf(b)) & (SYN | RST | URG | CWR)) !== 0 || (flagsOf(a) & (FIN | PSH)) !== 0)
    return undefined;
  if ((flagsOf(a) ^ flagsOf(b)) & ~(FIN | PSH)) return undefined;
  if ((long(a, tcpAt(a) + SEQ) + text) % 4294967296 !== long(b, tcpAt(b) + SEQ)) return undefined;
  const options = payloadAt(a) - tcpAt(a);
  if (!alike(a, b, ACK, FLAGS) || !alike(a, b, WINDOW, CHECKSUM) || !alike(a, b, URGENT, HEADER))
    return undefined;
  if (!alike(a, b, HEADER, options)) return undefined;
  return join(a, b, text + more);
}

function join(a: Uint8Array, b: Uint8Array, text: number): Uint8Array {
  const begins = payloadAt(a);
  const out = new Uint8Array(begins + text);
  out.set(a);
  out.set(b.subarray(begins), a.length);
  out[tcpAt(out) + FLAGS] = flagsOf(a) | flagsOf(b);
  if (isSix(out)) setWord(out, 4, out.length - 40);
  else setWord(out, 2, out.length);
  headerSum(out);
  setWord(out, tcpAt(out) + CHECKSUM, 0);
  setWord(out, tcpAt(out) + CHECKSUM, foldSum(sumWords(out, tcpAt(out), out.length, pseudoSum(out))));
  return out;
}

/** Ethernet, as it stands before a datagram. */
export const ETHERNET_OCTETS = 14;
/** The frame of a datagram: of Ethernet, of Linux's cooked capture, or the datagram itself. */
export function framed(
  link: Link,
  side: 0 | 1,
  outbound: boolean | undefined,
  datagram: Uint8Array,
): Uint8Array {
  const type = isSix(datagram) ? 0x86dd : 0x0800;
  if (link === 'raw') return datagram;
  const head = new Uint8Array(link === 'ethernet' ? ETHERNET_OCTETS : 16);
  setWord(head, head.length - 2, type);
  if (link === 'ethernet') head.set([2, 0, 0, 0, 0, side, 2, 0, 0, 0, 0, 1 - side]);
  else head.set([0, outbound === undefined ? 3 : outbound ? 4 : 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1 - side]);
  const out = new Uint8Array(head.length + datagram.length);
  out.set(head);
  out.set(datagram, head.length);
  return out;
}
export type Link = 'ethernet' | 'raw' | 'cooked';
/** LINKTYPE of tcpdump.org's registry. */
export const LINK_TYPES: Readonly<Record<Link, number>> = { ethernet: 1, raw: 101, cooked: 113 };
