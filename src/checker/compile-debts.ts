/** What an obligation asks, as code: its deadline, who pays it, what voids it (core-semantics.md §4). */
import { allHold, holds, read, type View } from '../spec/read.ts';
import type { Oblige, On } from '../spec/rule.ts';
import { leaves, type Node, type Test } from '../spec/term.ts';
import { type Bits, build, type CompileOptions } from './compile.ts';
import { Bindings, type EmitContext, emitAll, emitNode, emitTest } from './emit.ts';

/** Tests over the belief at `f` and the present event; `a` is the event that armed the debt. */
export type DebtTest = (S: Float64Array, f: number, e: Float64Array, a: Float64Array) => boolean;

export interface DebtCode {
  readonly rule: Oblige;
  /** The latest instant at which it may be paid, read on the arming event. */
  readonly by: (S: Float64Array, f: number, e: Float64Array) => number;
  readonly pays: DebtTest;
  readonly voids: ReadonlyMap<On, DebtTest>;
}

const speaksOfArming = (node: Node): boolean => leaves(node).some((l) => l.op === 'event' && l.from === 'in');

/** Fields of the arming event come from that event, all others from the present one. */
function emitPays(test: Test, ctx: EmitContext): string {
  if (test.op !== '<=' && test.op !== '=') return emitTest(test, 'may', ctx);
  const armed: EmitContext = { ...ctx, event: 'a' };
  const a = speaksOfArming(test.a) ? armed : ctx;
  const b = speaksOfArming(test.b) ? armed : ctx;
  const least = `!(${emitNode(test.a, 'lo', a)}>${emitNode(test.b, 'hi', b)})`;
  if (test.op === '<=') return least;
  return `(${least}&&!(${emitNode(test.b, 'lo', b)}>${emitNode(test.a, 'hi', a)}))`;
}

function condition(source: (ctx: EmitContext) => string, options: CompileOptions): DebtTest {
  const bindings = new Bindings();
  return build<DebtTest>('S,f,e,a', `return ${source({ ...options, bindings })};`, bindings);
}

export function compileDebt(rule: Oblige, options: CompileOptions): DebtCode {
  const { by, paidBy, voidBy } = rule.owes;
  const bindings = new Bindings();
  const deadline = emitNode(by.node, 'hi', { ...options, bindings });
  const voids = new Map<On, DebtTest>();
  for (const on of new Set(voidBy.map((v) => v.on))) {
    const all = voidBy.filter((v) => v.on === on);
    voids.set(
      on,
      condition((ctx) => all.map((v) => `(${emitAll(v.when, 'may', ctx)})`).join('||'), options),
    );
  }
  return {
    rule,
    by: build('S,f,e', `return ${deadline};`, bindings),
    pays: condition((ctx) => paidBy.map((t) => emitPays(t, ctx)).join('&&') || 'true', options),
    voids,
  };
}

/** A word with bit k set where all of guard k certainly hold. */
export function compileGuards(
  guards: readonly (readonly Test[])[],
  options: CompileOptions,
  mode: 'may' | 'must' = 'must',
): Bits {
  const bindings = new Bindings();
  const ctx: EmitContext = { ...options, bindings };
  const bits = guards.map((tests, k) => `(${emitAll(tests, mode, ctx)}?${1 << k}:0)`).join('|') || '0';
  return build<Bits>('S,f,e', `return ${bits};`, bindings);
}

export const readGuards =
  (guards: readonly (readonly Test[])[], options: CompileOptions, mode: 'may' | 'must' = 'must'): Bits =>
  (box, at, event) =>
    guards.reduce(
      (bits, tests, k) => (allHold(tests, mode, { ...options, box, at, event }) ? bits | (1 << k) : bits),
      0,
    );

/** The same by reading the terms, for cells that are interpreted. */
export function readDebt(rule: Oblige, options: CompileOptions): DebtCode {
  const view = (box: Float64Array, at: number, event: Float64Array): View => ({ ...options, box, at, event });
  const pays = (test: Test, now: View, armed: View): boolean => {
    if (test.op !== '<=' && test.op !== '=') return holds(test, 'may', now);
    const a = speaksOfArming(test.a) ? armed : now;
    const b = speaksOfArming(test.b) ? armed : now;
    if (read(test.a, 'lo', a) > read(test.b, 'hi', b)) return false;
    return test.op === '<=' || !(read(test.b, 'lo', b) > read(test.a, 'hi', a));
  };
  const voids = new Map<On, DebtTest>();
  for (const on of new Set(rule.owes.voidBy.map((v) => v.on)))
    voids.set(on, (S, f, e) =>
      rule.owes.voidBy.some((v) => v.on === on && v.when.every((t) => holds(t, 'may', view(S, f, e)))),
    );
  return {
    rule,
    by: (S, f, e) => read(rule.owes.by.node, 'hi', view(S, f, e)),
    pays: (S, f, e, a) => rule.owes.paidBy.every((t) => pays(t, view(S, f, e), view(S, f, a))),
    voids,
  };
}
