/**
 * The event as a record of doubles, and the terms that read it (core-semantics.md §3).
 * `SEG` is the segment that arrives, `OUT` the one the stack sent. A field of `OUT` is a point when judging
 * and a
 * range when proposing; its high end stands `HIGH` places further.
 */
import { type Node, Term, type Test, type Unit } from './term.ts';

export const HIGH = 40;
/** Places in the record. Times in nanoseconds, positions unwrapped, sizes in octets. */
export const E = {
  T0: 0,
  T1: 1,
  FLAGS: 2,
  SEQ: 3,
  ACK: 4,
  LEN: 5,
  WND: 6,
  TEXT: 7,
  MSS: 8,
  GRAIN: 9,
  OPTIONS: 10,
  NEW_SEQ: 11,
  NEW_LEN: 12,
  NEW_DIGEST: 13,
  OLD_SEQ: 14,
  OLD_LEN: 15,
  OLD_DIGEST: 16,
  /** Octets of a send or receive call. */
  AMOUNT: 17,
  /** The recorder's own stamp, lags not subtracted. */
  STAMP: 18,
  FRAME: 19,
  /** The Timestamps option, unwrapped; 0 where BIT.TIMESTAMPS is off. */
  TSVAL: 20,
  TSECR: 21,
  /** Whole SACK blocks, 0 … 4; then left and right edge of each, unwrapped. */
  SACKS: 22,
  SACK: 23,
  /** The Urgent Pointer field. */
  UP: 31,
  /** The shift of a Window Scale option as it stands there; −1 where it has none. */
  SHIFT: 32,
  /** TSval as a range: −∞ where the segment has none, anything where its options were cut. */
  TS_LEAST: 33,
  TS_MOST: 34,
  SIZE: 80,
} as const;

/** Control bits (the wire's), then bits of our own. */
export const BIT = {
  FIN: 0x001,
  SYN: 0x002,
  RST: 0x004,
  PSH: 0x008,
  ACK: 0x010,
  URG: 0x020,
  ECE: 0x040,
  CWR: 0x080,
  AE: 0x100,
  /** The Sequence Number field is 0, whatever that means in own sequence space. */
  SEQ_ZERO: 0x1000,
  /** Options that stand in the header, whole and of their right size. */
  TIMESTAMPS: 0x2000,
  SACK: 0x4000,
  MSS: 0x8000,
  WINDOW_SCALE: 0x10000,
  SACK_PERMITTED: 0x20000,
  /** A reserved bit is set (below AE). */
  RESERVED: 0x40000,
  /** An option’s length octet cannot be, or the header cuts an option off. */
  MALFORMED_OPTIONS: 0x80000,
  /** The recorder kept only part of the option list. */
  OPTIONS_CUT: 0x100000,
  /** Timestamps whose TSecr field is 0, whatever that means on the own or the peer's clock. */
  ECHO_ZERO: 0x200000,
  /** An option of a length that its kind does not have, or one kind twice. */
  ODD_OPTIONS: 0x400000,
} as const;

/** User calls of RFC 9293 §3.9.1, as bits of a call's FLAGS. UNLISTEN: the listening socket is closed. */
export const CALL_BIT = {
  PASSIVE_OPEN: 0x01,
  ACTIVE_OPEN: 0x02,
  SEND: 0x04,
  RECEIVE: 0x08,
  SHUTDOWN: 0x10,
  CLOSE: 0x20,
  ABORT: 0x40,
  UNLISTEN: 0x80,
} as const;

const arriving = <U extends Unit>(name: string, at: number): Term<U> =>
  new Term({ op: 'event', name: `SEG.${name}`, at, from: 'in', point: true });
const sent = <U extends Unit>(name: string, at: number): Term<U> =>
  new Term({ op: 'event', name: `OUT.${name}`, at, high: at + HIGH, from: 'out', point: true });

/** Edges of a SACK block: of own numbers where it arrives, of the peer's where the stack sends it. */
export interface Block<U extends Unit> {
  readonly LEFT: Term<U>;
  readonly RIGHT: Term<U>;
}
type Blocks<U extends Unit> = readonly [Block<U>, Block<U>, Block<U>, Block<U>];
function blocks<U extends Unit>(make: (name: string, at: number) => Term<U>): Blocks<U> {
  const one = (i: number): Block<U> => ({
    LEFT: make(`SACK${i + 1}.LEFT`, E.SACK + 2 * i),
    RIGHT: make(`SACK${i + 1}.RIGHT`, E.SACK + 2 * i + 1),
  });
  return [one(0), one(1), one(2), one(3)];
}

/** When the event happened at the stack: a range by lag and clock error. */
export const NOW: Term<'instant'> = new Term({
  op: 'event',
  name: 'NOW',
  at: E.T0,
  high: E.T1,
  from: 'both',
  point: false,
});

const segSeq = arriving<'peer'>('SEQ', E.SEQ);
const segLen = arriving<'size'>('LEN', E.LEN);
export const SEG = {
  SEQ: segSeq,
  ACK: arriving<'own'>('ACK', E.ACK),
  /** Counts SYN and FIN. */
  LEN: segLen,
  END: segSeq.plus(segLen),
  /** Octets of payload. */
  TEXT: arriving<'size'>('TEXT', E.TEXT),
  /** In octets, scaled. */
  WND: arriving<'size'>('WND', E.WND),
  /** The MSS option, or the default where a SYN has none. */
  MSS: arriving<'size'>('MSS', E.MSS),
  /** The sender's clock, and the own one that it echoes (RFC 7323 §3.2). */
  TSVAL: arriving<'peer tick'>('TSVAL', E.TSVAL),
  TSECR: arriving<'own tick'>('TSECR', E.TSECR),
  /** The same TSval, −∞ where the segment has none; a range where options were cut. */
  TS: new Term<'peer tick'>({
    op: 'event',
    name: 'SEG.TSval',
    at: E.TS_LEAST,
    high: E.TS_MOST,
    from: 'in',
    point: false,
  }),
  /** How many SACK blocks it has, and their edges; a block behind the last stands at 0. */
  SACKS: arriving<'count'>('SACKS', E.SACKS),
  SACK: blocks<'own'>(arriving),
  UP: arriving<'size'>('UP', E.UP),
  SHIFT: arriving<'count'>('SHIFT', E.SHIFT),
};

const outSeq = sent<'own'>('SEQ', E.SEQ);
const outLen = sent<'size'>('LEN', E.LEN);
const outAck = sent<'peer'>('ACK', E.ACK);
const outWnd = sent<'size'>('WND', E.WND);
const newSeq = sent<'own'>('NEW.SEQ', E.NEW_SEQ);
const newLen = sent<'size'>('NEW.LEN', E.NEW_LEN);
const oldSeq = sent<'own'>('OLD.SEQ', E.OLD_SEQ);
const oldLen = sent<'size'>('OLD.LEN', E.OLD_LEN);
export const OUT = {
  SEQ: outSeq,
  ACK: outAck,
  LEN: outLen,
  END: outSeq.plus(outLen),
  WND: outWnd,
  /** The right edge of the window that the segment offers. */
  EDGE: outAck.plus(outWnd),
  /** What the window field cannot say: 2^Rcv.Wind.Shift − 1 octets (RFC 7323 §2.3). */
  GRAIN: sent<'size'>('GRAIN', E.GRAIN),
  /** Octets of payload. */
  TEXT: sent<'size'>('TEXT', E.TEXT),
  TSVAL: sent<'own tick'>('TSVAL', E.TSVAL),
  TSECR: sent<'peer tick'>('TSECR', E.TSECR),
  SACKS: sent<'count'>('SACKS', E.SACKS),
  SACK: blocks<'peer'>(sent),
  UP: sent<'size'>('UP', E.UP),
  SHIFT: sent<'count'>('SHIFT', E.SHIFT),
  /** The MSS option, or the default where a SYN has none. */
  MSS: sent<'size'>('MSS', E.MSS),
  /** Octets of TCP options. */
  OPTIONS: sent<'size'>('OPTIONS', E.OPTIONS),
  /** The payload beyond SND.MAX, and that below; decode gives each its own piece. */
  NEW: {
    SEQ: newSeq,
    LEN: newLen,
    END: newSeq.plus(newLen),
    DIGEST: sent<'count'>('NEW.DIGEST', E.NEW_DIGEST),
  },
  OLD: {
    SEQ: oldSeq,
    LEN: oldLen,
    END: oldSeq.plus(oldLen),
    DIGEST: sent<'count'>('OLD.DIGEST', E.OLD_DIGEST),
  },
};

const bits = (mask: number, want: number, names: string): Test => ({ op: 'flags', mask, want, names });
const has = (mask: number, names: string): Test => bits(mask, mask, names);
export const CTL = {
  SYN: has(BIT.SYN, 'SYN'),
  FIN: has(BIT.FIN, 'FIN'),
  RST: has(BIT.RST, 'RST'),
  ACK: has(BIT.ACK, 'ACK'),
  URG: has(BIT.URG, 'URG'),
  SEQ_ZERO: has(BIT.SEQ_ZERO, 'SEQ field 0'),
  TIMESTAMPS: has(BIT.TIMESTAMPS, 'Timestamps'),
  SACK: has(BIT.SACK, 'SACK'),
  MSS: has(BIT.MSS, 'MSS'),
  WINDOW_SCALE: has(BIT.WINDOW_SCALE, 'Window Scale'),
  SACK_PERMITTED: has(BIT.SACK_PERMITTED, 'SACK-permitted'),
  RESERVED: has(BIT.RESERVED, 'a reserved bit'),
  ECE: has(BIT.ECE, 'ECE'),
  CWR: has(BIT.CWR, 'CWR'),
  ECHO_ZERO: has(BIT.ECHO_ZERO, 'TSecr 0'),
  no: {
    SYN: bits(BIT.SYN, 0, 'no SYN'),
    FIN: bits(BIT.FIN, 0, 'no FIN'),
    RST: bits(BIT.RST, 0, 'no RST'),
    ACK: bits(BIT.ACK, 0, 'no ACK'),
    URG: bits(BIT.URG, 0, 'no URG'),
    TIMESTAMPS: bits(BIT.TIMESTAMPS, 0, 'no Timestamps'),
    SACK: bits(BIT.SACK, 0, 'no SACK'),
    MSS: bits(BIT.MSS, 0, 'no MSS'),
    WINDOW_SCALE: bits(BIT.WINDOW_SCALE, 0, 'no Window Scale'),
    SACK_PERMITTED: bits(BIT.SACK_PERMITTED, 0, 'no SACK-permitted'),
    RESERVED: bits(BIT.RESERVED, 0, 'no reserved bit'),
    ECHO_ZERO: bits(BIT.ECHO_ZERO, 0, 'TSecr not 0'),
    MALFORMED_OPTIONS: bits(BIT.MALFORMED_OPTIONS, 0, 'no malformed option'),
    CWR: bits(BIT.CWR, 0, 'no CWR'),
    AE: bits(BIT.AE, 0, 'no AE'),
    OPTIONS_CUT: bits(BIT.OPTIONS_CUT, 0, 'no options cut off'),
  },
};
/** A call is one of them: the whole field is compared. */
const call = (bit: number, names: string): Test => bits(0xff, bit, names);
export const CALL = {
  PASSIVE_OPEN: call(CALL_BIT.PASSIVE_OPEN, 'passive OPEN'),
  ACTIVE_OPEN: call(CALL_BIT.ACTIVE_OPEN, 'active OPEN'),
  SHUTDOWN: call(CALL_BIT.SHUTDOWN, 'CLOSE for sending'),
  CLOSE: call(CALL_BIT.CLOSE, 'CLOSE'),
  ABORT: call(CALL_BIT.ABORT, 'ABORT'),
  UNLISTEN: call(CALL_BIT.UNLISTEN, 'CLOSE of the listener'),
};

/** Every OUT field that a segment carries, in the order in which a simulator draws them. */
export const OUT_FIELDS: readonly { readonly name: string; readonly at: number; readonly node: Node }[] = [
  OUT.SEQ,
  OUT.NEW.SEQ,
  OUT.OLD.SEQ,
  OUT.LEN,
  OUT.TEXT,
  OUT.NEW.LEN,
  OUT.OLD.LEN,
  OUT.ACK,
  OUT.WND,
  OUT.OPTIONS,
  OUT.GRAIN,
  OUT.NEW.DIGEST,
  OUT.OLD.DIGEST,
  OUT.MSS,
  OUT.SHIFT,
  OUT.TSVAL,
  OUT.TSECR,
  OUT.SACKS,
  ...OUT.SACK.flatMap(({ LEFT, RIGHT }) => [LEFT, RIGHT]),
  OUT.UP,
].map((term) => {
  if (term.node.op !== 'event') throw new Error('unreachable: an OUT field is an event field');
  return { name: term.node.name, at: term.node.at, node: term.node };
});
