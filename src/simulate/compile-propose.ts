/**
 * Proposals compiled: `solve` for one permit and one pattern of control bits as straight-line code (core-
 * semantics.md §9, steps 2–4). Same steps and same draws as `Proposer`, which reads the terms.
 */
import { build } from '../checker/compile.ts';
import { Bindings, type EmitContext, emitCorner, emitTest } from '../checker/emit.ts';
import type { CellPlan, PlannedForbid } from '../checker/plan.ts';
import { BIT, E, HIGH, OUT } from '../spec/event.ts';
import { solve } from '../spec/solve.ts';
import { type Node, nodes, sidesOf, type Test } from '../spec/term.ts';
import { emitEach, emitLimit, pointContext } from './compile-point.ts';
import type { Draws } from './draw.ts';
import { drawMarked, drawNumber, pickBeyond, sackRoom } from './draw-fields.ts';
import { type Keyed, keyOf, within } from './keys.ts';
import { drawnFields, type Group, type Lead, placeOf } from './leads.ts';
import { against, optionFields, readsEvent, sacksDrawn, TURNABLE, type Turn } from './options.ts';

type Values = Readonly<Record<string, number>>;

/** Bit k: lead k is not shut by what the state says; `en`, `eo`, `eb` are blank segments of each shape. */
export type Possible = (S: Float64Array, en: Float64Array, eo: Float64Array, eb: Float64Array) => number;
/** Which turn of bits somebody wants, or −1. */
export type Refuses = (S: Float64Array, e: Float64Array, d: Draws) => number;
/** Fills the blank segment `e`; false where nothing can be drawn. */
export type Fills = (
  S: Float64Array,
  e: Float64Array,
  d: Draws,
  random: Keyed,
  key: number,
  chosen: Int32Array,
  landmarks: () => readonly number[],
) => boolean;

const draws = (test: Test): boolean =>
  sidesOf(test).some((side) => [...nodes(side)].some(({ op }) => op === 'between'));
const openTests = (tests: readonly Test[]): readonly Test[] => tests.filter((test) => test.op !== 'flags');

export function compilePossible(leads: readonly Lead[], values: Values): Possible {
  if (leads.length > 31) throw new Error('unreachable: more leading permits than a word has bits');
  const bindings = new Bindings();
  const event = { new: 'en', old: 'eo', bare: 'eb' } as const;
  const bits = leads.map((lead, k) => {
    const ctx = pointContext(values, bindings, { proposing: true, event: event[lead.shape] });
    const tests = openTests(lead.permit.when).filter((test) => !draws(test));
    return `(${emitEach(tests, 'may', ctx)}?${1 << k}:0)`;
  });
  return build('S,en,eo,eb', `const f=0;return ${bits.join('|') || '0'};`, bindings, 'possible');
}

/** The refusals of a cell for these flags, with the turns that they name. */
export function compileRefuses(
  plan: CellPlan,
  flags: number,
  values: Values,
): { readonly refuses: Refuses; readonly turns: readonly Turn[] } {
  const bindings = new Bindings();
  const ctx = pointContext(values, bindings, { proposing: true });
  const turns: Turn[] = [];
  const src: string[] = [];
  const refuse = (condition: string, turn: Turn | undefined): void => {
    if (turn) src.push(`if(${condition})return ${turns.push(turn) - 1};`);
  };
  for (const f of plan.forbids) {
    const { allow } = f.rule;
    const when = emitEach(f.when, 'must', ctx);
    if (allow.op === 'flags') {
      if ((flags & allow.mask) !== allow.want && (allow.mask & TURNABLE) === allow.mask) refuse(when, allow);
    } else if (!readsEvent(allow)) refuse(`!${emitTest(allow, 'may', ctx)}&&${when}`, against(f.rule.when));
  }
  for (const f of plan.families) {
    if (!f.family.closed) continue;
    const any = f.permits.map((p) => `(${emitEach(p.when, 'may', ctx)})`).join('||') || 'false';
    refuse(`${emitEach(f.applies, 'must', ctx)}&&!(${any})`, against(f.family.applies));
  }
  return { refuses: build('S,e,d', `const f=0;${src.join('\n')}return -1;`, bindings, 'refuses'), turns };
}

/** The limit with the slack of each set of exemptions, and the source that says which set counts. */
function variants(
  f: PlannedForbid,
  ctx: EmitContext,
): readonly { readonly test: Test; readonly if: string }[] {
  const { allow } = f.rule;
  if (allow.op !== '<=' || f.exempt.length === 0) return [{ test: allow, if: 'true' }];
  return Array.from({ length: 1 << f.exempt.length }, (_, set) => {
    let test: Test = allow;
    const asked = f.exempt.map((x, k) => {
      const counts = (set & (1 << k)) !== 0;
      if (counts && test.op === '<=') test = { ...test, b: { op: '+', a: test.b, b: x.rule.slack.node } };
      return `${counts ? '' : '!'}(${emitEach(x.when, 'may', ctx)})`;
    });
    return { test, if: asked.join('&&') };
  });
}

class Filler {
  readonly bindings = new Bindings();
  private readonly ctx: EmitContext;
  private readonly plan: CellPlan;
  private readonly own: number;
  private readonly lead: Lead;

  constructor(plan: CellPlan, lead: Lead, values: Values) {
    this.ctx = pointContext(values, this.bindings, { proposing: true });
    this.plan = plan;
    this.lead = lead;
    this.own = plan.families.findIndex((f) => f.family === lead.permit.of);
  }

  /** One permit for each other family that applies, the likeliest by the key. */
  others(place: number): string {
    const likes = this.bindings.bind((key: number, permit: number): number => within(key, permit) >>> 0);
    const families = this.plan.families.map((f, k) => {
      if (k === this.own) return `const c${k}=${place};`;
      const each = f.permits.map(
        (p, j) =>
          `if(${emitEach(p.when, 'may', this.ctx)}){const p=${likes}(key,${keyOf(p.rule.id)});if(p>b){b=p;c${k}=${j};}}`,
      );
      const applies = emitEach(f.applies, 'must', this.ctx);
      return `let c${k}=-1;if(${applies}){let b=-1;${each.join('')}if(c${k}<0)return false;}`;
    });
    return [...families, ...this.plan.families.map((_, k) => `chosen[${k}]=c${k};`)].join('\n');
  }

  /** Clauses by the source of the condition under which they count. */
  private clauses(): readonly { readonly if: string; readonly tests: readonly Test[] }[] {
    const { permit } = this.lead;
    const others = this.plan.families.flatMap((f, k) =>
      k === this.own
        ? []
        : [
            { if: `c${k}>=0`, tests: openTests(f.family.applies) },
            ...f.permits.map((p, j) => ({ if: `c${k}===${j}`, tests: openTests(p.rule.when) })),
          ],
    );
    return [{ if: 'true', tests: openTests([...permit.of.applies, ...permit.when]) }, ...others];
  }

  /** Narrows `lo` and `hi` by what the tests say of the node. */
  private bounds(tests: readonly Test[], node: Node, add: number): string {
    return tests
      .flatMap((test) => solve(test, node))
      .map(({ side, bound }) => {
        const value = `v=${emitCorner(bound, this.ctx)}${add === 0 ? '' : `-(${add})`};`;
        return side === 'lo' ? `${value}if(v>lo)lo=Math.ceil(v);` : `${value}if(v<hi)hi=Math.floor(v);`;
      })
      .join('');
  }

  private under(condition: string, src: string): string {
    return src === '' ? '' : condition === 'true' ? src : `if(${condition}){${src}}`;
  }

  /** Draws one field, or those that are the same number. */
  group(group: Group, value: string): string {
    const src = group.map(({ node, add }) => {
      const at = placeOf(node);
      const less = add === 0 ? '' : `-(${add})`;
      const own = `lo=Math.max(lo,e[${at}]${less});hi=Math.min(hi,e[${at + HIGH}]${less});`;
      const clauses = this.clauses().map((c) => this.under(c.if, this.bounds(c.tests, node, add)));
      const limits = this.plan.forbids.map((f) => {
        const each = variants(f, this.ctx).map((v) => this.under(v.if, this.bounds([v.test], node, add)));
        return this.under(emitEach(f.when, 'may', this.ctx), each.join(''));
      });
      return [own, ...clauses, ...limits].join('');
    });
    const puts = group.map(({ node, add }) => {
      const at = placeOf(node);
      return `e[${at}]=e[${at + HIGH}]=v${add === 0 ? '' : `+(${add})`};`;
    });
    return `{let lo=-Infinity,hi=Infinity,v=0;${src.join('\n')}if(lo>hi)return false;v=${value};if(v-v!==0)return false;${puts.join('')}}`;
  }

  number(node: Node, beyond: string): string {
    return `${this.bindings.bind(drawNumber)}(random,key,${placeOf(node)},lo,hi,${beyond})`;
  }

  marked(node: Node): string {
    return `${this.bindings.bind(drawMarked)}(random,key,${placeOf(node)},lo,hi,landmarks(),e)`;
  }

  /** Everything once more, on the segment as drawn. */
  check(): string {
    const clauses = this.clauses().map((c) =>
      c.tests.length === 0 ? '' : `if(${c.if}&&!(${emitEach(c.tests, 'may', this.ctx)}))return false;`,
    );
    const limits = this.plan.forbids.map(
      (f) => `if(${emitEach(f.when, 'may', this.ctx)}&&!(${emitLimit(f, this.ctx)}))return false;`,
    );
    return [...clauses, ...limits].join('\n');
  }
}

/** How many SACK blocks, before the text: they take room in the header. */
function sacks(filler: Filler): string {
  const room = filler.bindings.bind(sackRoom);
  const drawn = filler.bindings.bind(sacksDrawn);
  const { node } = OUT.SACKS;
  return `${room}(random,key,landmarks(),e);${filler.group([{ node, add: 0 }], filler.number(node, '0'))}${drawn}(e);`;
}

/** Fields that options bring, each where its option, or so many SACK blocks, are there. */
function options(filler: Filler, flags: number): readonly string[] {
  const full = new Float64Array(E.SIZE);
  full[E.FLAGS] = flags;
  full[E.SACKS] = (flags & BIT.SACK) === 0 ? 0 : OUT.SACK.length;
  return optionFields(full).map(({ node, beyond, marked }) => {
    const at = placeOf(node);
    const block = Math.floor((at - E.SACK) / 2) + 1;
    const reach =
      beyond.length === 1
        ? String(beyond[0])
        : `${filler.bindings.bind(pickBeyond)}(random,key,${at},${filler.bindings.bind(beyond)})`;
    const src = filler.group([{ node, add: 0 }], marked ? filler.marked(node) : filler.number(node, reach));
    return at >= E.SACK && at < E.UP ? `if(e[${E.SACKS}]>=${block})${src}` : src;
  });
}

/** `flags` as the segment will have them; undefined where the permit does not allow them. */
export function compileFills(plan: CellPlan, lead: Lead, flags: number, values: Values): Fills | undefined {
  const family = plan.families.find((f) => f.family === lead.permit.of);
  const place = family?.permits.findIndex((p) => p.rule === lead.permit) ?? -1;
  if (place < 0) return undefined;
  const filler = new Filler(plan, lead, values);
  const fields = drawnFields(lead.shape, (flags & BIT.FIN) !== 0).map((group) => {
    const first = group[0];
    if (!first) throw new Error('unreachable: a group has a field');
    return filler.group(group, filler.number(first.node, '0'));
  });
  const body = [
    'const f=0;',
    filler.others(place),
    (flags & BIT.SACK) === 0 ? '' : sacks(filler),
    ...fields,
    ...options(filler, flags),
    filler.check(),
    'return true;',
  ];
  const name = `fills_${lead.permit.id.replaceAll('-', '_')}_${flags.toString(16)}`;
  return build('S,e,d,random,key,chosen,landmarks', body.join('\n'), filler.bindings, name);
}
