/**
 * The transmission control block as slots: facts, ranges, masks (core-semantics.md §1, §6).
 * A fact is what the stack itself put on the wire or what was negotiated. Everything that depends on what the
 * stack has read is a range. Before a connection has a value it is ∓∞, which is a value like any other.
 */
import {
  CLOCK_MS,
  type Evidence,
  LOSSLESS_IN,
  LOSSLESS_OUT,
  NEAR_IN,
  NEAR_OUT,
  ORDER_OUT,
  OWN_SYN,
  PEER_SYN,
  STAMPED_OUT,
} from './evidence.ts';
import { ALL_STATES, CLOSED, type State } from './state.ts';
import { type Effect, type Node, type Side, type Slot, Term, type Test, type Unit } from './term.ts';

const slots: Slot[] = [];
let width = 0;

interface More {
  readonly initial?: readonly [number, number];
  readonly monotone?: boolean;
  readonly given?: boolean;
  readonly restsOn?: Readonly<Partial<Record<Side, Evidence>>>;
}

function slot(
  name: string,
  kind: Slot['kind'],
  unit: Slot['unit'],
  text: string,
  more: More,
  wide = kind === 'range' ? 2 : 1,
): Slot {
  const made: Slot = {
    name,
    kind,
    unit,
    lo: width,
    hi: kind === 'range' ? width + 1 : width,
    width: wide,
    initial: more.initial ?? [NONE, NONE],
    monotone: more.monotone ?? false,
    restsOn: more.restsOn ?? {},
    given: more.given ?? false,
    text,
  };
  width += wide;
  slots.push(made);
  return made;
}

const NONE = Number.NEGATIVE_INFINITY;
const NEVER_YET = Number.POSITIVE_INFINITY;
const SECOND = 1e9;
const term = <U extends Unit>(made: Slot): Term<U> => new Term({ op: 'slot', slot: made });
const fact = <U extends Unit>(name: string, unit: U, text: string, more: More = {}): Term<U> =>
  term(slot(name, 'fact', unit, text, more));
const range = <U extends Unit>(name: string, unit: U, text: string, more: More = {}): Term<U> =>
  term(slot(name, 'range', unit, text, more));

/** A run of numbers that a computed owns: `text` says what they are. */
export const block = (name: string, wide: number, text: string, initial = 0): Slot =>
  slot(name, 'block', 'owned', text, { initial: [initial, initial] }, wide);

const INPUTS = LOSSLESS_IN | NEAR_IN;

export const SND = {
  /** Where SND.ISS and SND.MAX stand before anything was sent. */
  NOTHING: new Term<'own'>({ op: 'constant', value: NONE, name: 'nothing sent' }),
  /** No sequence number lies below: unwrapped ones are positive. */
  FIRST: new Term<'own'>({ op: 'constant', value: 0, name: 'any number' }),
  ISS: fact('SND.ISS', 'own', 'initial send sequence number', { restsOn: { lo: OWN_SYN, hi: OWN_SYN } }),
  MAX: fact('SND.MAX', 'own', 'one past the highest number ever sent', {
    restsOn: { hi: LOSSLESS_OUT | STAMPED_OUT, lo: LOSSLESS_OUT },
  }),
  FIN: fact('SND.FIN', 'own', 'the number of the own FIN, once sent', {
    initial: [NEVER_YET, NEVER_YET],
    restsOn: { lo: LOSSLESS_OUT, hi: LOSSLESS_OUT },
  }),
  /** One past the urgent octets: largest SEG.SEQ + SEG.UP of a segment with URG. */
  UP: fact('SND.UP', 'own', 'largest end of urgent octets that was sent', { restsOn: { lo: LOSSLESS_OUT } }),
  UNA: range('SND.UNA', 'own', 'oldest unacknowledged number', {
    monotone: true,
    restsOn: { hi: LOSSLESS_IN, lo: INPUTS },
  }),
  EDGE: range('SND.EDGE', 'own', 'right edge of the window that the peer has offered, the largest so far', {
    monotone: true,
    restsOn: { hi: PEER_SYN | LOSSLESS_IN, lo: INPUTS },
  }),
  WND: range('SND.WND', 'size', 'the window of the last segment that updated it'),
  WL1: range('SND.WL1', 'peer', 'the number of the segment that last updated the window'),
};

export const RCV = {
  IRS: range('RCV.IRS', 'peer', 'initial receive sequence number'),
  NXT: range('RCV.NXT', 'peer', 'next number expected', { monotone: true, restsOn: { hi: LOSSLESS_IN } }),
  /** A segment that leaves while the ACK field of the latest one is processed says this. */
  BEFORE: range('RCV.BEFORE', 'peer', 'next number expected before the latest segment arrived', {
    monotone: true,
    restsOn: { hi: LOSSLESS_IN },
  }),
  EARLY: range('RCV.EARLY', 'peer', 'the end of what came with the SYN'),
  FIN: range('RCV.FIN', 'peer', 'the number of the peer’s FIN, once one arrived', {
    initial: [NEVER_YET, NEVER_YET],
  }),
  ADV: fact('RCV.ADV', 'peer', 'largest right edge ever offered to the peer', {
    // How windows are scaled only the options of both SYNs tell.
    restsOn: {
      lo: LOSSLESS_OUT | OWN_SYN | PEER_SYN,
      hi: LOSSLESS_OUT | STAMPED_OUT | OWN_SYN | PEER_SYN,
    },
  }),
  ACKED: fact('RCV.ACKED', 'peer', 'largest acknowledgment number sent', {
    restsOn: { lo: LOSSLESS_OUT, hi: LOSSLESS_OUT | STAMPED_OUT },
  }),
  /** Octets, from the first one on, that receive calls have given to the user. */
  TAKEN: range('RCV.TAKEN', 'size', 'octets that the user has received', { initial: [0, 0] }),
  /** 1 once the user has closed for reading too. */
  SHUT: range('RCV.SHUT', 'count', 'whether the user has closed the receiving side as well', {
    initial: [0, 0],
  }),
  /**
   * A constant of the stack, drawn by the simulator: never narrowed, because a stack may drop now and then.
   */
  HOLDS: range('RCV.HOLDS', 'count', 'whether the stack holds out-of-order octets', {
    initial: [0, 1],
    given: true,
  }),
};

export const SMSS: Term<'size'> = range('SMSS', 'size', 'largest segment the peer accepts (its MSS option)', {
  initial: [NONE, NONE],
  restsOn: { hi: PEER_SYN, lo: PEER_SYN },
});
/** 1 after an active OPEN, 0 after a passive one (MUST-11). */
export const ORIGIN: Term<'count'> = range('ORIGIN', 'count', 'whether the connection was opened actively', {
  initial: [0, 0],
  restsOn: { lo: LOSSLESS_OUT, hi: LOSSLESS_OUT },
});
export const DUPACKS: Term<'count'> = range('DUPACKS', 'count', 'duplicate ACKs since SND.UNA last moved', {
  initial: [0, 0],
  restsOn: { hi: LOSSLESS_IN },
});
export const RTT: Term<'span'> = range('RTT', 'span', 'round-trip times that may stand behind RTO', {
  initial: [SECOND, NEVER_YET],
  restsOn: { lo: CLOCK_MS | NEAR_IN },
});
export const RTO: Term<'span'> = range('RTO', 'span', 'retransmission timeout, back-off included', {
  initial: [SECOND, 4 * SECOND],
  restsOn: { lo: CLOCK_MS | NEAR_IN },
});
/** What bounds RTO from above: nothing was outstanding for longer than it took, so no sample is larger. */
export const FLIGHT: Readonly<Record<'SINCE', Term<'instant'>> & Record<'LONGEST', Term<'span'>>> = {
  SINCE: range('FLIGHT.SINCE', 'instant', 'since when something has been outstanding'),
  LONGEST: range('FLIGHT.LONGEST', 'span', 'longest time from there to an ACK of new data', {
    initial: [0, 0],
    restsOn: { hi: CLOCK_MS | NEAR_IN | LOSSLESS_OUT },
  }),
};
/** The run of octets that a timeout has marked for resending: from NEXT to END. */
export const RESEND = {
  NEXT: range('RESEND.NEXT', 'own', 'after a timeout, the next number to be resent'),
  END: range('RESEND.END', 'own', 'after a timeout, one past the last number to be resent'),
};
/** SYNs that arrived and that a SYN,ACK may answer at once. */
export const SYN_ASKED: Term<'count'> = range('SYN-ASKED', 'count', 'SYNs that a SYN,ACK may answer', {
  initial: [0, 0],
  restsOn: { hi: LOSSLESS_IN },
});
/** Segments that an RST may answer (RFC 9293 §3.5.2), not answered yet. */
export const PROVOKED = {
  COUNT: range('PROVOKED.COUNT', 'count', 'arrived segments that an RST may answer', {
    initial: [0, 0],
    restsOn: { hi: LOSSLESS_IN },
  }),
  // One that was not seen may have had any numbers.
  SEQ: range('PROVOKED.SEQ', 'own', 'SEG.ACK of those with an ACK: where the answering RST stands', {
    restsOn: { lo: LOSSLESS_IN, hi: LOSSLESS_IN },
  }),
  ACK: range('PROVOKED.ACK', 'peer', 'SEG.SEQ + SEG.LEN of those without an ACK', {
    restsOn: { lo: LOSSLESS_IN, hi: LOSSLESS_IN },
  }),
};
/** An abort that the user or the stack has made and that an RST may announce. */
export const ABORTED: Term<'count'> = range('ABORTED', 'count', 'whether the connection was aborted', {
  initial: [0, 0],
});
/** 1 where a keep-alive has left since the last segment arrived (RFC 9293 §3.8.4). */
export const PROBED: Term<'count'> = range('PROBED', 'count', 'whether a keep-alive waits for its answer', {
  initial: [0, 0],
  restsOn: { hi: LOSSLESS_IN },
});
export const PROBED_AT: Term<'instant'> = range('PROBED-AT', 'instant', 'when the last keep-alive left');
/** SYNs in the window that RFC 793 takes for errors and answers with an RST. */
export const SYN_ERRORS: Term<'count'> = range('SYN-ERRORS', 'count', 'SYNs in the window taken for errors', {
  initial: [0, 0],
  restsOn: { hi: LOSSLESS_IN },
});
/**
 * Whether the trace has the user's calls. Where it has not, the stack may open, close and abort unannounced.
 */
export const CALLS_LOGGED: Term<'count'> = fact(
  'CALLS-LOGGED',
  'count',
  'whether the user’s calls are in the trace',
  {
    initial: [1, 1],
    given: true,
  },
);
export const TIME_WAIT_SINCE: Term<'instant'> = range(
  'TIME-WAIT.SINCE',
  'instant',
  'when TIME-WAIT may have begun',
);
/** When the stack last heard of this connection, from its peer or its user. */
export const HEARD: Term<'instant'> = range('HEARD', 'instant', 'when the last segment arrived', {
  initial: [NEVER_YET, NEVER_YET],
});
/** Last time that a segment arrived which asks for a challenge ACK or the ACK of an unacceptable segment. */
export const CHALLENGED: Term<'instant'> = range(
  'CHALLENGED',
  'instant',
  'when the last segment arrived that asked for a challenge ACK',
);

/** What selective acknowledgments of the stack may say (RFC 2018, RFC 2883). */
export const SACK = {
  PERMITTED: range('SACK.PERMITTED', 'count', 'whether a SYN of the peer had SACK-permitted', {
    initial: [0, 0],
    restsOn: { hi: PEER_SYN | LOSSLESS_IN },
  }),
  HEARD: range('SACK.HEARD', 'count', 'whether the peer has reported anything above a gap', {
    initial: [0, 0],
    restsOn: { hi: LOSSLESS_IN },
  }),
  /** 2: none has arrived since the last ACK; 1: one, new and above a gap; 0: several, another, or unknown. */
  FRESH: range('SACK.FRESH', 'count', 'whether a single segment above a gap waits for its ACK', {
    initial: [0, 0],
    restsOn: { lo: INPUTS },
  }),
  LATEST: range('SACK.LATEST', 'peer', 'where the latest new segment above a gap begins', {
    restsOn: { lo: INPUTS, hi: INPUTS },
  }),
  /** A run that has arrived for certain if both are certain: the latest segment above a gap, and its run. */
  RUN: {
    LEFT: range(
      'SACK.RUN.LEFT',
      'peer',
      'where the run begins that the latest segment above a gap belongs to',
      {
        restsOn: { lo: INPUTS, hi: INPUTS },
      },
    ),
    RIGHT: range('SACK.RUN.RIGHT', 'peer', 'where that run ends', { restsOn: { lo: INPUTS } }),
  },
  /** Segments that may have brought octets a second time, and the hull of them. */
  // Behind a recorder that sits elsewhere the path may double packets.
  AGAIN: {
    COUNT: range('SACK.AGAIN.COUNT', 'count', 'arrived duplicates that no D-SACK has reported', {
      initial: [0, 0],
      restsOn: { hi: INPUTS },
    }),
    LEFT: range('SACK.AGAIN.LEFT', 'peer', 'the lowest number of a duplicate', {
      initial: [NEVER_YET, NEVER_YET],
      restsOn: { lo: INPUTS },
    }),
    RIGHT: range('SACK.AGAIN.RIGHT', 'peer', 'one past the highest number of a duplicate', {
      restsOn: { hi: INPUTS },
    }),
  },
};

/** Timestamps (RFC 7323 §3–5). Not in use where one of the first two is −∞. */
export const TS = {
  /** No clock reads less: unwrapped ones are positive. */
  FIRST: new Term<'peer tick'>({ op: 'constant', value: 0, name: 'any tick' }),
  NEVER: new Term<'peer tick'>({ op: 'constant', value: NONE, name: 'no tick' }),
  ALWAYS: new Term<'peer tick'>({ op: 'constant', value: NEVER_YET, name: 'every tick' }),
  OFFERED: range('TS.OFFERED', 'peer tick', 'every tick once the own SYN had Timestamps, none before', {
    // Options may be taken out on the way to a recorder that sits elsewhere; another SYN may have had them.
    restsOn: { lo: OWN_SYN, hi: OWN_SYN | NEAR_OUT | LOSSLESS_OUT },
  }),
  RECENT: range('TS.RECENT', 'peer tick', 'the TSval that the stack echoes, none where no SYN brought one', {
    restsOn: { lo: PEER_SYN | INPUTS, hi: PEER_SYN | LOSSLESS_IN },
  }),
  SENT: fact('TS.SENT', 'own tick', 'largest TSval sent', { restsOn: { lo: ORDER_OUT | NEAR_OUT } }),
};
export const PEER = {
  SHIFT: range('PEER.SHIFT', 'count', 'the shift that the peer’s SYN offered, −1 where none', {
    initial: [-1, -1],
    restsOn: { hi: PEER_SYN | LOSSLESS_IN },
  }),
  ECN: range('PEER.ECN', 'count', 'whether a SYN of the peer asked for ECN', {
    initial: [0, 0],
    restsOn: { hi: PEER_SYN | LOSSLESS_IN },
  }),
};

const stateSlot = slot('STATE', 'mask', 'states', 'states that the connection may be in', {
  initial: [CLOSED, CLOSED],
  restsOn: { lo: LOSSLESS_IN | LOSSLESS_OUT },
});
export const STATE = {
  slot: stateSlot,
  in: (states: State): Test => ({ op: 'in', slot: stateSlot, states: states & ALL_STATES }),
  /** Each possible state is mapped; states not named stay. */
  moves: (...moves: readonly (readonly [State, State])[]): Effect => ({ to: stateSlot, moves }),
};

/** The slot that a term names. */
export function slotOf(of: Term<Unit> | Node): Slot {
  const node = of instanceof Term ? of.node : of;
  if (node.op !== 'slot') throw new Error('slotOf: not a slot');
  return node.slot;
}

/** All slots, and the width of a pool record, once every module that owns a block has been loaded. */
export const allSlots = (): readonly Slot[] => slots;
export const recordWidth = (): number => width;
