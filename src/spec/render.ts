/** Render: terms, tests and rules as text in RFC notation (core-semantics.md §7). Nothing here decides anything. */
import { type Effect, isTolerance, isWill, type Node, type Test } from './term.ts';
import type { Rule } from './rule.ts';
import { stateText } from './state.ts';
import { ALL_STATES } from './state.ts';

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
      const right = renderNode(node.b);
      const b = node.b.op === '+' || node.b.op === '-' ? `(${right})` : right;
      return `${renderNode(node.a)} ${node.op === '+' ? '+' : '−'} ${b}`;
    }
    case '*': {
      const inner = renderNode(node.a);
      return `${node.k} × ${node.a.op === '+' || node.a.op === '-' ? `(${inner})` : inner}`;
    }
    case 'between':
      return `any of [${renderNode(node.a)} … ${renderNode(node.b)}]`;
    case 'query':
      return `${node.name} of ${node.of.id}(${node.args.map(renderNode).join(', ')})`;
    default:
      return `${node.op}(${renderNode(node.a)}, ${renderNode(node.b)})`;
  }
}

export function renderTest(test: Test): string {
  switch (test.op) {
    case 'flags':
      return test.names;
    case 'in':
      return `STATE in ${stateText(test.states & ALL_STATES)}`;
    case '=':
      if (isWill(test)) return isTolerance(test.a) ? 'tolerated of deployed stacks' : 'at the stack’s will';
      return `${renderNode(test.a)} = ${renderNode(test.b)}`;
    case '<=':
      if (test.a.op === '+' && isOne(test.a.b)) return `${renderNode(test.a.a)} < ${renderNode(test.b)}`;
      return `${renderNode(test.a)} ≤ ${renderNode(test.b)}`;
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
  const head = `${rule.verb} ${rule.id}   [${rule.cites.join(', ')}]\n  on ${rule.on}`;
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
