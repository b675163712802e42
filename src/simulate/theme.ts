/**
 * What a walk is about: who opens, who closes, who disturbs. Themes make sure that every corner of the spec
 * is walked.
 */
import type { Random } from '../checker/random-boxes.ts';
import { BIT } from '../spec/event.ts';
import type { Wish } from './actor.ts';

/** Somebody who sends what nobody expects. Times in milliseconds. */
export interface Stranger {
  readonly least: number;
  readonly most: number;
  readonly from: number;
  readonly to: number;
  /** Control bits to choose from. */
  readonly flags: readonly number[];
  /** How far from a true number the strange one stands. */
  readonly beside: readonly number[];
  /** Its timestamps are old: what the network has kept for long. */
  readonly old?: boolean;
  /** How often it has text where it has neither SYN nor RST; 0.3 where nothing is said. */
  readonly text?: number;
  /**
   * Its SEQ stands so far from the number that the stack expects, its ACK so far from one past the last that
   * the stack has sent; else each stands `beside` any number that the stack knows.
   */
  readonly exact?: { readonly seq: readonly number[]; readonly ack: readonly number[] };
}

export interface Theme {
  readonly name: string;
  readonly share: number;
  readonly opens: readonly [Wish['open'], Wish['open']];
  readonly closes: readonly [readonly Wish['close'][], readonly Wish['close'][]];
  readonly appetite: readonly [readonly number[], readonly number[]];
  /** The user closes at a time up to one of these, in milliseconds. */
  readonly closeBy: readonly number[];
  readonly stranger?: Stranger;
  readonly unlisten?: boolean;
  /** How often the trace has the user's calls; 0.65 where the theme does not say. */
  readonly logged?: number;
  /** Walked for a longer time, because long timers matter. */
  readonly long?: boolean;
  /** Stacks of the time before RFC 5961, judged by the profile `rfc793-era`. */
  readonly era?: boolean;
  /** Nothing is delivered for some time, seconds at most. */
  readonly silence?: number;
  /**
   * How likely it is that a segment is lost, overtaken, doubled, and how long it takes one way, milliseconds;
   * drawn where nothing is said.
   */
  readonly network?: {
    readonly loss?: number;
    readonly reorder?: number;
    readonly double?: number;
    readonly delay?: number;
  };
  /** Both users close at the same time. */
  readonly together?: boolean;
  /** The second user closes so much later, milliseconds. */
  readonly later?: number;
  /** The most events of a walk, where there is much to send. */
  readonly events?: number;
}

const RST = BIT.RST;
const SYN = BIT.SYN;
const ANYTHING = [RST, RST | BIT.ACK, SYN, SYN | BIT.ACK, BIT.ACK, BIT.ACK | BIT.FIN, 0];
const BESIDE = [0, 0, 0, 1, -1, 1, 300, 700, -700, 100_000];
const SOME = [1, 1500, 6000];
const MUCH = [12_000, 40_000];
const BULK = [60_000, 200_000];
const CALM = { loss: 0, reorder: 0, double: 0 };
const closing = ['shutdown', 'close', 'close'] as const;
const open = { opens: ['active', 'passive'] } as const;

export const THEMES: readonly Theme[] = [
  {
    name: 'plain',
    share: 5,
    ...open,
    closes: [closing, closing],
    appetite: [SOME, MUCH],
    closeBy: [60, 400, 3000],
  },
  {
    name: 'bulk',
    share: 40,
    logged: 0.9,
    ...open,
    closes: [['never'], closing],
    appetite: [[1, 40_000], BULK],
    closeBy: [80_000],
    long: true,
    events: 8000,
  },
  {
    name: 'closed together',
    share: 100,
    logged: 0.8,
    ...open,
    closes: [closing, closing],
    appetite: [
      [0, 1],
      [0, 1],
    ],
    closeBy: [900, 2000],
    together: true,
    network: { loss: 0, delay: 80 },
  },
  {
    name: 'one after the other',
    share: 60,
    logged: 0.8,
    ...open,
    closes: [closing, closing],
    appetite: [
      [0, 1],
      [0, 700],
    ],
    closeBy: [400, 700],
    later: 2000,
    network: { loss: 0 },
  },
  {
    name: 'little',
    share: 10,
    logged: 0.8,
    ...open,
    closes: [closing, closing],
    appetite: [[0], [0, 1]],
    closeBy: [300, 700],
  },
  {
    name: 'abort',
    share: 58,
    logged: 0.7,
    ...open,
    closes: [['abort'], ['abort', 'never']],
    appetite: [SOME, SOME],
    closeBy: [200, 700],
  },
  {
    name: 'leaves early',
    share: 6,
    ...open,
    closes: [['close'], ['never', 'close']],
    appetite: [[0, 1], MUCH],
    closeBy: [200, 400],
  },
  {
    name: 'leaves unread',
    share: 104,
    logged: 1,
    ...open,
    closes: [['close'], ['never', 'shutdown']],
    appetite: [[0, 1], SOME],
    closeBy: [400, 1500],
    network: { loss: 0.02, reorder: 0.05, double: 0.03 },
  },
  {
    name: 'gaps',
    share: 9,
    logged: 1,
    ...open,
    closes: [['never'], ['never', 'shutdown']],
    appetite: [[0], [6000, 12_000]],
    closeBy: [30_000],
    network: { loss: 0.06, reorder: 0, double: 0.7 },
  },
  {
    name: 'the same above a gap',
    share: 50,
    logged: 1,
    ...open,
    closes: [['never'], ['never']],
    appetite: [[0], [0]],
    closeBy: [3000],
    network: CALM,
    stranger: {
      least: 12,
      most: 20,
      from: 400,
      to: 8000,
      flags: [BIT.ACK],
      beside: [0],
      text: 1,
      exact: { seq: [300, 300, 300, 301], ack: [0] },
    },
  },
  {
    name: 'orphan',
    share: 52,
    logged: 1,
    long: true,
    network: CALM,
    ...open,
    closes: [['close'], ['never']],
    appetite: [[0, 1], [0]],
    closeBy: [250, 500],
    // Somebody must come by for the stack to show that it is gone.
    stranger: { least: 4, most: 6, from: 11_000, to: 30_000, flags: [BIT.ACK], beside: [0] },
  },
  {
    name: 'simultaneous',
    share: 17,
    opens: ['active', 'active'],
    closes: [closing, closing],
    appetite: [SOME, SOME],
    closeBy: [60, 300],
    stranger: {
      least: 2,
      most: 10,
      from: 1,
      to: 200,
      flags: [RST, RST, RST, SYN],
      beside: [0, 0, 0, 1],
      exact: { seq: [0, 0, 1, -1], ack: [0] },
    },
  },
  {
    name: 'refused',
    share: 1,
    opens: ['active', 'never'],
    closes: [['never', 'close'], ['never']],
    appetite: [SOME, [0]],
    closeBy: [300],
  },
  {
    name: 'wrong answers',
    share: 25,
    opens: ['active', 'never'],
    closes: [['never'], ['never']],
    appetite: [SOME, [0]],
    closeBy: [3000],
    stranger: {
      least: 4,
      most: 8,
      from: 1,
      to: 3000,
      flags: [BIT.ACK, SYN | BIT.ACK],
      beside: [0, 1],
      exact: { seq: [0, 300], ack: [-1, -1, -300, 1, 1, 300] },
    },
  },
  {
    name: 'deserted',
    share: 8,
    ...open,
    closes: [['never'], ['never', 'close']],
    appetite: [SOME, SOME],
    closeBy: [3000],
    silence: 40,
    long: true,
  },
  {
    name: 'unlisten',
    share: 21,
    logged: 1,
    ...open,
    closes: [closing, ['never']],
    appetite: [SOME, [0]],
    closeBy: [500],
    unlisten: true,
  },
  {
    name: 'disturbed handshake',
    share: 50,
    ...open,
    closes: [closing, closing],
    appetite: [SOME, SOME],
    closeBy: [300, 2000],
    stranger: {
      least: 4,
      most: 16,
      from: 0,
      to: 200,
      flags: [RST, SYN, SYN, SYN | BIT.FIN, SYN | BIT.FIN, BIT.ACK, BIT.ACK, SYN | BIT.ACK],
      beside: [...BESIDE, 700, 700],
    },
  },
  {
    name: 'disturbed',
    share: 3,
    ...open,
    closes: [closing, ['never', 'close']],
    appetite: [SOME, MUCH],
    closeBy: [400, 4000],
    stranger: { least: 1, most: 8, from: 10, to: 3000, flags: ANYTHING, beside: BESIDE },
  },
  {
    name: 'outdated',
    share: 72,
    ...open,
    closes: [['never', 'close'], ['never']],
    appetite: [[1], [1, 700]],
    closeBy: [30_000],
    stranger: {
      least: 3,
      most: 7,
      from: 300,
      to: 30_000,
      flags: [BIT.ACK, BIT.ACK | BIT.FIN, BIT.ACK | BIT.FIN],
      beside: [0, 0, 0, 0, 1],
      old: true,
      text: 0.6,
      exact: { seq: [0, 0, 1, -300, 300], ack: [0] },
    },
  },
  {
    name: 'older stacks',
    share: 70,
    era: true,
    ...open,
    closes: [['never', 'close'], ['never']],
    appetite: [[0, 1], [0]],
    closeBy: [3000],
    stranger: {
      least: 10,
      most: 18,
      from: 200,
      to: 3000,
      flags: [SYN, SYN, SYN, RST],
      beside: [1, 2, 300],
      exact: { seq: [1, 2, 300], ack: [0] },
    },
  },
  {
    name: 'prodded',
    share: 28,
    ...open,
    closes: [['never', 'close'], ['never']],
    appetite: [[0, 1], [0]],
    closeBy: [40_000],
    stranger: {
      least: 5,
      most: 8,
      from: 200,
      to: 30_000,
      flags: [BIT.ACK],
      beside: [0, 0, -1, 1, 300],
      exact: { seq: [0, 0, 0, -1, -300, 1, 100_000], ack: [0, 1, 300, -300] },
    },
  },
  {
    name: 'probed',
    share: 42,
    ...open,
    closes: [['never', 'close'], ['never']],
    appetite: [
      [0, 1],
      [0, 1],
    ],
    closeBy: [40_000],
    stranger: {
      least: 3,
      most: 5,
      from: 200,
      to: 30_000,
      flags: [RST, RST, RST, SYN],
      beside: [1, 2, 300],
      exact: { seq: [1, 2, 300], ack: [0] },
    },
  },
];

export function themeOf(random: Random): Theme {
  const total = THEMES.reduce((sum, t) => sum + t.share, 0);
  let place = random.unit() * total;
  for (const theme of THEMES) {
    place -= theme.share;
    if (place < 0) return theme;
  }
  throw new Error('unreachable: the shares add up');
}
