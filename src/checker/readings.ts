/**
 * Clauses as they read at one event, in the numbers that people use: relative positions, times of the
 * trace.
 */
import { BIT, E } from '../spec/event.ts';
import { holds, read, type View } from '../spec/read.ts';
import { numberText, renderNode, renderTest, timeText, writeTest } from '../spec/render.ts';
import { stateText } from '../spec/state.ts';
import { RCV, SND, slotOf } from '../spec/tcb.ts';
import { isWill, type Node, nodes, type Test, type Unit } from '../spec/term.ts';
import { flagsText } from '../trace/segment-text.ts';
import type { ClauseReading } from './verdict.ts';

/**
 * What a term counts in: its first leaf tells, and a difference of positions is a size, of instants a span.
 */
export function unitOf(node: Node): Unit {
  switch (node.op) {
    case 'slot':
      return node.slot.unit === 'states' || node.slot.unit === 'owned' ? 'count' : node.slot.unit;
    case 'event':
      return eventUnit(node);
    case 'query':
      return node.of.queries[node.name]?.unit ?? 'count';
    case 'constant':
      return Math.abs(node.value) >= 1e6 ? 'span' : 'size';
    case '*':
      return unitOf(node.a);
    case '-': {
      const a = unitOf(node.a);
      if (a !== unitOf(node.b)) return a;
      return a === 'instant' ? 'span' : a === 'own' || a === 'peer' ? 'size' : a;
    }
    default: {
      const a = unitOf(node.a);
      return node.a.op === 'constant' ? unitOf(node.b) : a;
    }
  }
}

function eventUnit(node: Extract<Node, { op: 'event' }>): Unit {
  if (node.at === E.T0) return 'instant';
  if (node.at === E.NEW_DIGEST || node.at === E.OLD_DIGEST) return 'count';
  if (node.at === E.TS_LEAST) return 'peer tick';
  if (node.at === E.TSVAL) return node.from === 'in' ? 'peer tick' : 'own tick';
  if (node.at === E.TSECR) return node.from === 'in' ? 'own tick' : 'peer tick';
  const position = [E.SEQ, E.ACK, E.NEW_SEQ, E.OLD_SEQ].some((at) => at === node.at);
  const edge = node.at >= E.SACK && node.at < E.SACK + 8;
  if (!position && !edge) return 'size';
  return (node.at === E.ACK || edge) === (node.from === 'in') ? 'own' : 'peer';
}

/** Where a position counts from: the initial sequence number of its space; NaN before there is one. */
const startOf = (unit: 'own' | 'peer', view: View): number =>
  view.box[view.at + slotOf(unit === 'own' ? SND.ISS : RCV.IRS).lo] ?? Number.NaN;

const SPACE = 4294967296;

/**
 * A number of the unit: positions relative to the initial sequence number of their space, instants in
 * seconds.
 */
export function unitText(value: number, unit: Unit, view: View): string {
  if (!Number.isFinite(value)) return unit === 'instant' && value < 0 ? 'never' : numberText(value);
  if (unit === 'instant') return `${Number((value / 1e9).toFixed(6))} s`;
  if (unit === 'span') return timeText(value);
  if (unit === 'own' || unit === 'peer') {
    // Unwrapped numbers are positive: 0 stands where a segment has no such field.
    if (value === 0) return 'none';
    const start = startOf(unit, view);
    return numberText(Number.isFinite(start) ? value - start : value % SPACE);
  }
  // As the wire has it: a clock has no beginning that a reader would know.
  if (unit === 'own tick' || unit === 'peer tick') return `tick ${tickText(value)}`;
  return numberText(value);
}
/** Groups of three digits: these numbers are long. */
const tickText = (value: number): string =>
  String(((value % SPACE) + SPACE) % SPACE).replace(/\B(?=(\d{3})+$)/g, ' ');

/** The two ends of a term, or its one value. */
export function valueText(node: Node, view: View): string {
  const lo = read(node, 'lo', view);
  const hi = read(node, 'hi', view);
  if (node.op === 'constant' && node.name !== undefined && !Number.isFinite(lo)) return node.name;
  const unit = unitOf(node);
  if (hi === Number.NEGATIVE_INFINITY && (unit === 'own' || unit === 'peer')) return 'none';
  return lo === hi ? unitText(lo, unit, view) : `${unitText(lo, unit, view)} … ${unitText(hi, unit, view)}`;
}

const isDigest = (node: Node): boolean =>
  node.op === 'event'
    ? node.at === E.NEW_DIGEST || node.at === E.OLD_DIGEST
    : node.op === 'query' && node.name === 'digest';

/** What a clause on digests says: their numbers say nothing to people, and depend on the positions. */
function octetsText(test: Extract<Test, { op: '<=' | '=' }>, view: View): string {
  const both = isDigest(test.a) && isDigest(test.b);
  if (!holds(test, 'may', view)) return both ? 'other octets than before' : 'the octets were not kept';
  return both && holds(test, 'must', view)
    ? 'the same octets'
    : both
      ? 'not all octets are known'
      : 'the octets were kept';
}

/** `SND.UNA = 1 … 1461`: a term with its range. */
export const rangeText = (node: Node, view: View): string =>
  node.op === 'constant' ? valueText(node, view) : `${renderNode(node)} = ${valueText(node, view)}`;

/** What a compound term is made of: the slots and queries in it, with their values. */
function partsOf(test: Extract<Test, { op: '<=' | '=' }>, view: View): readonly string[] {
  const parts = new Map<string, string>();
  if (isWill(test)) return [];
  for (const side of [withoutOne(test.a), test.b]) {
    if (isDigest(side)) continue;
    if (side.op === 'slot' || side.op === 'event' || side.op === 'constant') continue;
    for (const node of nodes(side)) {
      const setting = node.op === 'constant' && node.name !== undefined;
      if (node === side || !(node.op === 'slot' || node.op === 'query' || setting)) continue;
      const value =
        node.op === 'constant' ? unitText(read(node, 'lo', view), unitOf(node), view) : valueText(node, view);
      parts.set(renderNode(node), `${renderNode(node)} = ${value}`);
    }
  }
  return [...parts.values()];
}

/** The clause with numbers in place of its terms: `102 = 101`. Empty where there are none. */
export function inNumbers(test: Test, view: View): string {
  if (test.op === 'flags' || isWill(test)) return '';
  if (test.op === 'in') return stateText(view.box[view.at + test.slot.lo] ?? 0);
  const none = test.a.op === 'constant' && test.a.value === Number.POSITIVE_INFINITY;
  if (none) return holds(test, 'must', view) ? '' : rangeText(test.b, view);
  if (isDigest(test.a) || isDigest(test.b)) return octetsText(test, view);
  return writeTest(test, (node) => valueText(node, view));
}

/** The same, and what compound terms are made of. */
function numbersOf(test: Test, view: View): string {
  const parts = test.op === '<=' || test.op === '=' ? partsOf(test, view) : [];
  return `${inNumbers(test, view)}${parts.length > 0 ? `, where ${parts.join(', ')}` : ''}`;
}
/** a of a + 1, which a strict comparison is built from. */
const withoutOne = (node: Node): Node =>
  node.op === '+' && node.b.op === 'constant' && node.b.value === 1 && node.b.name === undefined
    ? node.a
    : node;

export function readClause(test: Test, view: View): ClauseReading {
  const may = holds(test, 'may', view);
  const says = !may ? 'NO' : holds(test, 'must', view) ? 'yes' : 'open';
  return { clause: renderTest(test), says, numbers: numbersOf(test, view) };
}

/** All clauses, those that fail first, then those that nobody knows. */
export function readClauses(tests: readonly Test[], view: View): readonly ClauseReading[] {
  const rank = { NO: 0, open: 1, yes: 2 };
  return tests.map((test) => readClause(test, view)).toSorted((a, b) => rank[a.says] - rank[b.says]);
}

/** The segment of a record in packetdrill's notation, numbers relative, the window in octets. */
export function eventText(event: Float64Array, direction: 'sent' | 'arrived', view: View): string {
  const flags = event[E.FLAGS] ?? 0;
  const [own, other] = direction === 'sent' ? (['own', 'peer'] as const) : (['peer', 'own'] as const);
  const first = (flags & BIT.SYN) !== 0 && !Number.isFinite(startOf(own, view));
  const zero = first || ((flags & BIT.RST) !== 0 && (flags & BIT.SEQ_ZERO) !== 0);
  const at = (octets: number): string =>
    zero ? numberText(octets) : unitText((event[E.SEQ] ?? 0) + octets, own, view);
  const text = event[E.TEXT] ?? 0;
  const ack = (flags & BIT.ACK) === 0 ? '' : ` ack ${unitText(event[E.ACK] ?? 0, other, view)}`;
  const edge = (i: number): string => unitText(event[E.SACK + i] ?? 0, other, view);
  const sacks = Array.from({ length: event[E.SACKS] ?? 0 }, (_, i) => `${edge(2 * i)}:${edge(2 * i + 1)}`);
  const more = [
    `win ${event[E.WND] ?? 0}`,
    ...((flags & BIT.URG) === 0 ? [] : [`urg ${event[E.UP] ?? 0}`]),
    ...(sacks.length === 0 ? [] : [`sack ${sacks.join(' ')}`]),
  ].join(' ');
  return `${flagsText(flags & 0x1ff)} ${at(0)}:${at(text)}(${text})${ack} ${more}`;
}
