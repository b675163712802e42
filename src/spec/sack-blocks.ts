/**
 * What the blocks of one SACK option say of each other (RFC 2018 §3, RFC 2883 §4): a computed without slots,
 * since the segment alone decides. Blocks behind the last do not count.
 */
import { OUT } from './event.ts';
import { type Computed, count, type Node, type Side, Term } from './term.ts';

/** Places of the arguments: how many blocks, the acknowledgment number, then the edges. */
const SACKS = 0;
const ACK = 1;
const EDGES = 2;

const low = (args: Float64Array, i: number): number => args[2 * i] ?? 0;
const isExact = (args: Float64Array): boolean => {
  for (let i = 0; i < args.length; i += 2) if (args[i] !== args[i + 1]) return false;
  return true;
};
const leftAt = (args: Float64Array, k: number): number => low(args, EDGES + 2 * k);
const rightAt = (args: Float64Array, k: number): number => low(args, EDGES + 2 * k + 1);

const firstInside = (args: Float64Array, k: number): boolean =>
  leftAt(args, 0) >= leftAt(args, k) && rightAt(args, 0) <= rightAt(args, k);
/** Whether the first block lies inside the second: then it reports a duplicate above the gap. */
const isInside = (args: Float64Array): boolean => low(args, SACKS) > 1 && firstInside(args, 1);
/** Several duplicates may go into one block, so the run that it lies in need not stand second. */
function isDuplicate(args: Float64Array): boolean {
  if (low(args, SACKS) > 0 && leftAt(args, 0) < low(args, ACK)) return true;
  for (let k = 1; k < low(args, SACKS); k++) if (firstInside(args, k)) return true;
  return false;
}

/** Pairs of blocks that overlap or meet; a first one that reports a duplicate is left out. */
function touching(args: Float64Array): number {
  let pairs = 0;
  const n = low(args, SACKS);
  for (let i = isDuplicate(args) ? 1 : 0; i < n; i++)
    for (let k = i + 1; k < n; k++)
      if (leftAt(args, i) <= rightAt(args, k) && leftAt(args, k) <= rightAt(args, i)) pairs++;
  return pairs;
}

/** Arguments that are ranges, as where a segment is being drawn, give from 0 to `most`. */
const over =
  (most: number, count: (of: Float64Array) => number) =>
  (side: Side, _box: Float64Array, _at: number, args: Float64Array): number => {
    const known = args.subarray(0, 2 * (EDGES + 8));
    return isExact(known) ? count(known) : side === 'lo' ? 0 : most;
  };
const query = (text: string, most: number, of: (args: Float64Array) => number) =>
  ({
    unit: 'count',
    whenFull: 'unknown',
    restsOn: {},
    exact: true,
    read: over(most, of),
    text: () => text,
  }) as const;

/** Arguments: k, how many blocks, a position: that position, 0 behind the last block. */
function edge(side: Side, _box: Float64Array, _at: number, args: Float64Array): number {
  const k = args[0] ?? 0;
  const [least = 0, most = 0, from = 0, to = 0] = args.subarray(2);
  if (k < least) return side === 'lo' ? from : to;
  if (k >= most) return 0;
  return side === 'lo' ? Math.min(0, from) : Math.max(0, to);
}

const queries: Computed['queries'] = {
  duplicates: query('first SACK block a D-SACK', 1, (of) => (isDuplicate(of) ? 1 : 0)),
  inside: query('first SACK block inside the second', 1, (of) => (isInside(of) ? 1 : 0)),
  touching: query('SACK blocks that meet or overlap', 6, touching),
  edge: {
    unit: 'peer',
    whenFull: 'unknown',
    restsOn: {},
    exact: true,
    read: edge,
    text: ([, , to = '']) => to,
  },
};

export const sackBlocks: Computed = Object.freeze({
  id: 'SACK blocks',
  slots: [],
  reads: [],
  apply: () => {},
  queries,
  contains: () => true,
});

const args: readonly Node[] = [
  OUT.SACKS.node,
  OUT.ACK.node,
  ...OUT.SACK.flatMap(({ LEFT, RIGHT }) => [LEFT.node, RIGHT.node]),
];
const ask = (name: string): Term<'count'> => new Term({ op: 'query', of: sackBlocks, name, args });

export const BLOCKS = {
  /** 1 where the first block reports a duplicate: it begins below the ACK or lies inside another one. */
  DUPLICATES: ask('duplicates'),
  /** 1 where the first block lies inside the second. */
  INSIDE: ask('inside'),
  /** Pairs of blocks that overlap or meet. */
  TOUCHING: ask('touching'),
  /** A position that an edge of block k of `blocks` is compared with: 0, as both edges, behind the last. */
  edge: (k: number, blocks: Term<'count'>, position: Term<'peer'>): Term<'peer'> =>
    new Term({
      op: 'query',
      of: sackBlocks,
      name: 'edge',
      args: [count(k).node, blocks.node, position.node],
    }),
};
