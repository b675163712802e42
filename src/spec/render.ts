/**
 * Render: terms, tests and rules as text in RFC notation (core-semantics.md §7). Nothing here decides
 * anything.
 */

import { evidenceNames } from './evidence.ts';
import { needsOf } from './needs.ts';
import type { Rule } from './rule.ts';
import { ALL_STATES, stateText } from './state.ts';
import { type Effect, isTolerance, isWill, type Node, type Test } from './term.ts';

const SPAN_UNITS: readonly (readonly [number, string])[] = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
  [1, 'ns'],
];

/** A span or instant in the largest unit that gives a number of at least one. */
export function timeText(nanos: number): string {
  if (!Number.isFinite(nanos)) return nanos > 0 ? '∞' : '−∞';
  const size = Math.abs(nanos);
  const [unit, name] = SPAN_UNITS.find(([u]) => size >= u) ?? [1e9, 's'];
  const value = nanos / unit;
  return `${Number(value.toFixed(3))} ${name}`;
}

export function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '∞';
  if (value === Number.NEGATIVE_INFINITY) return '−∞';
  return String(Number.isInteger(value) ? value : Number(value.toFixed(3)));
}

/** Sums that have a name of their own, as rules write them: SEQ + LEN is END, ACK + WND is EDGE. */
function nameOfSum(a: Node, b: Node): string | undefined {
  if (a.op !== 'event' || b.op !== 'event') return undefined;
  for (const [x, y, sum] of [
    ['SEQ', 'LEN', 'END'],
    ['ACK', 'WND', 'EDGE'],
  ] as const) {
    const of = a.name.slice(0, -x.length);
    if (a.name === of + x && b.name === of + y) return of + sum;
  }
  return undefined;
}

const isOne = (node: Node): boolean => node.op === 'constant' && node.value === 1 && node.name === undefined;

export function renderNode(node: Node): string {
  switch (node.op) {
    case 'slot':
      return node.slot.name;
    case 'event':
      return node.name;
    case 'constant':
      return node.name ?? (Math.abs(node.value) >= 1e6 ? timeText(node.value) : numberText(node.value));
    case '+':
    case '-': {
      const known = node.op === '+' ? nameOfSum(node.a, node.b) : undefined;
      if (known !== undefined) return known;
      const right = renderNode(node.b);
      const compound = (node.b.op === '+' || node.b.op === '-') && /[+−]/.test(right);
      const b = compound ? `(${right})` : right;
      return `${renderNode(node.a)} ${node.op === '+' ? '+' : '−'} ${b}`;
    }
    case '*': {
      const inner = renderNode(node.a);
      return `${node.k} × ${node.a.op === '+' || node.a.op === '-' ? `(${inner})` : inner}`;
    }
    case 'between':
      return `any of [${renderNode(node.a)} … ${renderNode(node.b)}]`;
    case 'query': {
      const args = node.args.map(renderNode);
      return node.of.queries[node.name]?.text?.(args) ?? `${node.name} of ${node.of.id}(${args.join(', ')})`;
    }
    default:
      return `${node.op}(${renderNode(node.a)}, ${renderNode(node.b)})`;
  }
}

/** A comparison reads from what is asked about: a bare number stands on the right. */
function comparison(test: Extract<Test, { op: '<=' | '=' }>, term: (node: Node) => string): string {
  const strict = test.a.op === '+' && isOne(test.a.b);
  const a = strict && 'a' in test.a ? test.a.a : test.a;
  if (a.op !== 'constant' || a.name !== undefined) return `${term(a)} ${strict ? '<' : '≤'} ${term(test.b)}`;
  if (a.value === Number.POSITIVE_INFINITY) return `no ${renderNode(test.b)} yet`;
  return `${term(test.b)} ${strict ? '>' : '≥'} ${term(a)}`;
}

/** A test in RFC notation. */
export const renderTest = (test: Test): string => writeTest(test, renderNode);

/** The same with its sides written otherwise, as numbers for instance. */
export function writeTest(test: Test, term: (node: Node) => string): string {
  switch (test.op) {
    case 'flags':
      return test.names;
    case 'in':
      return `STATE in ${stateText(test.states & ALL_STATES)}`;
    case '=':
      if (isWill(test)) return isTolerance(test.a) ? 'tolerated of deployed stacks' : 'at the stack’s will';
      return `${term(test.a)} = ${term(test.b)}`;
    case '<=':
      return comparison(test, term);
  }
}

export const renderEffect = (effect: Effect): string =>
  'moves' in effect
    ? `STATE: ${effect.moves.map(([from, to]) => `${stateText(from)} → ${stateText(to)}`).join(', ')}`
    : `${effect.to.name} ← ${renderNode(effect.value)}`;

const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `\n  ${title}${lines.map((line) => `\n    ${line}`).join('')}`;

/** A whole rule, several lines. */
export function renderRule(rule: Rule): string {
  const needs = evidenceNames(needsOf(rule));
  const rests = needs.length === 0 ? '' : `\n  needs ${needs.join(', ')}`;
  const head = `${rule.verb} ${rule.id}   [${rule.cites.join(', ')}]${rests}\n  on ${rule.on}`;
  const when = section('when', rule.when.map(renderTest));
  switch (rule.verb) {
    case 'permit':
      return `${head}, family ‘${rule.of.id}’${when}${section('then', rule.then.map(renderEffect))}`;
    case 'forbid':
      return `${head}${when}${section('allow only', [renderTest(rule.allow)])}${section(
        'exempt',
        rule.exempt.map((x) => x.id),
      )}`;
    case 'exempt':
      return `${head}${when}${section('slack', [renderNode(rule.slack.node)])}`;
    case 'oblige': {
      const voids = rule.owes.voidBy.map((v) => `${v.on}: ${v.when.map(renderTest).join(', ')}`);
      return `${head}${when}${section('owes', [
        `${rule.owes.kind} by ${renderNode(rule.owes.by.node)}`,
        `paid by ${rule.owes.paidBy.map(renderTest).join(', ')}`,
      ])}${section('void by', voids)}`;
    }
    case 'track':
      return `${head}${when}${section('then', [
        ...rule.then.map(renderEffect),
        ...(rule.runs ? [`runs ${rule.runs.id}`] : []),
      ])}`;
  }
}
