/** A rule in which one node stands for another. Choices keep their identity: one node is one draw. */
import { renderNode } from '../../spec/render.ts';
import type { Rule } from '../../spec/rule.ts';
import { type Effect, type Node, Term, type Test } from '../../spec/term.ts';

type Swap = (node: Node) => Node;

/** Rebuilt nodes by the old ones: a choice that two clauses share stays shared. */
function swapOf(from: Node, to: Node): Swap {
  const text = renderNode(from);
  const done = new Map<Node, Node>();
  const build: Swap = (node) => {
    if (node.op === from.op && renderNode(node) === text) return to;
    if (node.op === 'query') {
      const args = node.args.map(swap);
      return args.every((arg, i) => arg === node.args[i]) ? node : { ...node, args };
    }
    if (node.op === '*') {
      const a = swap(node.a);
      return a === node.a ? node : { ...node, a };
    }
    if (!('b' in node)) return node;
    const a = swap(node.a);
    const b = swap(node.b);
    return a === node.a && b === node.b ? node : { ...node, a, b };
  };
  const swap: Swap = (node) => {
    const known = done.get(node);
    if (known) return known;
    const made = build(node);
    done.set(node, made);
    return made;
  };
  return swap;
}

const inTest = (test: Test, swap: Swap): Test => {
  if (test.op !== '<=' && test.op !== '=') return test;
  const a = swap(test.a);
  const b = swap(test.b);
  return a === test.a && b === test.b ? test : { ...test, a, b };
};
const inTests = (tests: readonly Test[], swap: Swap): readonly Test[] => {
  const made = tests.map((test) => inTest(test, swap));
  return made.every((test, i) => test === tests[i]) ? tests : made;
};
const inEffects = (effects: readonly Effect[], swap: Swap): readonly Effect[] => {
  const made = effects.map((e) => {
    const value = 'value' in e ? swap(e.value) : undefined;
    return value === undefined || ('value' in e && e.value === value) ? e : { to: e.to, value };
  });
  return made.every((e, i) => e === effects[i]) ? effects : made;
};

/** The same rule, itself where nothing had to be replaced. */
export function replaceNode(rule: Rule, from: Node, to: Node): Rule {
  const swap = swapOf(from, to);
  const when = inTests(rule.when, swap);
  switch (rule.verb) {
    case 'permit':
    case 'track': {
      const then = inEffects(rule.then, swap);
      return when === rule.when && then === rule.then ? rule : { ...rule, when, then };
    }
    case 'forbid': {
      const allow = inTest(rule.allow, swap);
      return when === rule.when && allow === rule.allow ? rule : { ...rule, when, allow };
    }
    case 'exempt': {
      const node = swap(rule.slack.node);
      const slack = node === rule.slack.node ? rule.slack : new Term<'size'>(node);
      return when === rule.when && slack === rule.slack ? rule : { ...rule, when, slack };
    }
    case 'oblige': {
      const by = swap(rule.owes.by.node);
      const paidBy = inTests(rule.owes.paidBy, swap);
      if (when === rule.when && by === rule.owes.by.node && paidBy === rule.owes.paidBy) return rule;
      const term = by === rule.owes.by.node ? rule.owes.by : new Term<'instant'>(by);
      return { ...rule, when, owes: { ...rule.owes, by: term, paidBy } };
    }
  }
}
