/**
 * The cells as one compiled function each (core-semantics.md §8), from the plans that the interpreter walks.
 */
import type { Effect, Node, Side, Slot, Test } from '../spec/term.ts';
import {
  Bindings,
  type EmitContext,
  emitAll,
  emitCorner,
  emitMoves,
  emitNode,
  emitSlot,
  emitTest,
  inexact,
  mayBeNaN,
  queriesRead,
  type SharedNodes,
} from './emit.ts';
import { FAIL, NA, OPEN, PASS } from './interpret.ts';
import { type CellPlan, narrowable, narrowings, type PlannedForbid } from './plan.ts';

/**
 * One per event class and flag pattern; findings and armed obligations go out as bits, coverage as counters.
 */
export type Cell = (
  pool: Float64Array,
  at: number,
  event: Float64Array,
  out: Int32Array,
  cov: Uint32Array,
) => void;

/** Bits of tests that may hold. */
export type Bits = (pool: Float64Array, at: number, event: Float64Array) => number;

export interface CompileOptions {
  readonly values: Readonly<Record<string, number>>;
  readonly lacks: number;
}

/** `name` is what a profile of the processor shows. */
export function build<T>(parameters: string, body: string, bindings: Bindings, name = 'cell'): T {
  const names = bindings.values.map((_, i) => `B${i}`);
  // The rules are our own frozen values: nothing of a trace becomes source.
  // oxlint-disable-next-line typescript/no-implied-eval
  const make = new Function(...names, `'use strict';return function ${name}(${parameters}){${body}}`);
  return make(...bindings.values) as T;
}

const CELL = 'S,f,e,out,cov';
const counter = (index: number, what: string | number): string => `cov[${index * 4}+${what}]++;`;

/** The value of an effect as `l` and `h`, NaN turned into no bound. */
function emitValue(effect: Extract<Effect, { value: unknown }>, ctx: EmitContext): string {
  const lo = emitNode(effect.value, 'lo', ctx);
  if (effect.to.kind === 'fact')
    return `let l=${lo};${mayBeNaN(effect.value) ? 'if(l!==l)l=-Infinity;' : ''}const h=l;`;
  const hi = emitNode(effect.value, 'hi', ctx);
  const guard = mayBeNaN(effect.value) ? 'if(l!==l)l=-Infinity;if(h!==h)h=Infinity;' : '';
  return `let l=${lo},h=${hi};${guard}`;
}

/** May and must of a track: `g` and `m`. */
const guards = (name: string, when: readonly Test[], ctx: EmitContext): string => {
  const rest = inexact(when, ctx.lacks);
  const must = rest.length === 0 ? '' : `&&${emitAll(rest, 'must', ctx)}`;
  return `const g${name}=${emitAll(when, 'may', ctx)},m${name}=g${name}${must};`;
};

/**
 * Values of tracks in local variables `w…`, in the order of the rules. `narrowed`: slots that the cell
 * changes in other ways too, so that a track which does not apply must leave them.
 */
function emitTracks(
  plan: CellPlan,
  join: boolean,
  ctx: EmitContext,
  narrowed: ReadonlySet<Slot> = new Set(),
): { before: string; after: string } {
  const src: string[] = [];
  const slots = [...new Set(plan.tracks.flatMap((t) => t.rule.then.map((e) => e.to)))];
  plan.tracks.forEach((t, i) => {
    src.push(guards(`t${i}`, t.when, ctx));
    if (join) return;
    const decided = emitAll(inexact(t.facts, ctx.lacks), 'must', ctx);
    src.push(counter(t.index, `(gt${i}?(${decided})?${PASS}:${OPEN}:${NA})`));
  });
  for (const slot of slots) {
    const w = `w${slot.lo}`;
    if (slot.kind === 'mask') src.push(`let ${w}=S[f+${slot.lo}]|0;`);
    else src.push(`let ${w}l=S[f+${slot.lo}],${w}h=S[f+${slot.hi}];`);
  }
  // Values are read from the pool, which nothing changes before the stores: only the order for one slot
  // counts.
  plan.tracks.forEach((t, i) => {
    if (t.rule.then.length === 0) return;
    const { shared, declared } = shareQueries(t.rule.then, ctx);
    const effects = t.rule.then.map((effect) => emitTracked(effect, i, join, { ...ctx, shared }));
    src.push(`if(gt${i}){${declared}`, ...effects, '}');
  });
  const store = slots.map((slot) => {
    const w = `w${slot.lo}`;
    const put =
      slot.kind === 'mask'
        ? `S[f+${slot.lo}]=${w};`
        : `S[f+${slot.lo}]=${w}l;${slot.kind === 'fact' ? '' : `S[f+${slot.hi}]=${w}h;`}`;
    if (!narrowed.has(slot)) return put;
    const writers = plan.tracks.flatMap((t, i) => (t.rule.then.some((e) => e.to === slot) ? [`gt${i}`] : []));
    return `if(${writers.join('||')}){${put}}`;
  });
  return { before: src.join('\n'), after: store.join('') };
}

/** Where the track may apply: what one of its effects does to the variable of its slot. */
function emitTracked(effect: Effect, i: number, join: boolean, ctx: EmitContext): string {
  const w = `w${effect.to.lo}`;
  if ('moves' in effect) {
    const to = emitMoves(w, effect.moves);
    return join ? `${w}=${w}|${to};` : `${w}=mt${i}?${to}:${w}|${to};`;
  }
  const value = emitValue(effect, ctx);
  if (effect.to.kind === 'fact') return join ? '' : `if(mt${i}){${value}${w}l=l;${w}h=h;}`;
  const hull = `if(l<${w}l)${w}l=l;if(h>${w}h)${w}h=h;`;
  if (join) return `{${value}${hull}}`;
  return `{${value}if(mt${i}){${w}l=l;${w}h=h;}else{${hull}}}`;
}

/** A formula that stands in several effects is one node: what a computed says of it is asked once. */
function shareQueries(then: readonly Effect[], ctx: EmitContext): { shared: SharedNodes; declared: string } {
  const count = new Map<Node, Record<Side, number>>();
  for (const effect of then) {
    if (!('value' in effect)) continue;
    for (const side of effect.to.kind === 'fact' ? (['lo'] as const) : (['lo', 'hi'] as const))
      for (const query of queriesRead(effect.value, side)) {
        const seen = count.get(query.node) ?? { lo: 0, hi: 0 };
        seen[query.side]++;
        count.set(query.node, seen);
      }
  }
  const shared = new Map<Node, Partial<Record<Side, string>>>();
  let declared = '';
  let n = 0;
  for (const [node, seen] of count)
    for (const side of ['lo', 'hi'] as const) {
      if (seen[side] < 2) continue;
      const name = `s${n++}`;
      declared += `const ${name}=${emitNode(node, side, ctx)};`;
      shared.set(node, { ...shared.get(node), [side]: name });
    }
  return { shared, declared };
}

/** Sets bits of `armed`. */
const emitObliges = (plan: CellPlan, ctx: EmitContext): readonly string[] =>
  plan.obliges.flatMap((o, bit) => [
    guards(`o${bit}`, o.when, ctx),
    `if(mo${bit})armed|=${1 << bit};else ${counter(o.index, `(go${bit}?${OPEN}:${NA})`)}`,
  ]);

/** `runs`: in join mode computeds run too, as what may take effect. */
export function compileInput(plan: CellPlan, join: boolean, options: CompileOptions, runs = !join): Cell {
  const bindings = new Bindings();
  const ctx: EmitContext = { ...options, bindings };
  const src: string[] = ['let armed=0;', ...(join ? [] : emitObliges(plan, ctx))];
  const { before, after } = emitTracks(plan, join, ctx);
  src.push(before, after);
  plan.tracks.forEach((t, i) => {
    const sure = join ? 'false' : `mt${i}`;
    if (t.rule.runs && runs) src.push(`if(gt${i})${bindings.bind(t.rule.runs.apply)}(S,f,e,${sure});`);
  });
  src.push('out[0]=0;out[1]=armed;');
  const mode = plan.on === 'time passes' ? 'passes' : join ? 'join' : 'sure';
  return build<Cell>(CELL, src.join('\n'), bindings, `${mode}_${plan.flags.toString(16)}`);
}

interface Alternative {
  readonly when: readonly Test[];
  readonly then: readonly Effect[];
  /** Source of the condition under which it counts. */
  readonly if: string;
}

/** Emits groups and remembers what each keeps and writes. */
class SentEmitter {
  readonly src: string[] = [];
  readonly kept = new Map<Slot, { readonly on: string; readonly var: string }[]>();
  readonly stores: string[] = [];
  readonly written = new Map<Slot, string[]>();
  private groups = 0;
  readonly ctx: EmitContext;
  constructor(ctx: EmitContext) {
    this.ctx = ctx;
  }

  /** The hull of the alternatives that count, in variables of the group. `relaxed`: nothing explains it. */
  group(all: readonly Alternative[], relaxed: boolean): void {
    const g = this.groups++;
    const on = `on${g}`;
    const writes = [...new Set(all.flatMap((a) => a.then.map((e) => e.to)))];
    const narrows = relaxed ? [] : [...new Set(all.flatMap((a) => narrowable(a.when)))];
    const touched = [...new Set([...writes, ...narrows])];
    const v = (slot: Slot): string => `q${g}_${slot.lo}`;
    // Declared outside the branch that fills them, so that storing comes last.
    const declare = touched.map((s) =>
      s.kind === 'mask' ? `let ${v(s)}=0;` : `let ${v(s)}l=Infinity,${v(s)}h=-Infinity;`,
    );
    this.head.push(`let ${on}=false;${declare.join('')}`);
    for (const a of all) this.alternative(a, touched, v, relaxed, on);
    for (const slot of touched) {
      if (!writes.includes(slot)) {
        const list = this.kept.get(slot) ?? [];
        this.kept.set(slot, [...list, { on, var: v(slot) }]);
      } else {
        this.written.set(slot, [...(this.written.get(slot) ?? []), on]);
        const store =
          slot.kind === 'mask'
            ? `S[f+${slot.lo}]=${v(slot)};`
            : `S[f+${slot.lo}]=${v(slot)}l;${slot.kind === 'range' ? `S[f+${slot.hi}]=${v(slot)}h;` : ''}`;
        this.stores.push(`if(${on}){${store}}`);
      }
    }
  }
  readonly head: string[] = [];

  private alternative(
    a: Alternative,
    touched: readonly Slot[],
    v: (slot: Slot) => string,
    relaxed: boolean,
    on: string,
  ): void {
    const mine = relaxed ? [] : narrowable(a.when);
    const local = new Map<Slot, { lo: string; hi: string }>();
    const src: string[] = [`if(${a.if}){${on}=true;`];
    for (const s of mine) {
      const n = `n${s.lo}`;
      if (s.kind === 'mask') src.push(`let ${n}=S[f+${s.lo}]|0;`);
      else src.push(`let ${n}l=${emitSlot(s, 'lo', this.ctx)},${n}h=${emitSlot(s, 'hi', this.ctx)};`);
      local.set(s, s.kind === 'mask' ? { lo: n, hi: n } : { lo: `${n}l`, hi: `${n}h` });
    }
    if (!relaxed) src.push(...this.narrow(a.when));
    const inner: EmitContext = { ...this.ctx, local };
    for (const slot of touched) src.push(this.take(slot, a.then, local, inner, v(slot), relaxed));
    src.push('}');
    this.src.push(src.join('\n'));
  }

  private narrow(when: readonly Test[]): string[] {
    const src: string[] = [];
    for (const test of when) {
      if (test.op === 'in') src.push(`n${test.slot.lo}&=${test.states};`);
      for (const { slot, solved } of narrowings(test))
        for (const { side, bound } of solved) {
          const n = `n${slot.lo}${side === 'lo' ? 'l' : 'h'}`;
          src.push(`{const c=${emitCorner(bound, this.ctx)};if(c${side === 'lo' ? '>' : '<'}${n})${n}=c;}`);
        }
    }
    return src;
  }

  private take(
    slot: Slot,
    then: readonly Effect[],
    local: ReadonlyMap<Slot, { lo: string; hi: string }>,
    inner: EmitContext,
    v: string,
    relaxed: boolean,
  ): string {
    const effect = then.find((e) => e.to === slot);
    const now = local.get(slot) ?? { lo: emitSlot(slot, 'lo', this.ctx), hi: emitSlot(slot, 'hi', this.ctx) };
    if (slot.kind === 'mask') {
      const states = effect && 'moves' in effect ? emitMoves(now.lo, effect.moves) : now.lo;
      return `${v}|=${states}${relaxed ? `|S[f+${slot.lo}]` : ''};`;
    }
    const value = effect && 'value' in effect ? emitValue(effect, inner) : `const l=${now.lo},h=${now.hi};`;
    const also = relaxed
      ? `{const l=S[f+${slot.lo}],h=S[f+${slot.hi}];if(l<${v}l)${v}l=l;if(h>${v}h)${v}h=h;}`
      : '';
    return `{${value}if(l<${v}l)${v}l=l;if(h>${v}h)${v}h=h;}${also}`;
  }

  /** Intersection of what the groups keep; a slot left empty is a contradiction unless a group writes it. */
  intersect(jointBit: number): string {
    const out: string[] = [];
    for (const [slot, list] of this.kept) {
      const written = (this.written.get(slot) ?? []).join('||');
      const bad = `bad|=${1 << jointBit};`;
      const otherwise = written === '' ? bad : `if(!(${written})){${bad}}`;
      if (slot.kind === 'mask') {
        const and = list.map((k) => `if(${k.on}){o=true;k&=${k.var};}`).join('');
        out.push(
          `{let k=S[f+${slot.lo}]|0,o=false;${and}if(o){if(k!==0)S[f+${slot.lo}]=k;else{${otherwise}}}}`,
        );
        continue;
      }
      const meet = list
        .map((k) => `if(${k.on}){o=true;if(${k.var}l>l)l=${k.var}l;if(${k.var}h<h)h=${k.var}h;}`)
        .join('');
      const keep = `if(!(l>h)){S[f+${slot.lo}]=l;S[f+${slot.hi}]=h;}else{${otherwise}}`;
      const from = `let l=${emitSlot(slot, 'lo', this.ctx)},h=${emitSlot(slot, 'hi', this.ctx)}`;
      out.push(`{${from},o=false;${meet}if(o){${keep}}}`);
    }
    return out.join('\n');
  }
}

export function compileSent(plan: CellPlan, options: CompileOptions): Cell {
  const bindings = new Bindings();
  const ctx: EmitContext = { ...options, bindings };
  const emitter = new SentEmitter(ctx);
  plan.families.forEach((f, i) => {
    emitter.src.push(`if(${emitAll(f.applies, 'must', ctx)}){`);
    f.permits.forEach((p, k) => {
      emitter.src.push(guards(`p${i}_${k}`, p.when, ctx));
      emitter.src.push(counter(p.index, `(mp${i}_${k}?${PASS}:gp${i}_${k}?${OPEN}:${NA})`));
    });
    const any = f.permits.map((_, k) => `gp${i}_${k}`).join('||') || 'false';
    const sure = f.permits.map((_, k) => `mp${i}_${k}`).join('||') || 'false';
    const none = f.closed ? FAIL : OPEN;
    emitter.src.push(`const any${i}=${any};${counter(f.index, `(${sure}?${PASS}:any${i}?${OPEN}:${none})`)}`);
    const all = f.permits.map((p, k) => ({ when: p.when, then: p.rule.then, if: `gp${i}_${k}` }));
    emitter.group(all, false);
    if (f.closed) {
      emitter.src.push(`if(!any${i}){bad|=${1 << f.bit};`);
      if (all[0]) emitter.group([{ ...all[0], if: 'true' }], true);
      emitter.src.push('}');
    }
    const na = [...f.permits.map((p) => p.index), f.index].map((index) => counter(index, NA));
    emitter.src.push(`}else{${na.join('')}}`);
  });
  plan.forbids.forEach((f, i) => emitForbid(f, i, emitter));
  const changed = new Set([...emitter.kept.keys(), ...emitter.written.keys()]);
  const { before, after } = emitTracks(plan, false, ctx, changed);
  const runs = plan.tracks.map((t, i) =>
    t.rule.runs ? `if(mt${i})${bindings.bind(t.rule.runs.apply)}(S,f,e,true);` : '',
  );
  const body = [
    'let bad=0;',
    ...emitter.head,
    ...emitter.src,
    before,
    emitter.intersect(plan.jointBit),
    ...emitter.stores,
    after,
    ...runs,
    'let armed=0;',
    ...emitObliges(plan, ctx),
    'out[0]=bad;out[1]=armed;',
  ];
  return build<Cell>(CELL, body.join('\n'), bindings, `sent_${plan.flags.toString(16)}`);
}

/** A limit: for each set of exemptions that may apply, the test with their slack. */
function emitForbid(f: PlannedForbid, i: number, emitter: SentEmitter): void {
  const { ctx, src } = emitter;
  src.push(`if(${emitAll(f.when, 'must', ctx)}){`);
  f.exempt.forEach((x, k) => {
    src.push(
      `const x${i}_${k}=${emitAll(x.when, 'may', ctx)};${counter(x.index, `(x${i}_${k}?${PASS}:${NA})`)}`,
    );
  });
  const subsets = 1 << f.exempt.length;
  for (let set = 0; set < subsets; set++) {
    let test = f.rule.allow;
    f.exempt.forEach((x, k) => {
      if (test.op !== '<=' || (set & (1 << k)) === 0) return;
      const slack = { op: 'between', a: { op: 'constant', value: 0 }, b: x.rule.slack.node } as const;
      test = { ...test, b: { op: '+', a: test.b, b: slack } };
    });
    const chosen =
      f.exempt.map((_, k) => `${(set & (1 << k)) === 0 ? '!' : ''}x${i}_${k}`).join('&&') || 'true';
    src.push(`if(${chosen}){const ok=${emitTest(test, 'may', ctx)};`);
    emitter.group([{ when: [test], then: [], if: 'ok' }], false);
    const sure = emitTest(f.rule.allow, 'must', ctx);
    src.push(`if(!ok)bad|=${1 << f.bit};${counter(f.index, `(${sure}?${PASS}:ok?${OPEN}:${FAIL})`)}}`);
  }
  src.push(`}else{${[f.index, ...f.exempt.map((x) => x.index)].map((n) => counter(n, NA)).join('')}}`);
}

/** A word with bit k set where test k may hold, or must. */
export function compileBits(
  tests: readonly Test[],
  options: CompileOptions,
  mode: 'may' | 'must' = 'may',
): Bits {
  const bindings = new Bindings();
  const ctx: EmitContext = { ...options, bindings };
  const bits = tests.map((test, k) => `(${emitTest(test, mode, ctx)}?${1 << k}:0)`).join('|') || '0';
  return build<Bits>('S,f,e', `return ${bits};`, bindings);
}

/** Whether source may be made into code here; where a policy forbids it the interpreter has to do. */
export function mayCompile(): boolean {
  try {
    return build<() => number>('', 'return 1;', new Bindings())() === 1;
  } catch {
    return false;
  }
}
