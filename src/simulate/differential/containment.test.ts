/** On a walk the true state of the stack lies on one of the reference's paths, after every event. */
import { expect, test } from 'vitest';
import { Random } from '../../checker/random-boxes.ts';
import { Reference } from '../../checker/reference/search.ts';
import { asPoint } from '../../checker/split.ts';
import { currentPractice, rfc793Era } from '../../spec/profile.ts';
import { SPEC } from '../../spec/rules/index.ts';
import { CLOSED, LISTEN } from '../../spec/state.ts';
import { allSlots } from '../../spec/tcb.ts';
import type { Actor, Unseen } from '../actor.ts';
import { computedsOf } from '../contain.ts';
import { themeOf } from '../themes.ts';
import { walk } from '../walk.ts';
import { Bench } from './tape.ts';

const bench = new Bench();
const PLAIN = allSlots().filter((s) => s.kind !== 'block');
const COMPUTEDS = computedsOf(SPEC);
const MOST_EVENTS = 40;
const LAGS = [0, 1e6, 5e6];

/** Ends a walk once both stacks have been watched for long enough. */
class Enough extends Error {}

function holds(box: Float64Array, point: Float64Array): boolean {
  const plain = PLAIN.every(({ kind, lo, hi }) => {
    const value = point[lo] ?? 0;
    if (kind === 'mask') return ((box[lo] ?? 0) & value) !== 0;
    return value >= (box[lo] ?? 0) && value <= (box[hi] ?? 0);
  });
  return plain && COMPUTEDS.every((c) => c.contains(box, 0, point, 0));
}

/** Lets a reference see what the judge of an actor sees; `breach` hears of it once, `seen` of every event. */
function watched(actor: Actor, reference: Reference, seen: () => void, breach: (what: string) => void): void {
  const { judge, unseen } = actor;
  let left: Unseen | undefined;
  unseen.shift = function shift(this: Unseen[]) {
    left = Array.prototype.shift.call(this);
    return left;
  };
  let events = 0;
  const see = (outcome: string, event: Float64Array, point: Float64Array): void => {
    seen();
    if (events++ >= MOST_EVENTS) return;
    if (outcome !== 'goes on') {
      if (outcome !== 'gave up') breach(`event ${events}: ${outcome}`);
      events = MOST_EVENTS;
    } else if (!(reference.anywhere(event)?.some(({ box }) => holds(box, point)) ?? true)) {
      breach(`event ${events}: the true state lies on no path`);
      events = MOST_EVENTS;
    }
  };
  const arrives = judge.arrives.bind(judge);
  const returned = judge.returned.bind(judge);
  const sent = judge.sent.bind(judge);
  judge.arrives = (on, event, call) => {
    see(reference.arrives(on, event, call), event, actor.recorded);
    arrives(on, event, call);
  };
  judge.returned = (event, call) => {
    see(reference.returned(event, call), event, actor.recorded);
    returned(event, call);
  };
  judge.sent = (event) => {
    asPoint(event);
    see(reference.sent(event.slice()), event, left?.after ?? actor.recorded);
    sent(event);
  };
}

/** What goes wrong in the beginning of one walk. */
function breachesOf(seed: number, lag: number): readonly string[] {
  const breaches: string[] = [];
  const profile = themeOf(new Random(seed)).era ? rfc793Era : currentPractice;
  let events = 0;
  const seen = (): void => {
    if (++events > 3 * MOST_EVENTS) throw new Enough();
  };
  const begun = (actors: readonly Actor[]): void => {
    for (const actor of actors) {
      const states = actor.wish.logged ? CLOSED : CLOSED | LISTEN;
      const beginning = { states, callsLogged: actor.wish.logged };
      const reference = new Reference(SPEC, profile, { in: lag, out: lag }, beginning, 200);
      watched(actor, reference, seen, (what) => breaches.push(`seed ${seed}, ${what}`));
    }
  };
  try {
    walk(SPEC, bench.plans, bench.cellsOf(profile), { seed, lag, closure: true, begun });
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
  return breaches;
}

test.each(LAGS)('lag %d ns', (lag) => {
  const seeds = Array.from({ length: 5 }, (_, i) => i + 1);
  expect(seeds.flatMap((seed) => breachesOf(seed, lag))).toEqual([]);
});
