/** Three-valued tests: all values of the path pass, none does, or some do (core-semantics.md §2). */
import { E } from '../../spec/event.ts';
import type { Test } from '../../spec/term.ts';
import { endsOf, type Sight } from './ends.ts';

export type Answer = 'yes' | 'no' | 'open';

export function answer(test: Test, sight: Sight): Answer {
  if (test.op === 'flags') return ((sight.event[E.FLAGS] ?? 0) & test.mask) === test.want ? 'yes' : 'no';
  if (test.op === 'in') {
    const states = sight.box[test.slot.lo] ?? 0;
    if ((states & test.states) === 0) return 'no';
    return (states & ~test.states) === 0 ? 'yes' : 'open';
  }
  const a = endsOf(test.a, sight);
  const b = endsOf(test.b, sight);
  if (test.op === '<=') {
    if (a.hi <= b.lo) return 'yes';
    return a.lo <= b.hi ? 'open' : 'no';
  }
  if (a.hi < b.lo || b.hi < a.lo) return 'no';
  return a.lo === b.hi && b.lo === a.hi ? 'yes' : 'open';
}

/** A conjunction: one that fails is enough for no. */
export function answerAll(tests: readonly Test[], sight: Sight): Answer {
  let all: Answer = 'yes';
  for (const test of tests) {
    const one = answer(test, sight);
    if (one === 'no') return 'no';
    if (one === 'open') all = 'open';
  }
  return all;
}
