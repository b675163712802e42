/**
 * The steps of one path: it reads an input, takes a step that nobody sees, sends a segment. Each gives all
 * paths that may follow, none where no state permits it.
 */
import { E } from '../../spec/event.ts';
import type { Profile } from '../../spec/profile.ts';
import type { On, Rule, Spec } from '../../spec/rule.ts';
import type { Test } from '../../spec/term.ts';
import { answer, answerAll } from './answers.ts';
import { type Choice, decided, failing, holding, settledDown } from './choices.ts';
import { takeEffect } from './effects.ts';
import type { Sight } from './ends.ts';
import { arm, type Owed, settled } from './owed.ts';
import { distinct, type Path } from './path.ts';
import { type Rules, type StandingFamily, type StandingForbid, StandingRules } from './standing.ts';

/** Silent steps one after the other between two events. */
const MOST_SILENT = 4;

export class Steps {
  private readonly values: Readonly<Record<string, number>>;
  private readonly rules: StandingRules;
  private readonly order: ReadonlyMap<Rule, number>;
  private readonly lagOut: number;
  /** `lagOut`: Δout, nanoseconds: a payment may be seen so much after it was made. */
  constructor(spec: Spec, profile: Profile, lagOut: number) {
    this.values = profile.values;
    this.rules = new StandingRules(spec);
    this.order = new Map(spec.rules.map((rule, i) => [rule, i] as const));
    this.lagOut = lagOut;
  }

  /** The path reads a segment, or takes a call. */
  reads(path: Path, on: 'segment arrives' | 'call', event: Float64Array): readonly Path[] {
    const moved = on === 'call' ? { calls: path.calls + 1 } : { segments: path.segments + 1 };
    return this.tracked({ ...path, ...moved }, on, event);
  }

  /** All that may have happened unseen until then; the times are the bracket of the event that follows. */
  passes(paths: readonly Path[], event: Float64Array): readonly Path[] {
    const passing = new Float64Array(E.SIZE);
    passing[E.T0] = event[E.T0] ?? 0;
    passing[E.T1] = event[E.T1] ?? 0;
    return distinct(paths.flatMap((path) => this.silent(path, passing, MOST_SILENT)));
  }

  private silent(path: Path, passing: Float64Array, most: number): readonly Path[] {
    const { tracks } = this.rules.of('time passes', passing);
    const sight: Sight = { box: path.box, event: passing, values: this.values };
    const quiet = tracks.every(({ when }) => answerAll(when, sight) === 'no');
    const after = quiet
      ? [{ ...path, owed: settled(path.owed, 'time passes', sight) }]
      : this.tracked(path, 'time passes', passing).map((p) => ({
          ...p,
          owed: settled(p.owed, 'time passes', { ...sight, box: p.box }),
        }));
    return after.flatMap((p) =>
      quiet || most === 0 || p.box.every((x, i) => x === path.box[i])
        ? [p]
        : this.silent(p, passing, most - 1),
    );
  }

  /** The path sends the segment, whose pieces have been split. */
  sends(path: Path, event: Float64Array): readonly Path[] {
    const rules = this.rules.of('segment sent', event);
    const rest = { event, values: this.values };
    const owed = settled(path.owed, 'segment sent', { ...rest, box: path.box });
    let choices: readonly Choice[] = [{ box: path.box, known: [], taken: [] }];
    for (const family of rules.families) {
      if (answerAll(family.applies, { ...rest, box: path.box }) !== 'yes') continue;
      choices = choices.flatMap((choice) => this.explained(choice, family, event));
    }
    for (const forbid of rules.forbids)
      choices = choices.flatMap((choice) => this.allowed(choice, forbid, event));
    return this.ended(path, 'segment sent', event, rules, owed, choices);
  }

  /** A choice for each permit of the family that may be the reason. */
  private explained(
    choice: Choice,
    { family, permits }: StandingFamily,
    event: Float64Array,
  ): readonly Choice[] {
    const rest = { event, values: this.values };
    const possible = permits.flatMap(({ rule, when }) => {
      if (answerAll(when, { ...rest, box: choice.box }) === 'no') return [];
      const yes = holding(choice, when, rest);
      return yes ? [{ ...yes, taken: [...yes.taken, rule] }] : [];
    });
    return possible.length === 0 && family.closed === false ? [choice] : possible;
  }

  /** The limit holds with the slack that may count, or its guard does not. */
  private allowed(choice: Choice, forbid: StandingForbid, event: Float64Array): readonly Choice[] {
    const rest = { event, values: this.values };
    const says = answerAll(forbid.when, { ...rest, box: choice.box });
    if (says === 'no') return [choice];
    const applies = holding(choice, forbid.when, rest);
    const limit = applies && this.limitOf(forbid, { ...rest, box: applies.box });
    const within =
      applies && limit && answer(limit, { ...rest, box: applies.box }) !== 'no'
        ? holding(applies, [limit], rest)
        : undefined;
    const inside = within ? [within] : [];
    return says === 'yes' ? inside : [...inside, ...failing(choice, forbid.when, rest)];
  }

  private limitOf({ rule, exempt }: StandingForbid, sight: Sight): Test {
    let limit = rule.allow;
    for (const { rule: x, when } of exempt) {
      if (limit.op !== '<=' || answerAll(when, sight) === 'no') continue;
      const none = { op: 'constant', value: 0 } as const;
      const slack = { op: 'between', a: none, b: x.slack.node } as const;
      limit = { ...limit, b: { op: '+', a: limit.b, b: slack } };
    }
    return limit;
  }

  private tracked(path: Path, on: On, event: Float64Array): readonly Path[] {
    const rules = this.rules.of(on, event);
    const owed = settled(path.owed, on, { event, values: this.values, box: path.box });
    return this.ended(path, on, event, rules, owed, [{ box: path.box, known: [], taken: [] }]);
  }

  /** Every track is taken or not; then all takes effect, and what is owed is armed. */
  private ended(
    path: Path,
    on: On,
    event: Float64Array,
    rules: Rules,
    owed: readonly Owed[],
    choices: readonly Choice[],
  ): readonly Path[] {
    const rest = { event, values: this.values };
    let all = choices;
    for (const { rule, when } of rules.tracks) all = decided(all, rule, when, rest);
    const after = all.flatMap((choice) => {
      if (!settledDown(choice, rest)) return [];
      const before = { ...rest, box: choice.box };
      const box = takeEffect(choice.taken, before, this.order);
      const meets = { ...rest, box: on === 'segment sent' ? box : choice.box };
      let owes = owed;
      for (const { rule, when } of rules.obliges)
        if (answerAll(when, meets) === 'yes') owes = arm(owes, rule, event, { ...rest, box }, this.lagOut);
      return [{ ...path, box, owed: owes }];
    });
    return distinct(after);
  }
}
