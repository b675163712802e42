/**
 * Which 4-tuple a packet belongs to, and in which direction it goes (RFC 9293 §3.4.1: a connection is a pair
 * of sockets; here within one interface, VLAN and tunnel). An open-addressing table over pooled keys: nothing
 * is allocated for a packet.
 */
import { W, type Wire } from '../../trace/wire.ts';

/** Words of a key: two addresses of four, the two ports, context and IP version. */
const WORDS = 10;
const FIRST = 1024;
const TUPLE_WORDS = 8;

export class Flows {
  /** Flows so far: numbers below are known. */
  count = 0;
  /** Of the last {@link find}: 0 where the packet's source stands first in the key, else 1. */
  side: 0 | 1 = 0;
  private keys = new Int32Array(FIRST * WORDS);
  /** Number of a flow plus one, 0 where free. */
  private table = new Int32Array(4 * FIRST);
  private readonly key = new Int32Array(WORDS);

  /** The number of the packet's flow, a new one where it was not known. */
  find(bytes: Uint8Array, wire: Wire): number {
    const hash = this.read(bytes, wire);
    const mask = this.table.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const found = this.table[at] ?? 0;
      if (found === 0) return this.add(at);
      if (this.same(found - 1)) return found - 1;
    }
  }

  /** Octets that the table and its keys take. */
  get octets(): number {
    return this.keys.byteLength + this.table.byteLength;
  }

  /** Puts the packet's key, lower socket first, into `key` and gives its hash. */
  private read(bytes: Uint8Array, wire: Wire): number {
    const { key } = this;
    const at = wire[W.ADDRESSES_AT] ?? 0;
    const six = wire[W.VERSION] === 6;
    const words = six ? 4 : 1;
    const source = wire[W.SOURCE_PORT] ?? 0;
    const destination = wire[W.DESTINATION_PORT] ?? 0;
    let order = 0;
    for (let i = 0; i < 4 * words && order === 0; i++)
      order = (bytes[at + i] ?? 0) - (bytes[at + 4 * words + i] ?? 0);
    if (order === 0) order = source - destination;
    this.side = order <= 0 ? 0 : 1;
    const first = this.side === 0 ? at : at + 4 * words;
    const second = this.side === 0 ? at + 4 * words : at;
    for (let i = 0; i < 4; i++) {
      key[i] = i < words ? word(bytes, first + 4 * i) : 0;
      key[4 + i] = i < words ? word(bytes, second + 4 * i) : 0;
    }
    key[8] = this.side === 0 ? (source << 16) | destination : (destination << 16) | source;
    key[9] = ((wire[W.CONTEXT] ?? 0) << 1) | (six ? 1 : 0);
    let hash = 0x9e3779b9 | 0;
    for (let i = 0; i < WORDS; i++) {
      hash = Math.imul(hash ^ (key[i] ?? 0), 0x85ebca6b);
      hash ^= hash >>> 15;
    }
    return hash;
  }

  private same(flow: number): boolean {
    const from = flow * WORDS;
    for (let i = 0; i < WORDS; i++) if (this.keys[from + i] !== this.key[i]) return false;
    return true;
  }

  private add(at: number): number {
    const flow = this.count++;
    if ((flow + 1) * WORDS > this.keys.length) {
      const larger = new Int32Array(2 * this.keys.length);
      larger.set(this.keys);
      this.keys = larger;
    }
    this.keys.set(this.key, flow * WORDS);
    this.table[at] = flow + 1;
    if (2 * this.count > this.table.length) this.grow();
    return flow;
  }

  private grow(): void {
    const larger = new Int32Array(4 * this.table.length);
    const mask = larger.length - 1;
    for (let flow = 0; flow < this.count; flow++) {
      let hash = 0x9e3779b9 | 0;
      for (let i = 0; i < WORDS; i++) {
        hash = Math.imul(hash ^ (this.keys[flow * WORDS + i] ?? 0), 0x85ebca6b);
        hash ^= hash >>> 15;
      }
      let at = hash & mask;
      while (larger[at] !== 0) at = (at + 1) & mask;
      larger[at] = flow + 1;
    }
    this.table = larger;
  }

  /** The addresses (as 4 or 16 octets each) and ports of a flow, lower socket first. */
  tuple(flow: number): {
    readonly addresses: readonly [Uint8Array, Uint8Array];
    readonly ports: readonly [number, number];
  } {
    const from = flow * WORDS;
    const size = ((this.keys[from + 9] ?? 0) & 1) === 1 ? 4 : 1;
    const octets = (at: number): Uint8Array =>
      Uint8Array.from({ length: 4 * size }, (_, i) => (this.keys[at + (i >> 2)] ?? 0) >>> (24 - 8 * (i & 3)));
    const ports = this.keys[from + TUPLE_WORDS] ?? 0;
    return { addresses: [octets(from), octets(from + 4)], ports: [ports >>> 16, ports & 0xffff] };
  }

  /** Interface, VLAN and tunnel of a flow, as one number. */
  context(flow: number): number {
    return (this.keys[flow * WORDS + 9] ?? 0) >> 1;
  }
}

const word = (b: Uint8Array, at: number): number =>
  ((b[at] ?? 0) << 24) | ((b[at + 1] ?? 0) << 16) | ((b[at + 2] ?? 0) << 8) | (b[at + 3] ?? 0);
