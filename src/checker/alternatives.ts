/**
 * What would have been allowed instead: solve for each field of the segment and for the time; else another
 * reason.
 */
import { BIT, E, HIGH, NOW, OUT_FIELDS } from '../spec/event.ts';
import { holds, read, type View } from '../spec/read.ts';
import { renderNode, renderTest, timeText } from '../spec/render.ts';
import type { Permit } from '../spec/rule.ts';
import { corner, solve } from '../spec/solve.ts';
import { SND } from '../spec/tcb.ts';
import { leaves, type Node, sidesOf, type Test } from '../spec/term.ts';
import { inNumbers, unitOf, unitText } from './readings.ts';
import type { Alternative } from './verdict.ts';

/** Fields that a stack does not choose. */
const NO_LEVERS: readonly number[] = [E.GRAIN, E.NEW_DIGEST, E.OLD_DIGEST];
const LEVERS: readonly Node[] = [
  ...OUT_FIELDS.filter((f) => !NO_LEVERS.includes(f.at)).map((f) => f.node),
  NOW.node,
];
const MOST = 6;
/** A reason of which more is wanting than this is none that was near. */
const MOST_WANTING = 2;

/** What the failing tests ask of one lever. */
interface Asked {
  readonly lo: number;
  readonly hi: number;
}

function asked(failing: readonly Test[], lever: Node, view: View): Asked | undefined {
  let [lo, hi] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const test of failing)
    for (const { side, bound } of solve(test, lever)) {
      const value = corner(bound, view);
      if (side === 'lo' && value > lo) lo = value;
      if (side === 'hi' && value < hi) hi = value;
    }
  const bounded = Number.isFinite(lo) || Number.isFinite(hi);
  return bounded && lo <= hi ? { lo, hi } : undefined;
}

/** What a segment cannot be: octets of less than its SYN and FIN, new octets below SND.MAX. */
function isNoSegment(event: Float64Array, view: View): boolean {
  const flags = event[E.FLAGS] ?? 0;
  const controls = ((flags & BIT.SYN) !== 0 ? 1 : 0) + ((flags & BIT.FIN) !== 0 ? 1 : 0);
  if ((event[E.LEN] ?? 0) < controls || (event[E.TEXT] ?? 0) < 0) return true;
  return (event[E.NEW_LEN] ?? 0) > 0 && (event[E.NEW_SEQ] ?? 0) < read(SND.MAX.node, 'lo', view);
}

/** The event with one field, or its time, set otherwise. */
function withLever(event: Float64Array, lever: Node, by: number): Float64Array {
  const other = event.slice();
  if (lever.op !== 'event') return other;
  other[lever.at] = (other[lever.at] ?? 0) + by;
  if (lever.at === E.T0) other[E.T1] = (other[E.T1] ?? 0) + by;
  else other[lever.at + HIGH] = other[lever.at] ?? 0;
  return other;
}

function changeOf(lever: Node, of: Asked, tests: readonly Test[], view: View): Alternative | undefined {
  const unit = unitOf(lever);
  const now = { lo: read(lever, 'lo', view), hi: read(lever, 'hi', view) };
  const by = now.hi < of.lo ? of.lo - now.hi : now.lo > of.hi ? of.hi - now.lo : 0;
  if (by === 0 || (unit === 'size' && now.lo + by < 0)) return undefined;
  const other: View = { ...view, event: withLever(view.event, lever, by) };
  if (isNoSegment(other.event, view) || !tests.every((test) => holds(test, 'may', other))) return undefined;
  if (unit === 'instant') {
    const text = by > 0 ? `if it had left ${timeText(by)} later` : `if it had left ${timeText(-by)} earlier`;
    return {
      lever: 'time',
      text: `${text}, at ${unitText(now.hi + by, unit, view)}`,
      distance: Math.abs(by),
    };
  }
  const [lo, hi] = [unitText(of.lo, unit, view), unitText(of.hi, unit, view)];
  const name = renderNode(lever);
  const want =
    of.lo === of.hi
      ? `${name} = ${lo}`
      : Number.isFinite(of.lo) && Number.isFinite(of.hi)
        ? `${name} from ${lo} to ${hi}`
        : Number.isFinite(of.lo)
          ? `${name} ≥ ${lo}`
          : `${name} ≤ ${hi}`;
  return {
    lever: 'field',
    text: `if ${want} (it was ${unitText(now.lo, unit, view)})`,
    distance: Math.abs(by),
  };
}

const rank = { field: 0, time: 1, evidence: 2 };

/** Nearest first. `tests` are all that must hold; one field, or the time, is changed so that they may. */
export function changes(tests: readonly Test[], view: View): readonly Alternative[] {
  const failing = tests.filter((test) => !holds(test, 'may', view));
  const out = LEVERS.flatMap((lever) => {
    const of = asked(failing, lever, view);
    const change = of && changeOf(lever, of, tests, view);
    return change ? [change] : [];
  });
  return out.sort((a, b) => rank[a.lever] - rank[b.lever] || a.distance - b.distance).slice(0, MOST);
}

/** Whether a value of the segment, or its time, could make the test hold. */
export const couldChange = (test: Test, view: View): boolean =>
  LEVERS.some((lever) => asked([test], lever, view) !== undefined);

/** Control bits, or a property of the recording, are in the way: no event before would have helped. */
const hopeless = (test: Test): boolean =>
  test.op === 'flags' ||
  sidesOf(test).some((side) => leaves(side).some((l) => l.op === 'slot' && l.slot.given));

/** Other permits, with what stands against each: what else could have explained the segment. */
export function otherReasons(permits: readonly Permit[], view: View): readonly Alternative[] {
  const out: Alternative[] = [];
  for (const permit of permits) {
    const failing = permit.when.filter((test) => !holds(test, 'may', view));
    if (failing.some(hopeless) || failing.length > MOST_WANTING) continue;
    const wanting = failing.map((test) => `${renderTest(test)} (${inNumbers(test, view)})`);
    out.push({
      lever: 'evidence',
      text: `${permit.id}, if ${wanting.join(' and ')}`,
      distance: failing.length,
    });
  }
  return out.sort((a, b) => a.distance - b.distance).slice(0, MOST);
}
