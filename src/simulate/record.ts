/** What a walk's recorder writes down: when something happened, and what a judge says of it. */
import type { Raw } from '../checker/endpoint.ts';
import { E } from '../spec/event.ts';

/** An empty event at `time`, which may have happened `out` earlier or `into` later; nanoseconds. */
export function stamped(time: number, out: number, into: number): Float64Array {
  const e = new Float64Array(E.SIZE);
  e[E.T0] = time - out;
  e[E.T1] = time + into;
  e[E.STAMP] = time;
  return e;
}

/** Says that the event happens at `time`, and is seen then. */
export function happens(e: Float64Array, time: number): void {
  e[E.T0] = time;
  e[E.T1] = time;
  e[E.STAMP] = time;
}

/** The families and limits that a judge finds broken, by name. */
export function accusation(raw: Raw): string {
  if (raw.kind === 'late') return `late ${raw.settled.rule.id}`;
  const { families, forbids, jointBit } = raw.cells.plan;
  return [
    ...families.filter((f) => raw.bits & (1 << f.bit)).map((f) => f.family.id),
    ...forbids.filter((f) => raw.bits & (1 << f.bit)).map((f) => f.rule.id),
    ...(raw.bits & (1 << jointBit) ? ['jointly impossible'] : []),
  ].join(', ');
}
