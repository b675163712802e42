/**
 * What the blocks of one SACK option say of each other (RFC 2018 §3, RFC 2883 §4): a computed without slots,
 * since the segment alone decides. Blocks behind the last do not count.
 */
import { OUT } from './event.ts';
import { type Computed, type Node, type Side, Term } from './term.ts';

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

/** Whether the first block lies inside another one: then it reports a duplicate above the gap. */
function firstInside(args: Float64Array): boolean {
  for (let k = 1; k < low(args, SACKS); k++)
    if (leftAt(args, 0) >= leftAt(args, k) && rightAt(args, 0) <= rightAt(args, k)) return true;
  return false;
}
const isDuplicate = (args: Float64Array): boolean => leftAt(args, 0) < low(args, ACK) || firstInside(args);

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
  (most: number, count: (args: Float64Array) => number) =>
  (side: Side, _box: Float64Array, _at: number, args: Float64Array): number => {
    const known = args.subarray(0, 2 * (EDGES + 8));
    return isExact(known) ? count(known) : side === 'lo' ? 0 : most;
  };
const query = (most: number, count: (args: Float64Array) => number) =>
  ({ unit: 'count', whenFull: 'unknown', restsOn: {}, exact: true, read: over(most, count) }) as const;

export const sackBlocks: Computed = Object.freeze({
  id: 'SACK blocks',
  slots: [],
  reads: [],
  apply: () => {},
  queries: {
    duplicates: query(1, (args) => (isDuplicate(args) ? 1 : 0)),
    inside: query(1, (args) => (firstInside(args) ? 1 : 0)),
    touching: query(6, touching),
  },
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
  /** 1 where the first block lies inside another one. */
  INSIDE: ask('inside'),
  /** Pairs of blocks that overlap or meet. */
  TOUCHING: ask('touching'),
};
