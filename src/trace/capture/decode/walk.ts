/**
 * The state of one decoding, used again for each packet. A layer reads its header at `at`, moves `at` behind
 * it and gives the next {@link LAYER}, or an outcome.
 */
import { MARK } from '../../wire.ts';
import { byte } from '../octets.ts';
import { Contexts, STEP } from './contexts.ts';
import { OUTCOME } from './outcome.ts';

/** Steps of the walk; numbers below these are outcomes. */
export const LAYER = {
  ETHERNET: 64,
  /** `type` holds an EtherType. */
  ETHERTYPE: 65,
  LLC: 66,
  PPP: 67,
  PPPOE: 68,
  HDLC: 69,
  PPP_WITH_DIRECTION: 70,
  NULL: 71,
  LOOP: 72,
  SLL: 73,
  SLL2: 74,
  IP: 75,
  IPV4: 76,
  IPV6: 77,
  /** `type` holds an IP protocol. */
  TRANSPORT: 78,
  FDDI: 79,
} as const;

/** Tags, sessions and datagrams in each other that we follow. */
const MOST_DEPTH = 12;
/** More than any length: the record does not tell how long the whole is. */
export const UNBOUNDED = 0x3fffffff;

export type ChecksumWish = 'none' | 'header' | 'full';

export class Walk {
  readonly contexts = new Contexts();
  wish: ChecksumWish = 'none';

  bytes: Uint8Array = new Uint8Array(0);
  at = 0;
  /** Behind the last octet that was kept of what is being read. */
  end = 0;
  /** Where the carriers of what is being read say that it ends at the latest. */
  claimed = 0;
  type = 0;
  detail = -1;
  /** MARK bits that hold for the whole record. */
  recordMarks = 0;
  /** MARK bits of the IP datagram that is being read. */
  marks = 0;

  /** Of the innermost IP header. */
  version = 4;
  ipAt = 0;
  addressesAt = 0;
  /** Behind the datagram by its own length. */
  ipEnd = 0;
  /** Whether the addresses in the header are those of the pseudo-header. */
  addressesHold = true;

  icmpType = -1;
  icmpCode = -1;
  icmpMtu = -1;
  reporterAt = -1;
  reporterVersion = 4;

  /** Words of the context behind the interface. */
  readonly #path = new Uint32Array(MOST_DEPTH * 11);
  #words = 0;
  #depth = 0;
  #interface = 0;
  readonly #last = new Uint32Array(MOST_DEPTH * 11);
  #lastWords = 0;
  #lastInterface = 0;
  #lastContext = 0;

  begin(bytes: Uint8Array, at: number, end: number, interfaceId: number): void {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
    this.#interface = interfaceId;
    this.#words = 0;
    this.#depth = 0;
  }

  /** One header deeper; false where there are too many. */
  deeper(): boolean {
    return ++this.#depth <= MOST_DEPTH;
  }

  /** Adds a step of one word to the context. */
  step(word: number): void {
    this.#path[this.#words++] = word;
  }

  /**
   * Goes from the innermost IP header into what it carries. The smaller address comes first, so that both
   * directions have one context.
   */
  enterTunnel(kind: number, key: number): void {
    const { bytes, addressesAt, version } = this;
    const size = version === 4 ? 4 : 16;
    this.step(STEP.TUNNEL + kind * 16 + version);
    let order = 0;
    for (let i = 0; i < size && order === 0; i++)
      order = byte(bytes, addressesAt + i) - byte(bytes, addressesAt + size + i);
    for (let i = 0; i < 2 * size; i += 4) {
      const at = addressesAt + (order > 0 ? (i + size) % (2 * size) : i);
      // A store into the array makes the sign bit a bit like the others.
      this.step(
        (byte(bytes, at) << 24) |
          (byte(bytes, at + 1) << 16) |
          (byte(bytes, at + 2) << 8) |
          byte(bytes, at + 3),
      );
    }
    this.step(key);
  }

  /** What follows stands in the innermost datagram, or in its first fragment. */
  within(): void {
    if (this.ipEnd < this.end) this.end = this.ipEnd;
    if ((this.marks & MARK.FRAGMENT) !== 0) this.claimed = UNBOUNDED;
    else if (this.ipEnd < this.claimed) this.claimed = this.ipEnd;
  }

  /** Where the packet was seen. Most are seen where the last one was, and are not looked up. */
  get context(): number {
    if (this.#words === 0) return this.contexts.ofInterface(this.#interface);
    if (!this.#isAsLast()) {
      let context = this.contexts.ofInterface(this.#interface);
      for (let i = 0; i < this.#words; i++) context = this.contexts.child(context, this.#path[i] as number);
      this.#last.set(this.#path);
      this.#lastWords = this.#words;
      this.#lastInterface = this.#interface;
      this.#lastContext = context;
    }
    return this.#lastContext;
  }

  #isAsLast(): boolean {
    if (this.#words !== this.#lastWords || this.#interface !== this.#lastInterface) return false;
    for (let i = 0; i < this.#words; i++) if (this.#path[i] !== this.#last[i]) return false;
    return true;
  }

  /** Ends the walk with an outcome that has a detail. */
  fail(outcome: number, detail: number): number {
    this.detail = detail;
    return outcome;
  }
}

/** What is kept at `at` has `octets`, or the walk ends with this. */
export const missing = (w: Walk, octets: number): boolean => w.end - w.at < octets;
export const LINK_CUT = OUTCOME.LINK_CUT;
