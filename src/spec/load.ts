/** What is refused when the spec is loaded (core-semantics.md §11): ambiguities, dead ends, loose ends. */
import { renderNode, renderTest } from './render.ts';
import { requirement } from './requirements/all.ts';
import type { Family, Rule, Spec } from './rule.ts';
import { allSlots } from './tcb.ts';
import { type Effect, type Node, nodes, type Slot, sidesOf, type Test } from './term.ts';

/** Thrown with every reason at once: a spec that cannot be loaded is our own bug. */
export class SpecRefused extends Error {
  readonly reasons: readonly string[];
  constructor(reasons: readonly string[]) {
    super(`the spec is refused:\n${reasons.map((r) => `  ${r}`).join('\n')}`);
    this.name = 'SpecRefused';
    this.reasons = reasons;
  }
}

export const effectsOf = (rule: Rule): readonly Effect[] =>
  rule.verb === 'permit' || rule.verb === 'track' ? rule.then : [];

/** Slots that a rule writes, those of its computed included. */
export const writesOf = (rule: Rule): readonly Slot[] => [
  ...new Set([
    ...effectsOf(rule).map((e) => e.to),
    ...(rule.verb === 'track' && rule.runs ? rule.runs.slots : []),
  ]),
];

/** Every test of a rule, in the order in which people read them. */
export function testsOf(rule: Rule): readonly Test[] {
  switch (rule.verb) {
    case 'permit':
      return [...rule.of.applies, ...rule.when];
    case 'forbid':
      return [...rule.when, rule.allow, ...rule.exempt.flatMap((x) => x.when)];
    case 'oblige':
      return [...rule.when, ...rule.owes.paidBy, ...rule.owes.voidBy.flatMap((v) => v.when)];
    default:
      return rule.when;
  }
}

function termsOf(rule: Rule): readonly Node[] {
  const values = effectsOf(rule).flatMap((e) => ('value' in e ? [e.value] : []));
  const tests = testsOf(rule).flatMap(sidesOf);
  if (rule.verb === 'exempt') return [...tests, rule.slack.node];
  if (rule.verb === 'oblige') return [...tests, rule.owes.by.node];
  return [...tests, ...values];
}

const same = (x: Node, y: Node): boolean => x === y || renderNode(x) === renderNode(y);

/** Whether two tests can never both hold: shown by flags, states, or a comparison and its negation. */
function contradict(x: Test, y: Test): boolean {
  if (x.op === 'flags' && y.op === 'flags') {
    const common = x.mask & y.mask;
    return (x.want & common) !== (y.want & common);
  }
  if (x.op === 'in' && y.op === 'in') return x.slot === y.slot && (x.states & y.states) === 0;
  if (x.op === '<=' && y.op === '<=') return negates(x, y) || negates(y, x);
  return false;
}

/** b + 1 ≤ a is the negation of a ≤ b; `n ≥ k` and `n ≤ m` with k > m are apart too. */
function negates(x: Extract<Test, { op: '<=' | '=' }>, y: Extract<Test, { op: '<=' | '=' }>): boolean {
  if (y.a.op === '+' && y.a.b.op === 'constant' && y.a.b.value === 1)
    if (same(y.a.a, x.b) && same(y.b, x.a)) return true;
  return x.b.op === 'constant' && y.a.op === 'constant' && same(x.a, y.b) && y.a.value > x.b.value;
}

export const exclusive = (a: readonly Test[], b: readonly Test[]): boolean =>
  a.some((x) => b.some((y) => contradict(x, y)));

const guardOf = (rule: Rule): readonly Test[] =>
  rule.verb === 'permit' ? [...rule.of.applies, ...rule.when] : rule.when;

/** Inside a family permits are alternatives, and a fact has no room for the hull of two values. */
function checkFacts(spec: Spec): string[] {
  const permits = spec.rules.filter((r) => r.verb === 'permit');
  return permits.flatMap((a, i) =>
    permits.slice(i + 1).flatMap((b) => {
      if (a.of !== b.of || exclusive(a.when, b.when)) return [];
      const two = a.then.find((x) => x.to.kind === 'fact' && b.then.some((y) => otherValue(x, y)));
      return two ? [`${a.id} and ${b.id} may both hold and give ${two.to.name}, a fact, two values`] : [];
    }),
  );
}
const otherValue = (x: Effect, y: Effect): boolean =>
  x.to === y.to && 'value' in x && 'value' in y && !same(x.value, y.value);

/** Rules of which one stands after the other, directly or through others. */
function ordered(a: Rule, b: Rule, byId: ReadonlyMap<string, Rule>): boolean {
  const reaches = (from: Rule, to: Rule, seen: Set<string>): boolean => {
    if (seen.has(from.id)) return false;
    seen.add(from.id);
    return (from.after ?? []).some((id) => {
      const next = byId.get(id);
      return id === to.id || (next !== undefined && reaches(next, to, seen));
    });
  };
  return reaches(a, b, new Set()) || reaches(b, a, new Set());
}

function checkWriters(spec: Spec, byId: ReadonlyMap<string, Rule>): string[] {
  const out: string[] = [];
  const writers = spec.rules.filter((r) => writesOf(r).length > 0);
  for (const [i, a] of writers.entries())
    for (const b of writers.slice(i + 1)) {
      if (a.on !== b.on) continue;
      if (a.verb === 'permit' && b.verb === 'permit' && a.of === b.of) continue;
      const shared = effectsOf(a).filter((x) => effectsOf(b).some((y) => x.to === y.to));
      if (shared.length === 0 || exclusive(guardOf(a), guardOf(b)) || ordered(a, b, byId)) continue;
      out.push(`${a.id} and ${b.id} may both write ${shared[0]?.to.name}: say which comes after which`);
    }
  const computed = new Set(spec.rules.flatMap((r) => (r.verb === 'track' && r.runs ? r.runs.slots : [])));
  for (const rule of spec.rules)
    for (const effect of rule.verb === 'permit' ? rule.then : [])
      if (computed.has(effect.to)) out.push(`${rule.id} writes ${effect.to.name}, which a computed owns`);
  return out;
}

/**
 * What makes a term's value uncertain, as text: everything but facts, points of the segment and constants.
 */
function doubtful(node: Node): readonly string[] {
  if (node.op === 'slot') return node.slot.kind === 'fact' ? [] : [node.slot.name];
  if (node.op === 'event') return node.point ? [] : [node.name];
  if (node.op === 'query') return [`${node.name} of ${node.of.id}`];
  if (node.op === 'between') return [renderNode(node)];
  return [...('a' in node ? doubtful(node.a) : []), ...('b' in node ? doubtful(node.b) : [])];
}

function checkFamily(family: Family, spec: Spec): string[] {
  const doubts = family.applies.flatMap((test) =>
    test.op === 'in' ? [test.slot.name] : sidesOf(test).flatMap(doubtful),
  );
  const out = doubts.map((what) => `family ‘${family.id}’ applies by ${what}, which may be in doubt`);
  if (family.closed && !spec.rules.some((r) => r.verb === 'permit' && r.of === family))
    out.push(`family ‘${family.id}’ is closed and has no permit`);
  return out;
}

function checkRule(rule: Rule, spec: Spec, byId: ReadonlyMap<string, Rule>): string[] {
  const out: string[] = [];
  const cited = [...rule.cites, ...testsOf(rule).flatMap((t) => (t.per ? [t.per] : []))];
  if (cited.length === 0) out.push(`${rule.id} cites nothing`);
  for (const id of cited) if (!requirement(id)) out.push(`${rule.id} cites ${id}, which the catalogue lacks`);
  for (const id of rule.after ?? [])
    if (!byId.has(id)) out.push(`${rule.id} stands after ${id}, which is no rule`);
  const choices = new Map<string, Node>();
  for (const node of termsOf(rule).flatMap((n) => [...nodes(n)])) {
    if (node.op !== 'between') continue;
    const text = renderNode(node);
    const before = choices.get(text);
    if (before && before !== node) out.push(`${rule.id} builds ${text} twice: one choice is one node`);
    choices.set(text, node);
  }
  if (rule.verb === 'oblige') {
    const paid = rule.owes.paidBy;
    const payable = spec.rules.some(
      (r) => r.verb === 'permit' && !exclusive([...r.of.applies, ...r.when], paid),
    );
    if (!payable) out.push(`${rule.id} obliges what no permit can pay: ${paid.map(renderTest).join(', ')}`);
  }
  return out;
}

/** Slots that a rule reads for something else than their own next value. */
function readsOf(rule: Rule): readonly Slot[] {
  const slots = (node: Node): readonly Slot[] =>
    [...nodes(node)].flatMap((n) => (n.op === 'slot' ? [n.slot] : n.op === 'query' ? n.of.slots : []));
  const own = new Map(effectsOf(rule).flatMap((e) => ('value' in e ? [[e.value, e.to] as const] : [])));
  return [
    ...testsOf(rule).flatMap((test) => (test.op === 'in' ? [test.slot] : [])),
    ...termsOf(rule).flatMap((term) => slots(term).filter((slot) => slot !== own.get(term))),
    ...(rule.verb === 'track' && rule.runs ? [...rule.runs.reads, ...rule.runs.slots] : []),
  ];
}

function checkSlots(spec: Spec): string[] {
  const out: string[] = [];
  const written = new Set(spec.rules.flatMap((r) => writesOf(r)));
  const read = new Set(spec.rules.flatMap(readsOf));
  for (const slot of allSlots()) {
    if (!written.has(slot) && !slot.given) out.push(`nobody writes ${slot.name}`);
    if (!read.has(slot)) out.push(`nobody reads ${slot.name}`);
  }
  return out;
}

/**
 * Refuses a spec with any of the faults above; else gives it back, frozen, rules sorted so that `after`
 * holds.
 */
export function checkSpec(spec: Spec): Spec {
  const byId = new Map(spec.rules.map((r) => [r.id, r] as const));
  const reasons: string[] = [];
  if (byId.size !== spec.rules.length) reasons.push('two rules share an id');
  for (const family of spec.families) reasons.push(...checkFamily(family, spec));
  for (const rule of spec.rules) reasons.push(...checkRule(rule, spec, byId));
  if (reasons.length === 0)
    reasons.push(...checkWriters(spec, byId), ...checkFacts(spec), ...checkSlots(spec));
  if (reasons.length > 0) throw new SpecRefused(reasons);
  return Object.freeze({ ...spec, rules: sortByAfter(spec.rules, byId) });
}

function sortByAfter(rules: readonly Rule[], byId: ReadonlyMap<string, Rule>): readonly Rule[] {
  const out: Rule[] = [];
  const done = new Set<string>();
  const visit = (rule: Rule, path: readonly string[]): void => {
    if (done.has(rule.id)) return;
    if (path.includes(rule.id))
      throw new SpecRefused([`‘after’ goes round: ${[...path, rule.id].join(' → ')}`]);
    for (const id of rule.after ?? []) {
      const before = byId.get(id);
      if (before) visit(before, [...path, rule.id]);
    }
    done.add(rule.id);
    out.push(rule);
  };
  for (const rule of rules) visit(rule, []);
  return out;
}
