/** Where a guard may hold but need not, the path forks: both sides go on, each with what it then knows. */
import type { Permit, Track } from '../../spec/rule.ts';
import { isWill, type Test } from '../../spec/term.ts';
import { answer, answerAll } from './answers.ts';
import type { Sight } from './ends.ts';
import { type Known, narrow } from './narrowing.ts';

/** A path in the midst of an event: the state before it, what is known of that, what will take effect. */
export interface Choice {
  readonly box: Float64Array;
  readonly known: readonly Known[];
  readonly taken: readonly (Permit | Track)[];
}

type Rest = Omit<Sight, 'box'>;

/** The choice with these tests known besides; nothing where they leave no state. */
function knowing(choice: Choice, more: readonly Known[], rest: Rest): Choice | undefined {
  if (more.length === 0) return choice;
  const box = choice.box.slice();
  const sight = { ...rest, box };
  for (const one of more) if (!narrow(one, sight)) return undefined;
  return { ...choice, box, known: [...choice.known, ...more] };
}

/** The side on which all the tests hold. */
export const holding = (choice: Choice, tests: readonly Test[], rest: Rest): Choice | undefined =>
  knowing(
    choice,
    tests
      .filter((test) => answer(test, { ...rest, box: choice.box }) === 'open')
      .map((test) => ({ test, holds: true })),
    rest,
  );

/** More tests in doubt than this and the side on which they fail stays as wide as it was. */
const MOST_SIDES = 3;

/** The sides on which one of the tests fails, the first that fails each time another. */
export function failing(choice: Choice, tests: readonly Test[], rest: Rest): readonly Choice[] {
  const open = tests.filter((test) => answer(test, { ...rest, box: choice.box }) === 'open');
  // What is at the stack's will may fail whatever else is so.
  if (open.some(isWill) || open.length > MOST_SIDES) return [choice];
  return open.flatMap((test, i) => {
    const before = open.slice(0, i).map((t) => ({ test: t, holds: true }));
    return knowing(choice, [...before, { test, holds: false }], rest) ?? [];
  });
}

/** Both sides of a track, as far as there are two. */
export function decided(
  choices: readonly Choice[],
  track: Track,
  when: readonly Test[],
  rest: Rest,
): Choice[] {
  return choices.flatMap((choice) => {
    const says = answerAll(when, { ...rest, box: choice.box });
    if (says === 'no') return [choice];
    const yes = holding(choice, when, rest);
    const taken = yes ? [{ ...yes, taken: [...yes.taken, track] }] : [];
    return says === 'yes' ? taken : [...taken, ...failing(choice, when, rest)];
  });
}

/** Narrows by all that is known until nothing moves; false where it cannot all be so. */
export function settledDown(choice: Choice, rest: Rest): boolean {
  const sight = { ...rest, box: choice.box };
  for (let round = 0; round < 3; round++) {
    const before = choice.box.slice();
    for (const one of choice.known) {
      const says = answer(one.test, sight);
      if (says === (one.holds ? 'no' : 'yes') && !isWill(one.test)) return false;
      if (!narrow(one, sight)) return false;
    }
    if (before.every((x, i) => x === choice.box[i])) return true;
  }
  return true;
}
