/**
 * What of a spec can matter to a verdict where evidence is missing: a bound that reads as ±∞ on both sides
 * needs no writer, and what only feeds such bounds need not run. Computed from the rules, like the needs.
 */
import type { Evidence } from '../spec/evidence.ts';
import { effectsOf, testsOf, writesOf } from '../spec/load.ts';
import { cannotFail, hardNeedsOf, needsOf } from '../spec/needs.ts';
import type { Family, Permit, Rule, Spec } from '../spec/rule.ts';
import { SND, STATE, slotOf } from '../spec/tcb.ts';
import { type Node, nodes, type Slot, sidesOf, type Test } from '../spec/term.ts';

export interface Slice {
  /** Tracks, permits and exemptions that something that judges reads from, however far away. */
  readonly kept: ReadonlySet<Rule>;
  /** Families that judge, and those whose permits are kept. */
  readonly families: ReadonlySet<Family>;
}

/** Whether a slot reads as unknown whatever stands in it. */
function isBlind(slot: Slot, lacks: Evidence): boolean {
  const { lo = 0, hi = 0 } = slot.restsOn;
  return slot.kind === 'mask' ? ((lo | hi) & lacks) !== 0 : (lo & lacks) !== 0 && (hi & lacks) !== 0;
}

/** Whether a rule can accuse nobody where this evidence is lacking. */
export const isMasked = (rule: Rule, lacks: Evidence): boolean =>
  (hardNeedsOf(rule) & lacks) !== 0 || (rule.verb === 'forbid' && (needsOf(rule) & lacks) !== 0);

/** Whether a family has always an explanation: what would contradict one of its permits is not known. */
export function isOpen(family: Family, permits: readonly Permit[], lacks: Evidence): boolean {
  if (family.closed === false) return true;
  const asked = family.applies.flatMap((t) => (t.op === 'flags' ? [`${t.mask} ${t.want}`] : []));
  const free = (test: Test): boolean =>
    test.op === 'flags' ? asked.includes(`${test.mask} ${test.want}`) : cannotFail(test, lacks);
  return permits.some((p) => (hardNeedsOf(p) & lacks) !== 0 || p.when.every(free));
}

class Live {
  readonly slots = new Set<Slot>();
  private readonly lacks: Evidence;
  constructor(lacks: Evidence) {
    this.lacks = lacks;
  }
  add(slot: Slot): void {
    if (!isBlind(slot, this.lacks)) this.slots.add(slot);
  }
  node(node: Node): void {
    for (const n of nodes(node)) {
      if (n.op === 'slot') this.add(n.slot);
      if (n.op === 'query') for (const slot of [...n.of.slots, ...n.of.reads]) this.add(slot);
    }
  }
  tests(tests: readonly Test[]): void {
    for (const test of tests) {
      if (test.op === 'in') this.add(test.slot);
      for (const side of sidesOf(test)) this.node(side);
    }
  }
  /** All that a rule reads to do what it does. */
  rule(rule: Rule): void {
    this.tests(testsOf(rule));
    for (const effect of effectsOf(rule)) if ('value' in effect) this.node(effect.value);
    if (rule.verb === 'exempt') this.node(rule.slack.node);
    if (rule.verb === 'track') for (const slot of rule.runs?.reads ?? []) this.add(slot);
    if (rule.verb === 'oblige') this.node(rule.owes.by.node);
  }
}

export function sliceOf(spec: Spec, lacks: Evidence): Slice {
  const live = new Live(lacks);
  const blind = (rule: Rule): boolean => isMasked(rule, lacks);
  const permits = (family: Family): readonly Permit[] =>
    spec.rules.filter((r) => r.verb === 'permit').filter((r) => r.of === family);
  const families = new Set(spec.families.filter((f) => !isOpen(f, permits(f), lacks)));
  const kept = new Set<Rule>();
  const keep = (rule: Rule): void => {
    if (kept.has(rule)) return;
    kept.add(rule);
    live.rule(rule);
  };
  for (const proof of spec.proofs) live.add(slotOf(proof.slot));
  live.add(STATE.slot);
  // Pieces of a sent segment are told by it.
  live.slots.add(slotOf(SND.MAX));
  for (const rule of spec.rules) {
    if ((rule.verb === 'forbid' || rule.verb === 'oblige') && !blind(rule)) keep(rule);
    if (rule.verb === 'forbid' && !blind(rule)) rule.exempt.forEach(keep);
  }
  for (const family of families) permits(family).forEach(keep);
  for (let before = -1; before !== kept.size; ) {
    before = kept.size;
    for (const rule of spec.rules)
      if (writesOf(rule).some((slot) => live.slots.has(slot))) {
        keep(rule);
        // One permit of a family says nothing without the others.
        if (rule.verb === 'permit') permits(rule.of).forEach(keep);
      }
  }
  for (const rule of kept) if (rule.verb === 'permit') families.add(rule.of);
  return { kept, families };
}
