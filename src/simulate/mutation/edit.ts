/**
 * Changes of a spec, each one a value: a rule left out, a clause dropped, a bound moved, a constant changed.
 */
import { renderNode, renderTest } from '../../spec/render.ts';
import type { Debt, Rule, Spec } from '../../spec/rule.ts';
import type { State } from '../../spec/state.ts';
import { STATE } from '../../spec/tcb.ts';
import { type Effect, Term, type Test, type Unit } from '../../spec/term.ts';
import { replaceNode } from './replace.ts';

export interface Edit {
  /** The rules or the setting that it overrides. */
  readonly of: readonly string[];
  /** The changed spec; throws where a rule, a clause or a term is not there to be changed. */
  readonly apply: (spec: Spec) => Spec;
}

/** A change that does not fit its spec: the spec has moved on, the mutant has not. */
export class EditMisfit extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'EditMisfit';
  }
}

function ruleOf(spec: Spec, id: string): Rule {
  const rule = spec.rules.find((r) => r.id === id);
  if (!rule) throw new EditMisfit(`there is no rule ${id}`);
  return rule;
}

/** An exemption stands in the list of rules and in the limits that it loosens. */
function put(spec: Spec, id: string, changed: Rule): Spec {
  return {
    ...spec,
    rules: spec.rules.map((rule) => {
      if (rule.id === id) return changed;
      if (rule.verb !== 'forbid' || changed.verb !== 'exempt') return rule;
      return { ...rule, exempt: rule.exempt.map((x) => (x.id === id ? changed : x)) };
    }),
  };
}

const edit = (id: string, change: (rule: Rule) => Rule): Edit => ({
  of: [id],
  apply: (spec) => put(spec, id, change(ruleOf(spec, id))),
});

function clauseOf(rule: Rule, text: string): Test {
  const found = rule.when.find((test) => renderTest(test) === text);
  if (found) return found;
  throw new EditMisfit(`${rule.id} has no clause ‘${text}’, but ${rule.when.map(renderTest).join(' · ')}`);
}

/** Without these rules. */
export const without = (...ids: readonly string[]): Edit => ({
  of: ids,
  apply(spec) {
    for (const id of ids) ruleOf(spec, id);
    return { ...spec, rules: spec.rules.filter((rule) => !ids.includes(rule.id)) };
  },
});

/** A rule without some of its clauses, each as it is rendered. */
export const dropped = (id: string, ...clauses: readonly string[]): Edit =>
  edit(id, (rule) => {
    const gone = clauses.map((text) => clauseOf(rule, text));
    return { ...rule, when: rule.when.filter((test) => !gone.includes(test)) };
  });

/** A rule with more clauses. */
export const also = (id: string, ...tests: readonly Test[]): Edit =>
  edit(id, (rule) => ({ ...rule, when: [...rule.when, ...tests] }));

/** A rule in other states. */
export const inStates = (id: string, states: State): Edit =>
  edit(id, (rule) => {
    if (!rule.when.some((test) => test.op === 'in')) throw new EditMisfit(`${id} holds in any state`);
    return { ...rule, when: rule.when.map((test) => (test.op === 'in' ? STATE.in(states) : test)) };
  });

/** A rule in which one term stands for another, in clauses, limit and deadline. */
export const swapped = <U extends Unit>(id: string, from: Term<U>, to: Term<NoInfer<U>>): Edit =>
  edit(id, (rule) => {
    const changed = replaceNode(rule, from.node, to.node);
    if (changed === rule) throw new EditMisfit(`${id} does not read ${renderNode(from.node)}`);
    return changed;
  });

/** A limit that allows something else. */
export const allowing = (id: string, allow: Test): Edit =>
  edit(id, (rule) => {
    if (rule.verb !== 'forbid') throw new EditMisfit(`${id} is no limit`);
    return { ...rule, allow };
  });

/** A permit that is taken more or less often. */
export const often = (id: string, weight: number): Edit =>
  edit(id, (rule) => {
    if (rule.verb !== 'permit') throw new EditMisfit(`${id} is no permit`);
    return { ...rule, often: weight };
  });

/** A rule whose effects on the same slots are these. */
export const doing = (id: string, ...effects: readonly Effect[]): Edit =>
  edit(id, (rule) => {
    if (rule.verb !== 'permit' && rule.verb !== 'track') throw new EditMisfit(`${id} has no effects`);
    const kept = rule.then.filter((old) => !effects.some((e) => e.to === old.to));
    return { ...rule, then: [...kept, ...effects] };
  });

/** A rule that leaves the slot alone. */
export const leaving = (id: string, slot: Term<Unit>): Edit =>
  edit(id, (rule) => {
    if (rule.verb !== 'permit' && rule.verb !== 'track') throw new EditMisfit(`${id} has no effects`);
    const then = rule.then.filter((e) => slot.node.op !== 'slot' || e.to !== slot.node.slot);
    if (then.length === rule.then.length)
      throw new EditMisfit(`${id} does not write ${renderNode(slot.node)}`);
    return { ...rule, then };
  });

/** A debt that is paid otherwise. */
export const owing = (id: string, debt: Partial<Debt>): Edit =>
  edit(id, (rule) => {
    if (rule.verb !== 'oblige') throw new EditMisfit(`${id} is no obligation`);
    return { ...rule, owes: { ...rule.owes, ...debt } };
  });

/** One more permit or track, made from another one by the given edits of it. */
export const another = (id: string, name: string, ...edits: readonly ((id: string) => Edit)[]): Edit => ({
  of: [id],
  apply(spec) {
    const rule = ruleOf(spec, id);
    if (rule.verb !== 'permit' && rule.verb !== 'track') throw new EditMisfit(`${id} is no permit or track`);
    const made: Rule = { ...rule, id: name };
    const at = spec.rules.indexOf(rule) + 1;
    const more = { ...spec, rules: [...spec.rules.slice(0, at), made, ...spec.rules.slice(at)] };
    return edits.reduce<Spec>((changed, make) => make(name).apply(changed), more);
  },
});

/** A setting of the stack, wherever a rule reads it. */
export const setting = (name: string, value: number): Edit => ({
  of: [name],
  apply(spec) {
    let read = false;
    const from = { op: 'constant', value: Number.NaN, name } as const;
    const rules = spec.rules.map((rule) => {
      const changed = replaceNode(rule, from, { op: 'constant', value });
      read ||= changed !== rule;
      return changed;
    });
    if (!read) throw new EditMisfit(`no rule reads ${name}`);
    return { ...spec, rules };
  },
});

/** The same test of control bits, the other way round. */
export function not(test: Test): Test {
  if (test.op !== 'flags') throw new EditMisfit('not: only of control bits');
  return { ...test, want: test.mask ^ test.want, names: `not ${test.names}` };
}

/** A count read as octets, where a clause has to say "one less if". */
export const asOctets = (count: Term<'count'>): Term<'size'> => new Term(count.node);
