/**
 * The cells on a point, compiled: every slot is one number, so what may be is what must be, and every choice
 * is drawn. Where the two differ all the same (∞ − ∞, a query that has forgotten) the code changes nothing
 * and says so: then the interpreter has to read the event (core-semantics.md §9).
 */
import { build } from '../checker/compile.ts';
import {
  Bindings,
  type EmitContext,
  emitMoves,
  emitNode,
  emitTest,
  inexact,
  mayBeNaN,
  queriesRead,
} from '../checker/emit.ts';
import type { CellPlan, PlannedTrack } from '../checker/plan.ts';
import type { Forbid, Spec } from '../spec/rule.ts';
import { type Effect, isTolerance, type Node, nodes, type Slot, sidesOf, type Test } from '../spec/term.ts';
import type { Draws } from './draw.ts';
import { choiceKey } from './keys.ts';

/** Reads an event on the point `S`; `out[0]` are the obligations armed. False: in doubt, nothing changed. */
export type PointInput = (S: Float64Array, e: Float64Array, d: Draws, out: Int32Array) => boolean;
/** As `PointInput`; `chosen` holds for each family of the spec the place of its permit's rule, or −1. */
export type PointSent = (
  S: Float64Array,
  e: Float64Array,
  d: Draws,
  out: Int32Array,
  chosen: Int32Array,
) => boolean;

const PARAMETERS = 'S,e,d,out,chosen';

/** Source that draws for a choice by its key. */
const drawn = (choice: Node, lo: string, hi: string): string =>
  `d.${isTolerance(choice) ? 'tolerance' : 'at'}(${choiceKey(choice)},${lo},${hi})`;

export const pointContext = (
  values: Readonly<Record<string, number>>,
  bindings: Bindings,
  more: Partial<EmitContext> = {},
): EmitContext => ({ values, lacks: 0, bindings, draw: drawn, ...more });

const weigh = (test: Test): number => {
  if (test.op === 'in' || test.op === 'flags') return 0;
  const ops = sidesOf(test).flatMap((side) => [...nodes(side)].map(({ op }) => op));
  return ops.includes('query') ? 3 : ops.includes('between') ? 2 : 1;
};
/** Tests change nothing: the cheap ones are asked first. */
export const cheapFirst = (tests: readonly Test[]): readonly Test[] =>
  [...tests].sort((a, b) => weigh(a) - weigh(b));

export const emitEach = (tests: readonly Test[], mode: 'may' | 'must', ctx: EmitContext): string =>
  cheapFirst(tests)
    .map((test) => emitTest(test, mode, ctx))
    .join('&&') || 'true';

/** Only these can have two answers on a point. */
const twofold = (tests: readonly Test[]): readonly Test[] =>
  inexact(tests, 0).filter((test) =>
    sidesOf(test).some(
      (side) => mayBeNaN(side) || queriesRead(side, 'lo').length + queriesRead(side, 'hi').length > 0,
    ),
  );

/** A guard that holds in doubt only leaves the event to the interpreter. */
function emitGuard(name: string, when: readonly Test[], ctx: EmitContext): string {
  const rest = twofold(when);
  const doubt = rest.length === 0 ? '' : `if(${name}&&!(${emitEach(rest, 'must', ctx)}))return false;`;
  return `const ${name}=${emitEach(when, 'may', ctx)};${doubt}`;
}

function emitEffect(effect: Effect, variable: string, ctx: EmitContext): string {
  if ('moves' in effect) return `${variable}=${emitMoves(variable, effect.moves)};`;
  const value = emitNode(effect.value, 'lo', ctx);
  return `${variable}=${value};${mayBeNaN(effect.value) ? `if(${variable}!==${variable})${variable}=-Infinity;` : ''}`;
}

const load = (slot: Slot): string => (slot.kind === 'mask' ? `S[${slot.lo}]|0` : `S[${slot.lo}]`);
const store = (slot: Slot, variable: string): string =>
  slot.kind === 'range' ? `S[${slot.lo}]=S[${slot.hi}]=${variable};` : `S[${slot.lo}]=${variable};`;

interface Tracked {
  readonly guards: string;
  readonly values: string;
  readonly stores: string;
  readonly runs: string;
}

/** All values are read before anything is stored. `written`: slots that permits of the cell write too. */
function emitTracks(tracks: readonly PlannedTrack[], written: ReadonlySet<Slot>, ctx: EmitContext): Tracked {
  const slots = [...new Set(tracks.flatMap((t) => t.rule.then.map((e) => e.to)))];
  const w = (slot: Slot): string => `w${slot.lo}`;
  const values = slots.map((slot) => `let ${w(slot)}=${load(slot)};`);
  tracks.forEach((t, i) => {
    if (t.rule.then.length === 0) return;
    values.push(`if(g${i}){${t.rule.then.map((effect) => emitEffect(effect, w(effect.to), ctx)).join('')}}`);
  });
  const stores = slots.map((slot) => {
    if (!written.has(slot)) return store(slot, w(slot));
    const writers = tracks.flatMap((t, i) => (t.rule.then.some((e) => e.to === slot) ? [`g${i}`] : []));
    return `if(${writers.join('||')}){${store(slot, w(slot))}}`;
  });
  return {
    guards: tracks.map((t, i) => emitGuard(`g${i}`, t.when, ctx)).join('\n'),
    values: values.join('\n'),
    stores: stores.join(''),
    runs: tracks
      .map((t, i) => (t.rule.runs ? `if(g${i})${ctx.bindings.bind(t.rule.runs.apply)}(S,0,e,true);` : ''))
      .join(''),
  };
}

const emitArmed = (plan: CellPlan, ctx: EmitContext): string =>
  `const armed=${plan.obliges.map((o, bit) => `(${emitEach(o.when, 'must', ctx)}?${1 << bit}:0)`).join('|') || '0'};`;

export function compilePointInput(plan: CellPlan, values: Readonly<Record<string, number>>): PointInput {
  const bindings = new Bindings();
  const ctx = pointContext(values, bindings);
  const tracks = emitTracks(plan.tracks, new Set(), ctx);
  const body = [
    'const f=0;',
    tracks.guards,
    emitArmed(plan, ctx),
    tracks.values,
    tracks.stores,
    tracks.runs,
    'out[0]=armed;return true;',
  ];
  return build<PointInput>(PARAMETERS, body.join('\n'), bindings, `point_${plan.flags.toString(16)}`);
}

/** A limit on a point: a stack may use all the slack of every exemption that applies. */
export function emitLimit({ allow, exempt }: Forbid, ctx: EmitContext): string {
  if (allow.op !== '<=' || exempt.length === 0) return emitTest(allow, 'may', ctx);
  const slack = exempt.map(
    (x) => `+(${emitEach(x.when, 'may', ctx)}?${emitNode(x.slack.node, 'hi', ctx)}:0)`,
  );
  return `!(${emitNode(allow.a, 'lo', ctx)}>${emitNode(allow.b, 'hi', ctx)}${slack.join('')})`;
}

/** What a finding would be, or a family for which nobody has chosen, is left to the interpreter. */
export function compilePointSent(
  plan: CellPlan,
  spec: Spec,
  values: Readonly<Record<string, number>>,
): PointSent {
  const bindings = new Bindings();
  const ctx = pointContext(values, bindings);
  const permits = plan.families.flatMap((f) => f.permits);
  const written = new Set(permits.flatMap((p) => p.rule.then.map((e) => e.to)));
  const tracks = emitTracks(plan.tracks, written, ctx);
  const families = plan.families.map((f, k) => {
    const place = spec.families.indexOf(f.family);
    const each = f.permits.map(
      (p) => `case ${p.index}:if(!(${emitEach(p.when, 'may', ctx)}))return false;break;`,
    );
    return `let c${k}=-1;if(${emitEach(f.applies, 'must', ctx)}){c${k}=chosen[${place}];switch(c${k}){${each.join('')}default:return false;}}`;
  });
  const limits = plan.forbids.map(
    (f) => `if(${emitEach(f.when, 'must', ctx)}&&!(${emitLimit(f.rule, ctx)}))return false;`,
  );
  const effects = plan.families.flatMap((f, k) =>
    f.permits.flatMap((p) =>
      p.rule.then.length === 0
        ? []
        : [
            `if(c${k}===${p.index}){${p.rule.then.map((e) => `let q${e.to.lo}=${load(e.to)};${emitEffect(e, `q${e.to.lo}`, ctx)}`).join('')}`,
            `${p.rule.then.map((e) => `v${e.to.lo}=q${e.to.lo};o${e.to.lo}=true;`).join('')}}`,
          ],
    ),
  );
  const slots = [...written];
  const body = [
    'const f=0;',
    ...families,
    ...limits,
    tracks.guards,
    ...slots.map((slot) => `let v${slot.lo}=0,o${slot.lo}=false;`),
    ...effects,
    tracks.values,
    ...slots.map((slot) => `if(o${slot.lo}){${store(slot, `v${slot.lo}`)}}`),
    tracks.stores,
    tracks.runs,
    emitArmed(plan, ctx),
    'out[0]=armed;return true;',
  ];
  return build<PointSent>(PARAMETERS, body.join('\n'), bindings, `sends_${plan.flags.toString(16)}`);
}
