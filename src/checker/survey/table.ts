/** What the survey knows of each connection: rows of numbers, of the connection, then of each side. */

/** Fields of a connection. */
export const C = {
  FLOW: 0,
  /** First and last record; the next incarnation of the same flow, −1 where there is none. */
  FIRST_FRAME: 1,
  LAST_FRAME: 2,
  NEXT: 3,
  /** Bits of {@link SEEN}. */
  SEEN: 4,
  LAST_TIME: 5,
  PACKETS: 6,
  /** Which side sent the first packet. */
  OPENER: 7,
  /** A SYN in the midst that may begin another incarnation: its record, side, number, time, MSS; or −1. */
  CANDIDATE: 8,
  CANDIDATE_SIDE: 9,
  CANDIDATE_SEQ: 10,
  CANDIDATE_TIME: 11,
  CANDIDATE_MSS: 12,
  /** Handshake: how long each side took to answer, ∞ where it did not. */
  GAP: 13,
  /** 1 where the first packet was no plain SYN. */
  ODD: 15,
  /** The row of the incarnation before, −1 where there is none. */
  BEFORE: 16,
  SIDES: 17,
} as const;

/** Fields of a side, from {@link sideAt}. */
export const S = {
  PACKETS: 0,
  /** The number of its SYN, −1 before it; its time, and that of its last SYN,ACK. */
  ISN: 1,
  SYN_TIME: 2,
  /** One past the highest number seen, −1 before any. */
  MAX: 3,
  /** The MSS option of its SYN, −1 without. */
  MSS: 4,
  TTL: 5,
  /** Bits of {@link FLAW}. */
  FLAWS: 6,
  /** Packets whose checksum is right. */
  GOOD: 7,
  /** Ends of holes in what was seen, two numbers each, −1 where free. */
  HOLES: 8,
  /** The last packets, by what tells copies from retransmissions. */
  RECENT: 16,
  /** Of the last packet: acknowledgment number, window, TSval (−1 without), time. */
  LAST_ACK: 52,
  LAST_WND: 53,
  LAST_CLOCK: 54,
  LAST_AT: 55,
  /** The largest TSval so far, −1 before any. */
  MOST_CLOCK: 56,
  SIZE: 57,
} as const;
export const HOLES = 4;
export const RECENT = 6;
export const RECENT_FIELDS = 6;
const WIDTH = C.SIDES + 2 * S.SIZE;

/** What was seen of a connection. */
export const SEEN = {
  SYN: 0x1,
  SYN_ACK: 0x2,
  /** A FIN of side 0, of side 1. */
  FIN_0: 0x4,
  FIN_1: 0x8,
  RST: 0x10,
  /** Something besides SYNs. */
  OTHER: 0x20,
  TIME_BACK: 0x40,
  NO_TIME: 0x80,
} as const;

/** What is doubtful about the packets of one side. */
export const FLAW = {
  /** Acknowledged, and never seen. */
  LOST: 0x1,
  /** Recorded behind what answers it, or behind what was sent after it. */
  ORDER: 0x2,
  TWICE: 0x4,
  /** Larger than a segment can be on the wire. */
  OFFLOAD: 0x8,
  PARTIAL_CHECKSUM: 0x10,
  BAD_CHECKSUM: 0x20,
  SNAPPED: 0x40,
  FRAGMENT: 0x80,
  /** Packets of one side come by different ways: another may have sent some. */
  TTL: 0x100,
  /** A number was missing when a later one came. */
  HOLE: 0x200,
  RETRANSMITS: 0x400,
  OPTIONS_CUT: 0x800,
  OUTBOUND: 0x1000,
  LENGTH: 0x2000,
} as const;

export class Table {
  rows = 0;
  data = new Float64Array(256 * WIDTH);

  /** A fresh row's place. `data` may be another array afterwards. */
  add(): number {
    const at = this.rows * WIDTH;
    this.rows++;
    if (at + WIDTH > this.data.length) {
      const larger = new Float64Array(2 * this.data.length);
      larger.set(this.data);
      this.data = larger;
    }
    this.data.fill(-1, at, at + WIDTH);
    for (const side of [0, 1] as const) {
      const s = sideAt(at, side);
      this.data[s + S.PACKETS] = 0;
      this.data[s + S.FLAWS] = 0;
      this.data[s + S.GOOD] = 0;
    }
    this.data[at + C.SEEN] = 0;
    this.data[at + C.PACKETS] = 0;
    this.data[at + C.GAP] = Number.POSITIVE_INFINITY;
    this.data[at + C.GAP + 1] = Number.POSITIVE_INFINITY;
    return at;
  }

  get octets(): number {
    return this.data.byteLength;
  }
}

export const rowAt = (connection: number): number => connection * WIDTH;
export const rowOf = (at: number): number => at / WIDTH;
export const sideAt = (row: number, side: 0 | 1): number => row + C.SIDES + side * S.SIZE;
