/** What one path owes: the oldest and the newest event that armed each obligation (core-semantics.md §4). */
import { E } from '../../spec/event.ts';
import type { Oblige, On } from '../../spec/rule.ts';
import { answerAll } from './answers.ts';
import { endsOf, type Sight } from './ends.ts';

export interface Owed {
  readonly rule: Oblige;
  readonly by: number;
  readonly newestBy: number;
  readonly oldest: Float64Array;
  readonly newest: Float64Array;
}

/** The deadline reads the state that the arming event leaves; `lagOut`: the payment may be seen so late. */
export function arm(
  owed: readonly Owed[],
  rule: Oblige,
  event: Float64Array,
  after: Sight,
  lagOut: number,
): readonly Owed[] {
  const by = endsOf(rule.owes.by.node, after).hi + lagOut;
  const before = owed.find((o) => o.rule === rule);
  const now: Owed = before
    ? { ...before, newest: event, newestBy: by }
    : { rule, by, newestBy: by, oldest: event, newest: event };
  return [...owed.filter((o) => o !== before), now].sort((a, b) => (a.rule.id < b.rule.id ? -1 : 1));
}

const voids = ({ rule }: Owed, on: On, sight: Sight): boolean =>
  rule.owes.voidBy.some((v) => v.on === on && answerAll(v.when, sight) !== 'no');
const pays = ({ rule }: Owed, armed: Float64Array, sight: Sight): boolean =>
  answerAll(rule.owes.paidBy, { ...sight, armed }) !== 'no';

/** What is still owed once the event has voided and paid what it may. */
export function settled(owed: readonly Owed[], on: On, sight: Sight): readonly Owed[] {
  if (owed.length === 0) return owed;
  const out = owed.flatMap((o) => {
    if (voids(o, on, sight)) return [];
    if (on !== 'segment sent' || !pays(o, o.oldest, sight)) return [o];
    return pays(o, o.newest, sight) ? [] : [{ ...o, oldest: o.newest, by: o.newestBy }];
  });
  return out.every((o, i) => o === owed[i]) && out.length === owed.length ? owed : out;
}

export const earliest = (owed: readonly Owed[]): number =>
  owed.reduce((least, { by }) => Math.min(least, by), Number.POSITIVE_INFINITY);

/** Whether `a` asks for no more than `b`, and for nothing sooner. */
export const noStricter = (a: readonly Owed[], b: readonly Owed[]): boolean =>
  a === b ||
  a.every((x) =>
    b.some(
      (y) =>
        x.rule === y.rule &&
        x.oldest[E.FRAME] === y.oldest[E.FRAME] &&
        x.oldest === y.oldest &&
        x.newest === y.newest &&
        x.by >= y.by &&
        x.newestBy >= y.newestBy,
    ),
  );
