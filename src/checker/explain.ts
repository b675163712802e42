/** Why: a raw finding turned into one that a person can follow (engine.md §9). Second pass, slow path. */
import { E, OUT_FIELDS, NOW } from '../spec/event.ts';
import type { View } from '../spec/read.ts';
import { allHold, holds, read } from '../spec/read.ts';
import { renderNode, renderTest } from '../spec/render.ts';
import { requirement } from '../spec/requirements/all.ts';
import type { Family, Forbid, Permit, Topic } from '../spec/rule.ts';
import { corner, solve } from '../spec/solve.ts';
import { leaves, type Node, type Side, sidesOf, type Slot, type Test } from '../spec/term.ts';
import type { TraceHeader } from '../trace/trace.ts';
import type { Raw } from './endpoint.ts';
import type { Settled } from './debts.ts';
import { limitWithSlack } from './interpret.ts';
import type { Journal } from './journal.ts';
import type { PlannedForbid } from './plan.ts';
import { rangeText, readClause, unitOf, unitText } from './readings.ts';
import type { Alternative, ClauseReading, Finding, LevelName, Provenance, Severity } from './verdict.ts';

/** A finding before it is named, counted and compared with the profile's traits. */
export interface Explained {
  readonly rule: string;
  readonly clause: string;
  readonly topic: Topic;
  readonly requirements: readonly string[];
  readonly level: LevelName;
  readonly severity: Severity;
  readonly on: string;
  readonly frames: readonly number[];
  readonly time: number;
  readonly message: string;
  readonly clauses: readonly ClauseReading[];
  readonly provenance: readonly Provenance[];
  readonly exemptions: Finding['exemptions'];
  readonly alternatives: readonly Alternative[];
}

export const levelOf = (id: string): LevelName => requirement(id)?.level ?? 'MAY';
export const severityOf = (level: LevelName): Severity =>
  level === 'MUST' || level === 'MUST NOT' ? 'violation' : level === 'MAY' ? 'note' : 'deviation';

export interface ExplainContext {
  readonly journal: Journal;
  readonly values: Readonly<Record<string, number>>;
  readonly lacks: number;
  readonly header: TraceHeader;
  readonly permits: readonly Permit[];
}

export function explain(raw: Raw, context: ExplainContext): readonly Explained[] {
  if (raw.kind === 'late') return [explainLate(raw.settled, context)];
  const view: View = {
    box: context.journal.judged,
    at: 0,
    event: raw.event,
    values: context.values,
    lacks: context.lacks,
  };
  const { plan } = raw.cells;
  const out: Explained[] = [];
  for (const f of plan.families)
    if ((raw.bits & (1 << f.bit)) !== 0) out.push(explainFamily(f.family, raw.event, view, context));
  for (const f of plan.forbids) if ((raw.bits & (1 << f.bit)) !== 0) out.push(explainLimit(f, view, context));
  if ((raw.bits & (1 << plan.jointBit)) !== 0) out.push(explainJoint(raw, view, context));
  return out;
}

/**
 * What stands against a permit: control bits and the recording's own properties most, then what the segment could not
 * have changed (the state, a count), least a number or a time that it could have had.
 */
function against(test: Test, view: View): number {
  if (test.op === 'flags') return 10;
  if (test.op === 'in') return 2;
  if (sidesOf(test).some((side) => leaves(side).some((leaf) => leaf.op === 'slot' && leaf.slot.given))) return 10;
  return alternativesOf([test], view).length > 0 ? 1 : 3;
}

/** The permit with the least against it; of two, the one with more in its favour. */
function nearest(family: Family, view: View, context: ExplainContext): Permit | undefined {
  let best: { readonly permit: Permit; readonly cost: number } | undefined;
  for (const permit of context.permits) {
    if (permit.of !== family) continue;
    const failing = permit.when.filter((t) => !holds(t, 'may', view));
    const inFavour = permit.when.length - failing.length;
    const cost = failing.reduce((sum, t) => sum + against(t, view), 0) - inFavour / 100;
    if (best === undefined || cost < best.cost) best = { permit, cost };
  }
  return best?.permit;
}

function explainFamily(family: Family, event: Float64Array, view: View, context: ExplainContext): Explained {
  const permit = nearest(family, view, context);
  const failing = (permit?.when ?? []).filter((t) => !holds(t, 'may', view));
  const first = failing[0];
  const closedBy: readonly string[] = family.closed ? family.closed.by : [];
  const standsFor = first?.per ?? closedBy[0] ?? '';
  const level = levelOf(standsFor);
  const others = context.permits.filter((p) => p.of === family && p !== permit).map((p) => p.id);
  return {
    rule: family.id,
    clause: permit && first ? `${permit.id}: ${renderTest(first)}` : '',
    topic: family.topic,
    requirements: [...new Set([standsFor, ...closedBy])],
    level,
    severity: severityOf(level),
    on: 'segment sent',
    frames: [event[E.FRAME] ?? 0],
    time: event[E.STAMP] ?? 0,
    message: `nothing explains the ${family.id} of this segment; nearest is ${permit?.id ?? 'no rule'}${
      first ? `, against which stands ${renderTest(first)}` : ''
    }${others.length > 0 ? ` (also tried: ${others.join(', ')})` : ''}`,
    clauses: (permit?.when ?? []).map((t) => readClause(t, view)),
    provenance: provenanceOf(failing, view, context),
    exemptions: [],
    alternatives: alternativesOf(failing, view),
  };
}

function explainLimit(f: PlannedForbid, view: View, context: ExplainContext): Explained {
  const rule: Forbid = f.rule;
  const standsFor = rule.allow.per ?? rule.cites[0];
  const level = levelOf(standsFor);
  const limit = limitWithSlack(f, view);
  return {
    rule: rule.id,
    clause: renderTest(rule.allow),
    topic: rule.topic,
    requirements: [...new Set([standsFor, ...rule.cites])],
    level,
    severity: severityOf(level),
    on: 'segment sent',
    frames: [view.event[E.FRAME] ?? 0],
    time: view.event[E.STAMP] ?? 0,
    message: `not allowed: ${renderTest(rule.allow)} does not hold for any possible state; ${readClause(limit, view).numbers}`,
    clauses: [...rule.when, limit].map((t) => readClause(t, view)),
    provenance: provenanceOf([rule.allow], view, context),
    exemptions: rule.exempt.map((x) => {
      const against = x.when.find((t) => !holds(t, 'may', view));
      const reading = against && readClause(against, view);
      return {
        id: x.id,
        applied: allHold(x.when, 'may', view),
        why: reading ? `${reading.clause} does not hold: ${reading.numbers}` : `adds ${rangeText(x.slack.node, view)}`,
      };
    }),
    alternatives: alternativesOf([limit], view),
  };
}

function explainJoint(raw: Extract<Raw, { kind: 'sent' }>, view: View, context: ExplainContext): Explained {
  const families = raw.cells.plan.families.filter((f) => allHold(f.applies, 'must', view));
  const cites = families.flatMap((f) => (f.family.closed ? [...f.family.closed.by] : []));
  const tests = families.flatMap((f) => f.permits.filter((p) => allHold(p.when, 'may', view)).flatMap((p) => p.when));
  const level = levelOf(cites[0] ?? '');
  return {
    rule: 'jointly impossible',
    clause: families.map((f) => f.family.id).join(' and '),
    topic: families[0]?.family.topic ?? 'sequence',
    requirements: [...new Set(cites)],
    level,
    severity: severityOf(level),
    on: 'segment sent',
    frames: [raw.event[E.FRAME] ?? 0],
    time: raw.event[E.STAMP] ?? 0,
    message: `each of ${families.map((f) => f.family.id).join(', ')} has an explanation, but no one state allows all of them`,
    clauses: tests.map((t) => readClause(t, view)),
    provenance: provenanceOf(tests, view, context),
    exemptions: [],
    alternatives: [],
  };
}

function explainLate(settled: Settled, context: ExplainContext): Explained {
  const { rule, armedBy, by } = settled;
  const level = levelOf(rule.cites[0]);
  const view: View = { box: context.journal.judged, at: 0, event: armedBy, values: context.values, lacks: context.lacks };
  const owed = rule.owes.paidBy.map(renderTest).join(' and ');
  const since = unitText(by - (armedBy[E.T1] ?? 0), 'span', view);
  return {
    rule: rule.id,
    clause: `${rule.owes.kind}: ${owed}`,
    topic: rule.topic,
    requirements: [...rule.cites],
    level,
    severity: severityOf(level),
    on: rule.on,
    frames: [armedBy[E.FRAME] ?? 0],
    time: by,
    message: `owed since frame ${armedBy[E.FRAME] ?? 0} and not paid by ${unitText(by, 'instant', view)}, ${since} after it may have been read: a segment with ${owed}`,
    clauses: rule.when.map((t) => readClause(t, view)),
    provenance: [],
    exemptions: [],
    alternatives: [
      { lever: 'time', text: `paid if a segment with ${owed} had left by ${unitText(by, 'instant', view)}`, distance: 0 },
    ],
  };
}

/** Bounds that stand in failing clauses, with who wrote them; positions as the trace has them. */
function provenanceOf(tests: readonly Test[], view: View, context: ExplainContext): readonly Provenance[] {
  const out = new Map<string, Provenance>();
  const look = (slot: Slot, side: Side, node: Node): void => {
    const value = view.box[view.at + (side === 'lo' ? slot.lo : slot.hi)] ?? 0;
    const writing = context.journal.lastWriter(slot, side, value);
    out.set(`${slot.name} ${side}`, {
      slot: slot.name,
      side,
      value: unitText(value, unitOf(node), view),
      rule: writing?.rule ?? 'the beginning',
      frame: writing?.frame ?? 0,
      time: writing?.time ?? 0,
    });
  };
  for (const leaf of tests.flatMap(sidesOf).flatMap((n) => leaves(n))) {
    if (leaf.op !== 'slot' || leaf.slot.kind === 'block') continue;
    look(leaf.slot, 'lo', leaf);
    if (leaf.slot.kind === 'range') look(leaf.slot, 'hi', leaf);
  }
  return [...out.values()];
}

/** What would have been allowed: solve for each field of the segment, and for the time. */
function alternativesOf(failing: readonly Test[], view: View): readonly Alternative[] {
  const out: Alternative[] = [];
  const levers = [...OUT_FIELDS.map((f) => f.node), NOW.node];
  for (const test of failing)
    for (const leaf of levers)
      for (const { side, bound } of solve(test, leaf)) {
        const value = corner(bound, view);
        const now = read(leaf, side === 'lo' ? 'hi' : 'lo', view);
        const holdsAlready = side === 'lo' ? now >= value : now <= value;
        if (!Number.isFinite(value) || holdsAlready) continue;
        const unit = unitOf(leaf);
        out.push({
          lever: unit === 'instant' ? 'time' : 'field',
          text: `allowed if ${renderNode(leaf)} ${side === 'lo' ? '≥' : '≤'} ${unitText(value, unit, view)} (it was ${unitText(now, unit, view)})`,
          distance: Math.abs(value - now),
        });
      }
  return out.sort((a, b) => a.distance - b.distance).slice(0, 6);
}
