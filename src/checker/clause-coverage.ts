/** How each clause of each rule was answered in a run: counted on request, by asking beside the cells. */

import { holds, type View } from '../spec/read.ts';
import { renderTest } from '../spec/render.ts';
import type { Test } from '../spec/term.ts';
import type { InputCells, SentCells } from './cells.ts';

import type { Listener, Watched } from './listener.ts';
import type { ClauseCoverage } from './verdict.ts';

interface Counter {
  readonly test: Test;
  yes: number;
  open: number;
  no: number;
}

/** Counts on the box that the rules of the event read: HEAD for what arrives, ANY for what is sent. */
export class ClauseCounter implements Listener {
  private readonly counters = new Map<string, Counter[]>();
  private readonly endpoint: Watched;
  constructor(endpoint: Watched) {
    this.endpoint = endpoint;
  }

  before(
    what: 'input' | 'sent' | 'silent',
    box: 'any' | 'head',
    { plan }: InputCells | SentCells,
    event: Float64Array,
  ): void {
    if (box !== (what === 'input' ? 'head' : 'any')) return;
    const { pool, any, head, cells } = this.endpoint;
    const view: View = {
      box: pool,
      at: box === 'any' ? any : head,
      event,
      values: cells.profile.values,
      lacks: cells.lacks,
    };
    for (const t of [...plan.tracks, ...plan.obliges]) this.count(t.rule.id, t.rule.when, view);
    for (const f of plan.families)
      for (const p of f.permits) this.count(p.rule.id, [...f.family.applies, ...p.rule.when], view);
    for (const f of plan.forbids) {
      this.count(f.rule.id, [...f.rule.when, f.rule.allow], view);
      for (const x of f.exempt) this.count(x.rule.id, x.rule.when, view);
    }
  }

  /** By rule id, clauses in the order of the rule. */
  table(): Readonly<Record<string, readonly ClauseCoverage[]>> {
    const out: Record<string, readonly ClauseCoverage[]> = {};
    for (const [rule, list] of this.counters)
      out[rule] = list.map(({ test, yes, open, no }) => ({ clause: renderTest(test), yes, open, no }));
    return out;
  }

  private count(rule: string, tests: readonly Test[], view: View): void {
    let list = this.counters.get(rule);
    if (!list) {
      list = tests.map((test) => ({ test, yes: 0, open: 0, no: 0 }));
      this.counters.set(rule, list);
    }
    for (const counter of list) {
      if (!holds(counter.test, 'may', view)) counter.no++;
      else if (holds(counter.test, 'must', view)) counter.yes++;
      else counter.open++;
    }
  }
}
