/**
 * Randomness by key: what is drawn depends on what it is drawn for, not on what was drawn before. So two
 * stacks that differ in one rule walk the same way until the difference shows.
 */
import { Random } from '../checker/random-boxes.ts';
import type { Rule, Spec } from '../spec/rule.ts';
import { type Node, nodes, sidesOf } from '../spec/term.ts';

const GOLDEN = 0x9e3779b9;

/** A 32-bit number from which nothing of `h` can be guessed. */
export function mix(h: number): number {
  let x = h ^ (h >>> 16);
  x = Math.imul(x, 0x21f0aaad);
  x ^= x >>> 15;
  x = Math.imul(x, 0x735a2d97);
  return x ^ (x >>> 15);
}

/** The key of a part: who or what (`b`) within `a`. */
export const within = (a: number, b: number): number => mix(Math.imul(a, 0x01000193) + b + GOLDEN);

/** The key of something at a time in whole nanoseconds. */
export const atTime = (key: number, now: number): number =>
  within(within(key, Math.floor(now / 4294967296)), now | 0);

const texts = new Map<string, number>();
/** The key of a name. */
export function keyOf(text: string): number {
  const known = texts.get(text);
  if (known !== undefined) return known;
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = mix(h);
  texts.set(text, h);
  return h;
}

/** 0 ≤ x < 1, one for each key. */
export const unitOf = (key: number): number => (mix(key) >>> 0) / 4294967296;

/** A generator that begins anew wherever it is told to. */
export class Keyed extends Random {
  private at = 0;
  constructor() {
    super(0);
  }
  begin(key: number): this {
    this.at = key;
    return this;
  }
  override next(): number {
    this.at = (this.at + GOLDEN) | 0;
    return mix(this.at) >>> 0;
  }
}

const keys = new WeakMap<Node, number>();

function choicesOf(rule: Rule): readonly Node[] {
  const sides = rule.when.flatMap(sidesOf);
  if (rule.verb === 'permit') sides.push(...rule.of.applies.flatMap(sidesOf));
  if (rule.verb === 'permit' || rule.verb === 'track')
    for (const effect of rule.then) if ('value' in effect) sides.push(effect.value);
  if (rule.verb === 'forbid') sides.push(...sidesOf(rule.allow));
  if (rule.verb === 'exempt') sides.push(rule.slack.node);
  if (rule.verb === 'oblige') {
    sides.push(rule.owes.by.node, ...rule.owes.paidBy.flatMap(sidesOf));
    for (const { when } of rule.owes.voidBy) sides.push(...when.flatMap(sidesOf));
  }
  return sides.flatMap((side) => [...nodes(side)].filter((node) => node.op === 'between'));
}

/**
 * Names the choices of a spec: the first rule that has one, and the how many-th of that rule. A rule that
 * stands in for one of the same id draws as that one did.
 */
export function nameChoices(spec: Spec): void {
  for (const rule of spec.rules)
    choicesOf(rule).forEach((node, i) => {
      if (!keys.has(node)) keys.set(node, within(keyOf(rule.id), i));
    });
}

/** The key of a choice; those that no named spec has share one. */
export const choiceKey = (node: Node): number => keys.get(node) ?? 0;
