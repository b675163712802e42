/**
 * Proposals compiled: `solve` for one permit as straight-line code, control bits asked as they come (core-
 * semantics.md §9, steps 2–4). Same steps and same draws as `Proposer`, which reads the terms.
 */
import { build } from '../checker/compile.ts';
import { Bindings, type EmitContext, emitCorner, emitTest } from '../checker/emit.ts';
import { BIT, E, HIGH, OUT } from '../spec/event.ts';
import type { Family, Forbid, Permit, Spec } from '../spec/rule.ts';
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
/** Which turn of the bits of `e` somebody wants, or −1. */
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

/** Source that narrows `lo` and `hi` by what the tests say of the node, to which `more` is added. */
function emitBounds(tests: readonly Test[], node: Node, more: string, ctx: EmitContext): string {
  return tests
    .flatMap((test) => solve(test, node))
    .map(({ side, bound }) => {
      const value = `v=${emitCorner(bound, ctx)}${more};`;
      return side === 'lo' ? `${value}if(v>lo)lo=Math.ceil(v);` : `${value}if(v<hi)hi=Math.floor(v);`;
    })
    .join('');
}

/** Whether the settled bits of the lead answer all tests of flags, and how. */
function settles({ mask, want }: Lead, tests: readonly Test[]): 'yes' | 'no' | 'open' {
  let open = false;
  for (const test of tests) {
    if (test.op !== 'flags') continue;
    if (((want ^ test.want) & mask & test.mask) !== 0) return 'no';
    if ((mask & test.mask) !== test.mask) open = true;
  }
  return open ? 'open' : 'yes';
}

/** For each other family that the lead's bits bring with them: that one of its permits may hold. */
function companions(lead: Lead, spec: Spec, ctx: EmitContext): readonly string[] {
  return spec.families.flatMap((family) => {
    if (family === lead.permit.of || settles(lead, family.applies) !== 'yes') return [];
    if (openTests(family.applies).length > 0) return [];
    const permits = spec.rules.filter((r): r is Permit => r.verb === 'permit' && r.of === family);
    const any = permits
      .filter((permit) => settles(lead, permit.when) !== 'no')
      .map((permit) => `(${emitEach(undrawn(permit.when), 'may', ctx)})`);
    return [`(${any.join('||') || 'false'})`];
  });
}

const BLANKS = { new: 'en', old: 'eo', bare: 'eb' } as const;
const undrawn = (tests: readonly Test[]): readonly Test[] => openTests(tests).filter((test) => !draws(test));

/** What is not possible here nothing could fill; what is may still be refused. */
export function compilePossible(leads: readonly Lead[], spec: Spec, values: Values): Possible {
  if (leads.length > 31) throw new Error('unreachable: more leading permits than a word has bits');
  const bindings = new Bindings();
  const src = leads.map((lead, k) => {
    const event = BLANKS[lead.shape];
    const ctx = pointContext(values, bindings, { proposing: true, event });
    const tests = undrawn([...lead.permit.of.applies, ...lead.permit.when]);
    const first = emitEach(
      tests.filter((test) => !readsEvent(test)),
      'may',
      ctx,
    );
    // Where the segment begins is mostly known, and with it whether there is room for anything.
    const begins = (drawnFields(lead.shape, false)[0] ?? []).map(({ node }) => node);
    const bounds = begins.map((node) => emitBounds(tests, node, '', ctx)).join('');
    const puts = begins.map((node) => `${event}[${placeOf(node)}]=lo;${event}[${placeOf(node) + HIGH}]=hi;`);
    const rest = [
      emitEach(
        tests.filter((test) => readsEvent(test)),
        'may',
        ctx,
      ),
      ...companions(lead, spec, ctx),
    ].join('&&');
    return `if(${first}){lo=-Infinity;hi=Infinity;${bounds}if(!(lo>hi)){${puts.join('')}if(${rest})m|=${1 << k};}}`;
  });
  const body = `const f=0;let m=0,lo=0,hi=0,v=0;${src.join('\n')}return m;`;
  return build('S,en,eo,eb', body, bindings, 'possible');
}

/** What each refusal asks for, in the order in which they are asked. */
export function compileRefuses(
  spec: Spec,
  values: Values,
): { readonly refuses: Refuses; readonly turns: readonly Turn[] } {
  const bindings = new Bindings();
  const ctx = pointContext(values, bindings, { proposing: true });
  const turns: Turn[] = [];
  const src: string[] = [];
  const refuse = (condition: string, turn: Turn | undefined): void => {
    if (turn) src.push(`if(${condition})return ${turns.push(turn) - 1};`);
  };
  for (const rule of spec.rules) {
    if (rule.verb !== 'forbid') continue;
    const { allow } = rule;
    const when = emitEach(rule.when, 'must', ctx);
    if (allow.op === 'flags') {
      if ((allow.mask & TURNABLE) === allow.mask) refuse(`!${emitTest(allow, 'may', ctx)}&&${when}`, allow);
    } else if (!readsEvent(allow)) refuse(`${when}&&!${emitTest(allow, 'may', ctx)}`, against(rule.when));
  }
  for (const family of spec.families) {
    if (!family.closed) continue;
    const permits = permitsOf(spec, family);
    const any = permits.map((r) => `(${emitEach(r.when, 'may', ctx)})`).join('||') || 'false';
    refuse(`${emitEach(family.applies, 'must', ctx)}&&!(${any})`, against(family.applies));
  }
  return { refuses: build('S,e,d', `const f=0;${src.join('\n')}return -1;`, bindings, 'refuses'), turns };
}

const permitsOf = (spec: Spec, family: Family): readonly Permit[] =>
  spec.rules.filter((r): r is Permit => r.verb === 'permit' && r.of === family);

/** The limit with the slack of each set of exemptions, and the source that says which set counts. */
function variants(forbid: Forbid, ctx: EmitContext): readonly { readonly test: Test; readonly if: string }[] {
  const { allow, exempt } = forbid;
  if (allow.op !== '<=' || exempt.length === 0) return [{ test: allow, if: 'true' }];
  return Array.from({ length: 1 << exempt.length }, (_, set) => {
    let test: Test = allow;
    const asked = exempt.map((x, k) => {
      const counts = (set & (1 << k)) !== 0;
      if (counts && test.op === '<=') test = { ...test, b: { op: '+', a: test.b, b: x.slack.node } };
      return `${counts ? '' : '!'}(${emitEach(x.when, 'may', ctx)})`;
    });
    return { test, if: asked.join('&&') };
  });
}

class Filler {
  readonly bindings = new Bindings();
  private readonly ctx: EmitContext;
  private readonly lead: Lead;
  private readonly spec: Spec;
  /** Families beside the lead's own that its bits do not rule out, with their permits that they do not. */
  private readonly others: readonly {
    readonly family: Family;
    readonly place: number;
    readonly permits: readonly Permit[];
  }[];
  private readonly forbids: readonly Forbid[];

  constructor(lead: Lead, spec: Spec, values: Values) {
    this.ctx = pointContext(values, this.bindings, { proposing: true });
    this.lead = lead;
    this.spec = spec;
    this.others = spec.families.flatMap((family, place) =>
      family === lead.permit.of || settles(lead, family.applies) === 'no'
        ? []
        : [{ family, place, permits: permitsOf(spec, family).filter((p) => settles(lead, p.when) !== 'no') }],
    );
    this.forbids = spec.rules.filter(
      (r): r is Forbid => r.verb === 'forbid' && settles(lead, r.when) !== 'no',
    );
  }

  /** Without the tests of bits that the lead has settled: they hold. */
  private left(tests: readonly Test[]): readonly Test[] {
    return tests.filter((t) => t.op !== 'flags' || (this.lead.mask & t.mask) !== t.mask);
  }

  private when(tests: readonly Test[], mode: 'may' | 'must'): string {
    return emitEach(this.left(tests), mode, this.ctx);
  }

  /** One permit for each other family that applies, the likeliest by the key. */
  choose(): string {
    const { lead, spec } = this;
    const likes = this.bindings.bind((key: number, permit: number): number => within(key, permit) >>> 0);
    const places = new Map(spec.rules.map((rule, i) => [rule, i] as const));
    const families = this.others.map(({ family, place, permits }) => {
      const each = permits.map((permit) => {
        const take = `const p=${likes}(key,${keyOf(permit.id)});if(p>b){b=p;c${place}=${places.get(permit)};}`;
        return `if(${this.when(permit.when, 'may')}){${take}}`;
      });
      const choice = `let b=-1;${each.join('')}if(c${place}<0)return false;`;
      return `let c${place}=-1;if(${this.when(family.applies, 'must')}){${choice}}chosen[${place}]=c${place};`;
    });
    const own = `chosen[${spec.families.indexOf(lead.permit.of)}]=${places.get(lead.permit)};`;
    return ['chosen.fill(-1);', own, ...families].join('\n');
  }

  /** Clauses by the source of the condition under which they count. */
  private clauses(): readonly { readonly if: string; readonly tests: readonly Test[] }[] {
    const { permit } = this.lead;
    const others = this.others.flatMap(({ family, place, permits }) => [
      { if: `c${place}>=0`, tests: openTests(family.applies) },
      ...permits.map((p) => ({ if: `c${place}===${this.spec.rules.indexOf(p)}`, tests: openTests(p.when) })),
    ]);
    return [{ if: 'true', tests: openTests([...permit.of.applies, ...permit.when]) }, ...others];
  }

  private under(condition: string, src: string): string {
    return src === '' ? '' : condition === 'true' ? src : `if(${condition}){${src}}`;
  }

  /** Draws one field, or those that are the same number but for a FIN. */
  group(group: Group, value: string): string {
    const src = group.map(({ node, add }) => {
      const at = placeOf(node);
      const less = add === 0 ? '' : '+fin';
      const own = `lo=Math.max(lo,e[${at}]${less});hi=Math.min(hi,e[${at + HIGH}]${less});`;
      const clauses = this.clauses().map((c) => this.under(c.if, emitBounds(c.tests, node, less, this.ctx)));
      const limits = this.forbids.map((f) => {
        const each = variants(f, this.ctx).map((v) =>
          this.under(v.if, emitBounds([v.test], node, less, this.ctx)),
        );
        return this.under(this.when(f.when, 'may'), each.join(''));
      });
      return [own, ...clauses, ...limits].join('');
    });
    const puts = group.map(({ node, add }) => {
      const at = placeOf(node);
      return `e[${at}]=e[${at + HIGH}]=v${add === 0 ? '' : '-fin'};`;
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
    const limits = this.forbids.map(
      (f) => `if(${this.when(f.when, 'may')}&&!(${emitLimit(f, this.ctx)}))return false;`,
    );
    return [...clauses, ...limits].join('\n');
  }
}

/** How many SACK blocks, before the text: they take room in the header. */
function sacks(filler: Filler): string {
  const room = filler.bindings.bind(sackRoom);
  const drawn = filler.bindings.bind(sacksDrawn);
  const { node } = OUT.SACKS;
  const draw = `${room}(random,key,landmarks(),e);${filler.group([{ node, add: 0 }], filler.number(node, '0'))}`;
  return `if((e[2]&${BIT.SACK})!==0){${draw}${drawn}(e);}`;
}

/** Fields that options bring, each where its option, or so many SACK blocks, are there. */
function options(filler: Filler): readonly string[] {
  const full = new Float64Array(E.SIZE);
  full[E.FLAGS] = BIT.TIMESTAMPS | BIT.WINDOW_SCALE | BIT.URG | BIT.SACK;
  full[E.SACKS] = OUT.SACK.length;
  return optionFields(full).map(({ node, beyond, marked, bit }) => {
    const at = placeOf(node);
    const block = Math.floor((at - E.SACK) / 2) + 1;
    const reach =
      beyond.length === 1
        ? String(beyond[0])
        : `${filler.bindings.bind(pickBeyond)}(random,key,${at},${filler.bindings.bind(beyond)})`;
    const src = filler.group([{ node, add: 0 }], marked ? filler.marked(node) : filler.number(node, reach));
    return bit === BIT.SACK ? `if(e[${E.SACKS}]>=${block})${src}` : `if((e[2]&${bit})!==0)${src}`;
  });
}

/** Code that fills any blank segment of the lead. */
export function compileFills(lead: Lead, spec: Spec, values: Values): Fills {
  const filler = new Filler(lead, spec, values);
  const fields = drawnFields(lead.shape, true).map((group) => {
    const first = group[0];
    if (!first) throw new Error('unreachable: a group has a field');
    return filler.group(group, filler.number(first.node, '0'));
  });
  const body = [
    `const f=0,fin=e[2]&${BIT.FIN};`,
    filler.choose(),
    sacks(filler),
    ...fields,
    ...options(filler),
    filler.check(),
    'return true;',
  ];
  const name = `fills_${lead.permit.id.replaceAll('-', '_')}`;
  return build('S,e,d,random,key,chosen,landmarks', body.join('\n'), filler.bindings, name);
}
