/** Clauses as they read at one event, in the numbers that people use: relative positions, times of the trace. */
import { E } from '../spec/event.ts';
import { holds, read, type View } from '../spec/read.ts';
import { numberText, renderNode, renderTest, timeText } from '../spec/render.ts';
import { stateText } from '../spec/state.ts';
import { RCV, slotOf, SND } from '../spec/tcb.ts';
import { leaves, type Node, type Test, type Unit } from '../spec/term.ts';
import type { ClauseReading } from './verdict.ts';

/** What a term counts in: its first leaf tells, and a difference of positions is a size, of instants a span. */
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
  const position = [E.SEQ, E.ACK, E.NEW_SEQ, E.OLD_SEQ].some((at) => at === node.at);
  if (!position) return 'size';
  return (node.at === E.ACK) === (node.from === 'in') ? 'own' : 'peer';
}

/** A number of the unit: positions relative to the initial sequence number of their space. */
export function unitText(value: number, unit: Unit, view: View): string {
  if (!Number.isFinite(value)) return numberText(value);
  if (unit === 'instant') return timeText(value);
  if (unit === 'span') return timeText(value);
  if (unit === 'own' || unit === 'peer') {
    const start = view.box[view.at + slotOf(unit === 'own' ? SND.ISS : RCV.IRS).lo] ?? Number.NaN;
    return Number.isFinite(start) ? numberText(value - start) : numberText(value % 4294967296);
  }
  return numberText(value);
}

/** `SND.UNA = 1 … 1461`: a term with its range. */
export function rangeText(node: Node, view: View): string {
  const lo = read(node, 'lo', view);
  const hi = read(node, 'hi', view);
  const unit = unitOf(node);
  const range = lo === hi ? unitText(lo, unit, view) : `${unitText(lo, unit, view)} … ${unitText(hi, unit, view)}`;
  return node.op === 'constant' ? range : `${renderNode(node)} = ${range}`;
}

function numbersOf(test: Test, view: View): string {
  switch (test.op) {
    case 'flags':
      return '';
    case 'in':
      return `STATE = ${stateText(view.box[view.at + test.slot.lo] ?? 0)}`;
    default: {
      const inner = [withoutOne(test.a), test.b];
      return inner.filter((n) => leaves(n).length > 0).map((n) => rangeText(n, view)).join(', ');
    }
  }
}
/** a of a + 1, which a strict comparison is built from. */
const withoutOne = (node: Node): Node =>
  node.op === '+' && node.b.op === 'constant' && node.b.value === 1 && node.b.name === undefined ? node.a : node;

export function readClause(test: Test, view: View): ClauseReading {
  const may = holds(test, 'may', view);
  const says = !may ? 'NO' : holds(test, 'must', view) ? 'yes' : 'open';
  return { clause: renderTest(test), says, numbers: numbersOf(test, view) };
}
