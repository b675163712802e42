/** Terms and tests as source of straight-line code over one pool: `S[f+k]`, `e[i]` (core-semantics.md §8). */
import { otherSide } from '../spec/read.ts';
import type { Corner } from '../spec/solve.ts';
import type { Computed, Node, Side, Slot, Test } from '../spec/term.ts';

/** What the emitted code is bound to: computeds and scratch records for their arguments. */
export class Bindings {
  readonly values: unknown[] = [];
  /** The name under which the code sees the value. */
  bind(value: unknown): string {
    const known = this.values.indexOf(value);
    return `B${known >= 0 ? known : this.values.push(value) - 1}`;
  }
}

export type SharedNodes = ReadonlyMap<Node, Readonly<Partial<Record<Side, string>>>>;

export interface EmitContext {
  readonly values: Readonly<Record<string, number>>;
  readonly lacks: number;
  readonly bindings: Bindings;
  /** Slots that stand in local variables, already narrowed; everything else is read from the pool. */
  readonly local?: ReadonlyMap<Slot, { readonly lo: string; readonly hi: string }>;
  /** Ends of terms that stand in variables already. */
  readonly shared?: SharedNodes;
  /** The name of the event's record, `e` where nothing else is said. */
  readonly event?: string;
  /** Fields of a sent segment are ranges: it is being proposed. */
  readonly proposing?: boolean;
  /** What is drawn for a choice between two ends, on a point reading. */
  readonly draw?: (choice: Node, lo: string, hi: string) => string;
}

/** Negative numbers in brackets: behind a minus they would be a decrement. */
export const numberSource = (value: number): string => {
  if (Number.isFinite(value)) return value < 0 ? `(${value})` : String(value);
  return value > 0 ? 'Infinity' : '(-Infinity)';
};

/** A mask has no ends: without its evidence it still holds the states that were found possible. */
export function emitSlot(slot: Slot, side: Side, ctx: EmitContext): string {
  const unfounded = slot.kind !== 'mask' && ((slot.restsOn[side] ?? 0) & ctx.lacks) !== 0;
  if (unfounded) return side === 'lo' ? '(-Infinity)' : 'Infinity';
  const local = ctx.local?.get(slot);
  if (local) return side === 'lo' ? local.lo : local.hi;
  return `S[f+${side === 'lo' ? slot.lo : slot.hi}]`;
}

function emitQuery(of: Computed, name: string, args: readonly Node[], side: Side, ctx: EmitContext): string {
  const query = of.queries[name];
  if (!query) throw new Error(`${of.id} has no query ${name}`);
  if (((query.restsOn?.[side] ?? 0) & ctx.lacks) !== 0) return side === 'lo' ? '(-Infinity)' : 'Infinity';
  const scratch = ctx.bindings.bind(new Float64Array(2 * args.length));
  const fill = args.flatMap((arg, i) => [
    `${scratch}[${2 * i}]=${emitNode(arg, 'lo', ctx)}`,
    `${scratch}[${2 * i + 1}]=${emitNode(arg, 'hi', ctx)}`,
  ]);
  return `(${[...fill, `${ctx.bindings.bind(query.read)}('${side}',S,f,${scratch})`].join(',')})`;
}

/** Same cases, same order as `read`. */
export function emitNode(node: Node, side: Side, ctx: EmitContext): string {
  const shared = ctx.shared?.get(node)?.[side];
  if (shared !== undefined) return shared;
  switch (node.op) {
    case 'slot':
      return emitSlot(node.slot, side, ctx);
    case 'event':
      // A field of the sent segment is a point when judging: only NOW has two ends.
      return `${ctx.event ?? 'e'}[${side === 'hi' && (ctx.proposing || !node.point) ? (node.high ?? node.at) : node.at}]`;
    case 'constant':
      return numberSource(node.name === undefined ? node.value : (ctx.values[node.name] ?? node.value));
    case '+':
      return `(${emitNode(node.a, side, ctx)}+${emitNode(node.b, side, ctx)})`;
    case '-':
      return `(${emitNode(node.a, side, ctx)}-${emitNode(node.b, otherSide(side), ctx)})`;
    case '*':
      return `(${emitNode(node.a, side, ctx)}*${node.k})`;
    case 'between':
      if (ctx.draw) return ctx.draw(node, emitNode(node.a, 'lo', ctx), emitNode(node.b, 'hi', ctx));
      return emitNode(side === 'lo' ? node.a : node.b, side, ctx);
    case 'query':
      return emitQuery(node.of, node.name, node.args, side, ctx);
    default:
      return `Math.${node.op}(${emitNode(node.a, side, ctx)},${emitNode(node.b, side, ctx)})`;
  }
}

/** The queries that an end of a term reads, and which end of them. Not those in their arguments. */
export function queriesRead(node: Node, side: Side): readonly { readonly node: Node; readonly side: Side }[] {
  switch (node.op) {
    case 'query':
      return [{ node, side }];
    case 'slot':
    case 'event':
    case 'constant':
      return [];
    case '*':
      return queriesRead(node.a, side);
    case 'between':
      return queriesRead(side === 'lo' ? node.a : node.b, side);
    case '-':
      return [...queriesRead(node.a, side), ...queriesRead(node.b, otherSide(side))];
    default:
      return [...queriesRead(node.a, side), ...queriesRead(node.b, side)];
  }
}

/** `may` is written so that NaN passes, `must` so that it does not. */
export function emitTest(test: Test, mode: 'may' | 'must', ctx: EmitContext): string {
  const n = (node: Node, side: Side): string => emitNode(node, side, ctx);
  switch (test.op) {
    case 'flags':
      return `((e[2]&${test.mask})===${test.want})`;
    case 'in':
      return mode === 'may'
        ? `((S[f+${test.slot.lo}]&${test.states})!==0)`
        : `((S[f+${test.slot.lo}]&${~test.states})===0)`;
    case '<=':
      return mode === 'may'
        ? `!(${n(test.a, 'lo')}>${n(test.b, 'hi')})`
        : `(${n(test.a, 'hi')}<=${n(test.b, 'lo')})`;
    case '=':
      return mode === 'may'
        ? `(!(${n(test.a, 'lo')}>${n(test.b, 'hi')})&&!(${n(test.b, 'lo')}>${n(test.a, 'hi')}))`
        : `(${n(test.a, 'hi')}<=${n(test.b, 'lo')}&&${n(test.b, 'hi')}<=${n(test.a, 'lo')})`;
  }
}

export const emitAll = (tests: readonly Test[], mode: 'may' | 'must', ctx: EmitContext): string =>
  tests.map((test) => emitTest(test, mode, ctx)).join('&&') || 'true';

export function emitCorner(x: Corner, ctx: EmitContext): string {
  if ('end' in x) return emitNode(x.of, x.end, ctx);
  if (x.op === '/') return `(${emitCorner(x.x, ctx)}/${x.k})`;
  return `(${emitCorner(x.x, ctx)}${x.op}${emitCorner(x.y, ctx)})`;
}

/** Whether every value of the term is one number: then may and must are the same test. */
const exactNode = (node: Node, lacks: number): boolean => {
  switch (node.op) {
    case 'slot':
      return (
        node.slot.kind === 'fact' &&
        (((node.slot.restsOn.lo ?? 0) | (node.slot.restsOn.hi ?? 0)) & lacks) === 0
      );
    case 'event':
      return node.point;
    case 'constant':
      return true;
    case 'between':
    case 'query':
      return false;
    case '*':
      return exactNode(node.a, lacks);
    default:
      return exactNode(node.a, lacks) && exactNode(node.b, lacks);
  }
};

/**
 * Tests whose two readings can differ: what `must` has to ask beyond `may`. Infinities keep `+` and `-`
 * apart.
 */
export const inexact = (tests: readonly Test[], lacks: number): readonly Test[] =>
  tests.filter((test) => {
    if (test.op === 'flags') return false;
    if (test.op === 'in') return true;
    return !(exactNode(test.a, lacks) && exactNode(test.b, lacks)) || mayBeNaN(test.a) || mayBeNaN(test.b);
  });

/** ∞ − ∞ is the only way to NaN. */
export function mayBeNaN(node: Node): boolean {
  switch (node.op) {
    case 'slot':
    case 'event':
    case 'constant':
      return false;
    case '*':
      return mayBeNaN(node.a);
    case '+':
    case '-':
    case 'query':
      return true;
    default:
      return mayBeNaN(node.a) || mayBeNaN(node.b);
  }
}

export function emitMoves(states: string, moves: readonly (readonly [number, number])[]): string {
  const from = moves.reduce((mask, [x]) => mask | x, 0);
  const to = moves.map(([x, y]) => `((${states}&${x})!==0?${y}:0)`).join('|');
  return `((${states}&${~from})|${to})`;
}
