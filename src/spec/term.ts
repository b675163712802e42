/**
 * Slots, terms, tests, effects: what a rule is made of (core-semantics.md §2, §8).
 * Every value is a frozen record; read.ts reads it, solve.ts turns it round, compile prints it as code,
 * render as text.
 */
import type { Evidence } from './evidence.ts';
import type { RequirementId } from './requirements/all.ts';

export type Side = 'lo' | 'hi';
/**
 * Own and peer sequence space, size in octets, span and instant in nanoseconds, count of things; ticks of the
 * timestamp clocks (RFC 7323 §4), which are counted from a number of their own.
 */
export type Unit = 'own' | 'peer' | 'size' | 'span' | 'instant' | 'count' | 'own tick' | 'peer tick';

/**
 * A field of the TCB. `lo`, `hi` are indices into a pool record; a fact and a mask have lo === hi, a block
 * owns `width`.
 */
export interface Slot {
  readonly name: string;
  readonly kind: 'fact' | 'range' | 'mask' | 'block';
  readonly unit: Unit | 'states' | 'owned';
  readonly lo: number;
  readonly hi: number;
  readonly width: number;
  readonly initial: readonly [number, number];
  /** Never moves left, in any history: then a later position of the frontier has the larger value. */
  readonly monotone: boolean;
  readonly restsOn: Readonly<Partial<Record<Side, Evidence>>>;
  /** A property of the recording or a constant of the stack: set at the start, written by no rule. */
  readonly given: boolean;
  readonly text: string;
}

export type Node =
  | { readonly op: 'slot'; readonly slot: Slot }
  | {
      readonly op: 'event';
      readonly name: string;
      readonly at: number;
      /** Index of the high end; present where a field is a range (NOW always, OUT fields when proposing). */
      readonly high?: number;
      readonly from: 'in' | 'out' | 'both';
      readonly point: boolean;
    }
  | { readonly op: 'constant'; readonly value: number; readonly name?: string }
  | { readonly op: '+' | '-' | 'min' | 'max' | 'between'; readonly a: Node; readonly b: Node }
  | { readonly op: '*'; readonly a: Node; readonly k: number }
  | { readonly op: 'query'; readonly of: Computed; readonly name: string; readonly args: readonly Node[] };

export type Test = { readonly per?: RequirementId } & (
  | { readonly op: '<=' | '='; readonly a: Node; readonly b: Node }
  | { readonly op: 'flags'; readonly mask: number; readonly want: number; readonly names: string }
  | { readonly op: 'in'; readonly slot: Slot; readonly states: number }
);

export type Effect =
  | { readonly to: Slot; readonly value: Node }
  | { readonly to: Slot; readonly moves: readonly (readonly [from: number, to: number])[] };

/** What terms cannot say. Pool in, pool out; no closures over state, no allocation. */
export interface Computed {
  readonly id: string;
  /** Slots that only `apply` writes. */
  readonly slots: readonly Slot[];
  readonly reads: readonly Slot[];
  /**
   * Applies the event to the box in place. `sure` says that the event certainly takes effect; else it may.
   * On a point box (lo = hi everywhere) with `sure` the result is a point box.
   */
  readonly apply: (box: Float64Array, at: number, event: Float64Array, sure: boolean) => void;
  readonly queries: Readonly<Record<string, Query>>;
  /** Whether it has no room left: what comes next may change what it says of what came before. */
  readonly full?: (box: Float64Array, at: number) => boolean;
  /** Whether the owned blocks of the box allow those of a point. */
  readonly contains: (box: Float64Array, at: number, point: Float64Array, pointAt: number) => boolean;
  /** Numbers at which something begins in the blocks of a point: worth trying in a walk. */
  readonly landmarks?: (box: Float64Array, at: number) => readonly number[];
}

export interface Query {
  readonly unit: Unit;
  /** `args` holds lo and hi of each argument in turn. Unknown is ±∞. */
  readonly read: (side: Side, box: Float64Array, at: number, args: Float64Array) => number;
  readonly whenFull: 'larger' | 'smaller' | 'unknown';
  /** Without this evidence an end reads as ±∞. Not said: it rests on having seen all outputs. */
  readonly restsOn?: Readonly<Partial<Record<Side, Evidence>>>;
  /** One number wherever its arguments are one. */
  readonly exact?: boolean;
  /** How people say it, from its arguments as text; else its name and its arguments. */
  readonly text?: (args: readonly string[]) => string;
}

/** `plus` of a position takes a size, of an instant a span, of a tick a count; `minus` of two is that. */
type Step<U extends Unit> = U extends 'own' | 'peer'
  ? 'size'
  : U extends 'instant'
    ? 'span'
    : U extends 'own tick' | 'peer tick'
      ? 'count'
      : U;
type Scalable = 'size' | 'span' | 'count';

const ONE: Node = { op: 'constant', value: 1 };
const less = (a: Node, b: Node): Test => ({ op: '<=', a: { op: '+', a, b: ONE }, b });

/** A term in RFC notation with the unit it counts in. */
export class Term<U extends Unit> {
  readonly node: Node;
  declare readonly unit: U;
  constructor(node: Node) {
    this.node = node;
  }
  plus(o: Term<Step<U>>): Term<U> {
    return new Term({ op: '+', a: this.node, b: o.node });
  }
  /** A position less a size, an instant less a span. */
  less(o: Term<Step<U>>): Term<U> {
    return new Term({ op: '-', a: this.node, b: o.node });
  }
  minus(o: Term<U>): Term<Step<U>> {
    return new Term({ op: '-', a: this.node, b: o.node });
  }
  times(this: Term<Extract<U, Scalable>>, k: number): Term<U> {
    if (!(k > 0)) throw new Error(`times(${k}): only by a positive number, or the ends would change places`);
    return new Term({ op: '*', a: this.node, k });
  }
  le(o: Term<U>): Test {
    return { op: '<=', a: this.node, b: o.node };
  }
  lt(o: Term<U>): Test {
    return less(this.node, o.node);
  }
  ge(o: Term<U>): Test {
    return { op: '<=', a: o.node, b: this.node };
  }
  gt(o: Term<U>): Test {
    return less(o.node, this.node);
  }
  eq(o: Term<U>): Test {
    return { op: '=', a: this.node, b: o.node };
  }
  becomes(v: Term<U>): Effect {
    if (this.node.op !== 'slot') throw new Error('becomes: only a slot can be assigned');
    return { to: this.node.slot, value: v.node };
  }
}

export const min = <U extends Unit>(a: Term<U>, b: Term<NoInfer<U>>): Term<U> =>
  new Term({ op: 'min', a: a.node, b: b.node });
export const max = <U extends Unit>(a: Term<U>, b: Term<NoInfer<U>>): Term<U> =>
  new Term({ op: 'max', a: a.node, b: b.node });
/** Any value from a to b, at the stack's choice: the only choice there is. One node is one draw per event. */
export const between = <U extends Unit>(a: Term<U>, b: Term<NoInfer<U>>): Term<U> =>
  new Term({ op: 'between', a: a.node, b: b.node });

const constant = <U extends Unit>(value: number, name?: string): Term<U> =>
  new Term(name === undefined ? { op: 'constant', value } : { op: 'constant', value, name });
export const octets = (n: number): Term<'size'> => constant(n);
export const count = (n: number): Term<'count'> => constant(n);
export const seconds = (n: number): Term<'span'> => constant(n * 1e9);
export const NOWHERE_OWN: Term<'own'> = constant(Number.POSITIVE_INFINITY);
export const NOWHERE_PEER: Term<'peer'> = constant(Number.POSITIVE_INFINITY);
/** A value that the profile sets; `standard` is the RFC's own. */
export const setting = <U extends Unit>(name: string, standard: number): Term<U> => constant(standard, name);

/** A clause that stands for one catalogue entry and no other: the level of its failure. */
export const per = (id: RequirementId, test: Test): Test => ({ ...test, per: id });

/** A behaviour that the stack may show or not: open for the checker, a draw for the simulator. */
export const atWill = (): Test => between(count(0), count(1)).eq(count(1));
const TOLERATED = setting<'count'>('tolerated', 1);
/**
 * A behaviour of deployed stacks that an RFC advises against: open for the checker, never shown by a walked
 * stack. A setting of a profile may say more: by 0 it is not tolerated either, by 2 it is as good as any and
 * walked stacks show it too.
 */
export const tolerated = (of: Term<'count'> = TOLERATED): Test => between(count(0), of).eq(count(1));
/** The same where a walked stack shows it too: as good as any unless the profile tolerates nothing. */
export const TOLERANT: Test = TOLERATED.ge(count(1));
/** What a walked stack always does, because the RFC asks for it, and a deployed one may leave. */
export const unlessTolerated = (): Test => between(count(0), TOLERATED).eq(count(0));

/** Whether a clause is one of those above: no fact decides it. */
export const isWill = (test: Test): boolean =>
  test.op === '=' && test.a.op === 'between' && test.a.a.op === 'constant' && test.a.b.op === 'constant';
export const isTolerance = (node: Node): boolean =>
  node.op === 'between' && node.b.op === 'constant' && node.b.name !== undefined && isConstant(node.a);
const isConstant = (node: Node): boolean => node.op === 'constant';

/** All leaves of a term, in reading order. Arguments of queries count. */
export function leaves(node: Node, into: Node[] = []): Node[] {
  switch (node.op) {
    case 'slot':
    case 'event':
      into.push(node);
      break;
    case 'constant':
      break;
    case '*':
      leaves(node.a, into);
      break;
    case 'query':
      for (const arg of node.args) leaves(arg, into);
      break;
    default:
      leaves(node.a, into);
      leaves(node.b, into);
  }
  return into;
}

/** Whether two leaves are the same slot end or event field. */
export const sameLeaf = (x: Node, y: Node): boolean =>
  x === y ||
  (x.op === 'slot' && y.op === 'slot' && x.slot === y.slot) ||
  (x.op === 'event' && y.op === 'event' && x.at === y.at && x.from === y.from);

/** Every node below, the node itself included. */
export function* nodes(node: Node): Generator<Node> {
  yield node;
  if (node.op === 'query') for (const arg of node.args) yield* nodes(arg);
  if ('a' in node) yield* nodes(node.a);
  if ('b' in node) yield* nodes(node.b);
}

/** The two sides of a comparison, or nothing for flags and states. */
export const sidesOf = (test: Test): readonly Node[] =>
  test.op === '<=' || test.op === '=' ? [test.a, test.b] : [];
