/** The slow, obvious readings: an end of a term, may and must of a test (core-semantics.md §2, §7). */
import type { Evidence } from './evidence.ts';
import type { Node, Query, Side, Slot, Test } from './term.ts';

/** What a reading looks at. With `draw` it is a point reading: choices are drawn, once a node and event. */
export interface View {
  readonly box: Float64Array;
  readonly at: number;
  readonly event: Float64Array;
  /** The profile's settings by name. */
  readonly values: Readonly<Record<string, number>>;
  /** Evidence that the recording lacks: bounds that rest on it read as ±∞. */
  readonly lacks: Evidence;
  readonly draw?: ((node: Node, lo: number, hi: number) => number) | undefined;
}

export const otherSide = (side: Side): Side => (side === 'lo' ? 'hi' : 'lo');
const unbounded = (side: Side): number =>
  side === 'lo' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;

/** A bound of a slot; without the evidence it rests on, none. */
export function readSlot(slot: Slot, side: Side, view: View): number {
  if (((slot.restsOn[side] ?? 0) & view.lacks) !== 0) return unbounded(side);
  return view.box[view.at + (side === 'lo' ? slot.lo : slot.hi)] ?? unbounded(side);
}

/**
 * The end of a term. ∞ − ∞ is NaN and falls to the lenient side in `holds`; `store` turns it into no bound.
 */
export function read(node: Node, side: Side, view: View): number {
  switch (node.op) {
    case 'slot':
      return readSlot(node.slot, side, view);
    case 'event':
      return view.event[side === 'hi' ? (node.high ?? node.at) : node.at] ?? unbounded(side);
    case 'constant':
      return node.name === undefined ? node.value : (view.values[node.name] ?? node.value);
    case '+':
      return read(node.a, side, view) + read(node.b, side, view);
    case '-':
      return read(node.a, side, view) - read(node.b, otherSide(side), view);
    case '*':
      return read(node.a, side, view) * node.k;
    case 'min':
      return Math.min(read(node.a, side, view), read(node.b, side, view));
    case 'max':
      return Math.max(read(node.a, side, view), read(node.b, side, view));
    case 'between':
      if (view.draw) return view.draw(node, read(node.a, 'lo', view), read(node.b, 'hi', view));
      return read(side === 'lo' ? node.a : node.b, side, view);
    case 'query': {
      const query: Query | undefined = node.of.queries[node.name];
      if (!query) throw new Error(`${node.of.id} has no query ${node.name}`);
      if (((query.restsOn?.[side] ?? 0) & view.lacks) !== 0) return unbounded(side);
      return query.read(side, view.box, view.at, readArgs(node.args, view));
    }
  }
}

const scratch = new Float64Array(32);
/** Ends of a query's arguments, in a scratch record that is good until the next query. */
function readArgs(args: readonly Node[], view: View): Float64Array {
  const ends = args.flatMap((arg) => [read(arg, 'lo', view), read(arg, 'hi', view)]);
  scratch.set(ends);
  return scratch;
}

export type Mode = 'may' | 'must';

/** *may*: some values pass; *must*: all pass. NaN falls to the lenient side: may is true, must is false. */
export function holds(test: Test, mode: Mode, view: View): boolean {
  switch (test.op) {
    case 'flags':
      return ((view.event[2] ?? 0) & test.mask) === test.want;
    case 'in': {
      const possible = view.box[view.at + test.slot.lo] ?? 0;
      return mode === 'may' ? (possible & test.states) !== 0 : (possible & ~test.states) === 0;
    }
    case '<=':
      return mode === 'may'
        ? !(read(test.a, 'lo', view) > read(test.b, 'hi', view))
        : read(test.a, 'hi', view) <= read(test.b, 'lo', view);
    case '=':
      return mode === 'may'
        ? !(read(test.a, 'lo', view) > read(test.b, 'hi', view)) &&
            !(read(test.b, 'lo', view) > read(test.a, 'hi', view))
        : read(test.a, 'hi', view) <= read(test.b, 'lo', view) &&
            read(test.b, 'hi', view) <= read(test.a, 'lo', view);
  }
}

export const allHold = (tests: readonly Test[], mode: Mode, view: View): boolean =>
  tests.every((test) => holds(test, mode, view));

/** What may stand in a slot: NaN, should one ever appear, is no bound. */
export const store = (value: number, side: Side): number => (Number.isNaN(value) ? unbounded(side) : value);
