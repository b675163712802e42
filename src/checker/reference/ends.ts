/**
 * What a term is worth on one path, as an interval: written anew from the table of forward readings
 * (core-semantics.md §2), so that an error in `read.ts` or in the compiled cells would show.
 */
import type { Node } from '../../spec/term.ts';

/** All values from lo to hi, both included; unknown is ±∞. */
export interface Ends {
  readonly lo: number;
  readonly hi: number;
}

/** What a reading looks at. `armed`: in tests of payment, the event that armed the debt. */
export interface Sight {
  readonly box: Float64Array;
  readonly event: Float64Array;
  readonly values: Readonly<Record<string, number>>;
  readonly armed?: Float64Array;
}

const LEAST = Number.NEGATIVE_INFINITY;
const MOST = Number.POSITIVE_INFINITY;

/** ∞ − ∞ says nothing: then there is no bound on that side. */
export const ends = (lo: number, hi: number): Ends => ({
  lo: Number.isNaN(lo) ? LEAST : lo,
  hi: Number.isNaN(hi) ? MOST : hi,
});

/** Throws where a computed lacks a query that a rule asks: a bug of the spec. */
export function endsOf(node: Node, sight: Sight): Ends {
  switch (node.op) {
    case 'constant': {
      const value = node.name === undefined ? node.value : (sight.values[node.name] ?? node.value);
      return { lo: value, hi: value };
    }
    case 'slot':
      return { lo: sight.box[node.slot.lo] ?? LEAST, hi: sight.box[node.slot.hi] ?? MOST };
    case 'event': {
      const record = node.from === 'in' ? (sight.armed ?? sight.event) : sight.event;
      return { lo: record[node.at] ?? LEAST, hi: record[node.high ?? node.at] ?? MOST };
    }
    case '*': {
      const of = endsOf(node.a, sight);
      return ends(of.lo * node.k, of.hi * node.k);
    }
    case 'query':
      return asked(node, sight);
    default:
      return joined(node.op, endsOf(node.a, sight), endsOf(node.b, sight));
  }
}

function joined(op: '+' | '-' | 'min' | 'max' | 'between', a: Ends, b: Ends): Ends {
  if (op === '+') return ends(a.lo + b.lo, a.hi + b.hi);
  if (op === '-') return ends(a.lo - b.hi, a.hi - b.lo);
  if (op === 'between') return { lo: a.lo, hi: b.hi };
  return op === 'min'
    ? { lo: a.lo < b.lo ? a.lo : b.lo, hi: a.hi < b.hi ? a.hi : b.hi }
    : { lo: a.lo > b.lo ? a.lo : b.lo, hi: a.hi > b.hi ? a.hi : b.hi };
}

/** Computeds belong to the spec: their queries are asked as they stand. */
function asked(node: Extract<Node, { op: 'query' }>, sight: Sight): Ends {
  const query = node.of.queries[node.name];
  if (!query) throw new Error(`unreachable: ${node.of.id} has no query ${node.name}`);
  const args = new Float64Array(32);
  node.args.forEach((arg, i) => {
    const of = endsOf(arg, sight);
    args[2 * i] = of.lo;
    args[2 * i + 1] = of.hi;
  });
  return ends(query.read('lo', sight.box, 0, args), query.read('hi', sight.box, 0, args));
}
