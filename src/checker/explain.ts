/** Why: a raw finding turned into one that a person can follow (engine.md §9). Second pass, slow path. */
import { BIT, E } from '../spec/event.ts';
import { allHold, holds, type View } from '../spec/read.ts';
import { renderNode, renderTest, writeTest } from '../spec/render.ts';
import { requirement } from '../spec/requirements/all.ts';
import type { Family, Forbid, On, Permit, Topic } from '../spec/rule.ts';
import { RCV, slotOf } from '../spec/tcb.ts';
import { leaves, type Node, type Side, type Slot, sidesOf, type Test } from '../spec/term.ts';
import type { TraceHeader } from '../trace/trace.ts';
import { changes, couldChange, otherReasons } from './alternatives.ts';
import type { Settled } from './debts.ts';
import type { Raw } from './endpoint.ts';
import { limitWithSlack } from './interpret.ts';
import type { Journal } from './journal.ts';
import type { PlannedForbid } from './plan.ts';
import { eventText, inNumbers, rangeText, readClauses, unitOf, unitText, valueText } from './readings.ts';
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
  const view = viewOf(context.journal.judged, raw.event, context);
  const { plan } = raw.cells;
  const out: Explained[] = [];
  for (const f of plan.families)
    if ((raw.bits & (1 << f.bit)) !== 0) out.push(explainFamily(f.family, view, context));
  for (const f of plan.forbids) if ((raw.bits & (1 << f.bit)) !== 0) out.push(explainLimit(f, view, context));
  if ((raw.bits & (1 << plan.jointBit)) !== 0) out.push(explainJoint(raw, view, context));
  return out;
}

/** What was found, in short: where too much was found to say why. */
export function briefly(raw: Raw, header: TraceHeader): readonly Explained[] {
  const event = raw.kind === 'late' ? raw.settled.armedBy : raw.event;
  const of = (rule: string, topic: Topic, cites: readonly string[], on: string): Explained => ({
    rule,
    clause: '',
    topic,
    requirements: cites,
    ...levels(cites[0] ?? ''),
    on,
    frames: [event[E.FRAME] ?? 0],
    time: (event[E.STAMP] ?? 0) + header.lag.error,
    message: `${rule}: found too often in this capture to be explained each time`,
    clauses: [],
    provenance: [],
    exemptions: [],
    alternatives: [],
  });
  if (raw.kind === 'late') {
    const { rule } = raw.settled;
    return [of(rule.id, rule.topic, rule.cites, rule.on)];
  }
  const { plan } = raw.cells;
  const failed = (bit: number): boolean => (raw.bits & (1 << bit)) !== 0;
  return [
    ...plan.families
      .filter((f) => failed(f.bit))
      .map(({ family }) =>
        of(family.id, family.topic, family.closed ? family.closed.by : [], 'segment sent'),
      ),
    ...plan.forbids
      .filter((f) => failed(f.bit))
      .map(({ rule }) => of(rule.id, rule.topic, rule.cites, 'segment sent')),
  ];
}

const viewOf = (box: Float64Array, event: Float64Array, { values, lacks }: ExplainContext): View => ({
  box,
  at: 0,
  event,
  values,
  lacks,
});

/** What all findings at a sent segment share. */
const atSegment = ({ event }: View, { header }: ExplainContext) => ({
  on: 'segment sent',
  frames: [event[E.FRAME] ?? 0],
  // The stamp as it stands in the trace: the clock's error was taken off.
  time: (event[E.STAMP] ?? 0) + header.lag.error,
});
const levels = (standsFor: string) => {
  const level = levelOf(standsFor);
  return { level, severity: severityOf(level) };
};
const sentText = (view: View): string => `sent ${eventText(view.event, 'sent', view)}`;
/** `OUT.ACK = RCV.NXT does not hold: 102 = 101`; `it has no ACK`. */
const contradiction = (test: Test, view: View): string => {
  if (test.op === 'flags')
    return test.names.startsWith('no ') ? `it has ${test.names.slice(3)}` : `it has no ${test.names}`;
  const numbers = inNumbers(test, view);
  return `${renderTest(test)} does not hold${numbers === '' ? '' : `: ${numbers}`}`;
};

/**
 * What stands against a permit: control bits and the recording's own properties most, then what the segment
 * could not have changed (the state, a count), least a number or a time that it could have had.
 */
function against(test: Test, view: View): number {
  if (test.op === 'flags') return 10;
  if (test.op === 'in') return 2;
  // Only the profile stands against it: that is what the stack does.
  if (sidesOf(test).every((side) => leaves(side).length === 0)) return 0;
  if (sidesOf(test).some((side) => leaves(side).some((leaf) => leaf.op === 'slot' && leaf.slot.given)))
    return 10;
  // Which kind of segment it is, it says itself: a block below its ACK is a D-SACK.
  if (sidesOf(test).every((side) => leaves(side).every((leaf) => leaf.op === 'event' && leaf.from === 'out')))
    return 4;
  return couldChange(test, view) ? 1 : 3;
}

/** The permit with the least against it; of two, the one with more in its favour. */
function nearest(permits: readonly Permit[], view: View): Permit | undefined {
  let best: { readonly permit: Permit; readonly cost: number } | undefined;
  for (const permit of permits) {
    const failing = permit.when.filter((t) => !holds(t, 'may', view));
    const inFavour = permit.when.length - failing.length;
    // Of two with as much against them, the one that names what was broken says more.
    const named = failing[0]?.per === undefined ? 0 : 0.2;
    const cost = failing.reduce((sum, t) => sum + against(t, view), 0) - inFavour / 100 - named;
    if (best === undefined || cost < best.cost) best = { permit, cost };
  }
  return best?.permit;
}

/** The entry that a clause stands for, or that closes the family, comes first. */
function citedByFamily(family: Family, first: Test | undefined): readonly [string, ...string[]] {
  const closedBy: readonly string[] = family.closed ? family.closed.by : [];
  const standsFor = first?.per ?? closedBy[0] ?? '';
  return [standsFor, ...closedBy.filter((id) => id !== standsFor)];
}

function citedByLimit(rule: Forbid): readonly [string, ...string[]] {
  const standsFor = rule.allow.per ?? rule.cites[0];
  return [standsFor, ...rule.cites.filter((id) => id !== standsFor)];
}

function citedJointly(families: readonly { readonly family: Family }[]): readonly string[] {
  return [...new Set(families.flatMap(({ family }) => (family.closed ? [...family.closed.by] : [])))];
}

/** The entries that a finding names, `box` being the belief before the event. */
export function citedBy(
  raw: Raw,
  box: Float64Array,
  { values, lacks }: Pick<ExplainContext, 'values' | 'lacks'>,
): readonly string[] {
  if (raw.kind === 'late') return raw.settled.rule.cites;
  const view: View = { box, at: 0, event: raw.event, values, lacks };
  const { families, forbids, jointBit } = raw.cells.plan;
  const failed = ({ bit }: { readonly bit: number }): boolean => (raw.bits & (1 << bit)) !== 0;
  const applying = families.filter((f) => allHold(f.applies, 'must', view));
  return [
    ...families.filter(failed).flatMap(({ family, permits }) => {
      const permit = nearest(
        permits.map((p) => p.rule),
        view,
      );
      return citedByFamily(
        family,
        permit?.when.find((t) => !holds(t, 'may', view)),
      );
    }),
    ...forbids.filter(failed).flatMap((f) => citedByLimit(f.rule)),
    ...((raw.bits & (1 << jointBit)) !== 0 ? citedJointly(applying) : []),
  ];
}

function explainFamily(family: Family, view: View, context: ExplainContext): Explained {
  const permits = context.permits.filter((p) => p.of === family);
  const permit = nearest(permits, view);
  const when = permit?.when ?? [];
  const failing = when.filter((t) => !holds(t, 'may', view));
  const [first] = failing;
  const requirements = citedByFamily(family, first);
  const but = permit && first ? `. Nearest is ${permit.id}, but ${contradiction(first, view)}` : '';
  return {
    rule: family.id,
    clause: permit && first ? `${permit.id}: ${renderTest(first)}` : '',
    topic: family.topic,
    requirements,
    ...levels(requirements[0]),
    ...atSegment(view, context),
    message: `${sentText(view)}: nothing explains its ${family.id}${but}`,
    clauses: readClauses(when, view),
    provenance: provenanceOf(failing, view, context),
    exemptions: [],
    alternatives: [
      ...changes([...family.applies, ...when], view),
      ...otherReasons(
        permits.filter((p) => p !== permit || failing.every((t) => !couldChange(t, view))),
        view,
      ),
    ],
  };
}

function explainLimit(f: PlannedForbid, view: View, context: ExplainContext): Explained {
  const rule: Forbid = f.rule;
  const requirements = citedByLimit(rule);
  const limit = limitWithSlack(f, view);
  return {
    rule: rule.id,
    clause: renderTest(rule.allow),
    topic: rule.topic,
    requirements,
    ...levels(requirements[0]),
    ...atSegment(view, context),
    message: `${sentText(view)}: ${contradiction(limit, view)}`,
    clauses: readClauses([...rule.when, limit], view),
    provenance: provenanceOf([limit], view, context),
    exemptions: rule.exempt.map((x) => {
      const missing = x.when.find((t) => !holds(t, 'may', view));
      return {
        id: x.id,
        applied: allHold(x.when, 'may', view),
        why: missing ? contradiction(missing, view) : `adds at most ${rangeText(x.slack.node, view)}`,
      };
    }),
    alternatives: changes([...rule.when, limit], view),
  };
}

function explainJoint(raw: Extract<Raw, { kind: 'sent' }>, view: View, context: ExplainContext): Explained {
  const families = raw.cells.plan.families.filter((f) => allHold(f.applies, 'must', view));
  const requirements = citedJointly(families);
  const tests = families.flatMap((f) =>
    f.permits.filter((p) => allHold(p.when, 'may', view)).flatMap((p) => p.when),
  );
  const names = families.map((f) => f.family.id).join(', ');
  return {
    rule: 'jointly impossible',
    clause: families.map((f) => f.family.id).join(' and '),
    topic: families[0]?.family.topic ?? 'sequence',
    requirements,
    ...levels(requirements[0] ?? ''),
    ...atSegment(view, context),
    message: `${sentText(view)}: each of ${names} has an explanation, but no one state allows all of them`,
    clauses: readClauses(tests, view),
    provenance: provenanceOf(tests, view, context),
    exemptions: [],
    alternatives: [],
  };
}

/** What would pay, with the numbers of the record that it answers: `ACK and OUT.ACK ≥ 101`. */
function owedText(settled: Settled, view: View): string {
  const armed = (node: Node): boolean =>
    leaves(node).some((leaf) => leaf.op === 'event' && leaf.from === 'in');
  const term = (node: Node): string => (armed(node) ? valueText(node, view) : renderNode(node));
  return settled.rule.owes.paidBy
    .map((test) => {
      if (test.op !== '<=' || !armed(test.a)) return writeTest(test, term);
      const turned = writeTest(test, term).split(/ ([<≤]) /);
      return turned.length === 3
        ? `${turned[2]} ${turned[1] === '<' ? '>' : '≥'} ${turned[0]}`
        : turned.join('');
    })
    .join(' and ');
}

const occasion = (on: On, view: View): string =>
  on === 'segment sent'
    ? sentText(view)
    : on === 'call'
      ? 'the user called'
      : `arrived ${eventText(view.event, 'arrived', view)}`;

function explainLate(settled: Settled, context: ExplainContext): Explained {
  const { rule, armedBy, by } = settled;
  const frame = armedBy[E.FRAME] ?? 0;
  const box = (context.journal.armed(rule, frame) ?? context.journal.judged).slice();
  const irs = slotOf(RCV.IRS);
  // Before the peer's SYN has been taken in, its numbers count from that SYN.
  if (((armedBy[E.FLAGS] ?? 0) & BIT.SYN) !== 0 && !Number.isFinite(box[irs.lo]))
    box[irs.lo] = armedBy[E.SEQ] ?? 0;
  const view = viewOf(box, armedBy, context);
  const owed = `a segment with ${owedText(settled, view)}`;
  const since = unitText(by - (armedBy[E.STAMP] ?? 0) - context.header.lag.error, 'span', view);
  const deadline = unitText(by, 'instant', view);
  return {
    rule: rule.id,
    clause: `${rule.owes.kind}: ${rule.owes.paidBy.map(renderTest).join(' and ')}`,
    topic: rule.topic,
    requirements: [...rule.cites],
    ...levels(rule.cites[0]),
    on: rule.on,
    frames: [frame],
    time: by,
    message: `${occasion(rule.on, view)}: owed ${owed}; none had left by ${deadline}, ${since} later`,
    clauses: readClauses(rule.when, view),
    provenance: provenanceOf(rule.when, view, context).filter((p) => p.frame > 0),
    exemptions: [],
    alternatives: [{ lever: 'time', text: `if ${owed} had left by ${deadline}, lags included`, distance: 0 }],
  };
}

/** Bounds that stand in failing clauses, with who wrote them; positions as the trace has them. */
function provenanceOf(tests: readonly Test[], view: View, context: ExplainContext): readonly Provenance[] {
  const out = new Map<string, Provenance>();
  const { error } = context.header.lag;
  const look = (slot: Slot, side: Side, node: Node): void => {
    const value = view.box[view.at + (side === 'lo' ? slot.lo : slot.hi)] ?? 0;
    // Nobody has bounded it: there is nothing to tell.
    if (!Number.isFinite(value)) return;
    const writing = context.journal.lastWriter(slot, side, value, view.event[E.FRAME] ?? 0);
    out.set(`${slot.name} ${side}`, {
      slot: slot.name,
      side,
      value: unitText(value, unitOf(node), view),
      rule: writing?.rule ?? 'the beginning',
      frame: writing?.frame ?? 0,
      time: writing ? writing.time + error : 0,
    });
  };
  for (const leaf of tests.flatMap(sidesOf).flatMap((n) => leaves(n))) {
    if (leaf.op !== 'slot' || leaf.slot.kind === 'block') continue;
    look(leaf.slot, 'lo', leaf);
    look(leaf.slot, 'hi', leaf);
  }
  return [...out.values()];
}
