/** What a walk draws before it begins: how long it lasts, what the stacks are like, what their users want. */
import type { Wish } from './actor.ts';
import type { Temper } from './draw.ts';
import type { Keyed } from './keys.ts';
import type { Nature } from './leads.ts';
import type { Theme } from './theme.ts';

const MS = 1e6;
const SECOND = 1e9;

export interface Setting {
  /** When the walk ends, nanoseconds. */
  readonly end: number;
  readonly temper: Temper;
  readonly nature: Nature;
  readonly wishes: readonly [Wish, Wish];
}

/** `logged`: what the trace has of the users' calls, given what was drawn. */
export function settingOf(theme: Theme, random: Keyed, logged: (drawn: boolean) => boolean): Setting {
  const wish = (i: 0 | 1): Wish => ({
    open: theme.opens[i],
    logged: logged(random.chance(theme.logged ?? 0.65)),
    appetite: random.pick(theme.appetite[i]),
    close: random.pick(theme.closes[i]),
    later: i === 1 ? (theme.later ?? 0) * MS : 0,
  });
  return {
    end: random.pick(theme.long ? [60, 90] : [20, 40, 80]) * SECOND,
    temper: { will: random.pick([0.02, 0.15, 0.5]), reach: random.pick([50, 400, 2000]) * MS },
    nature: {
      longest: random.pick([100, 600, 1460, 3000]),
      window: random.pick([1500, 9000, 65535]),
      mss: random.pick([536, 1000, 1460]),
    },
    // Who opens actively is A or B by chance, so that no seed ties a role to a side.
    wishes: random.chance(0.5) ? [wish(0), wish(1)] : [wish(1), wish(0)],
  };
}

/** When a user closes: mostly late enough for the handshake to be over, now and then in its midst. */
export function closingTime(theme: Theme, random: Keyed): number {
  const by = random.pick(theme.closeBy) * MS;
  return random.between(random.chance(0.85) ? Math.floor(by / 3) : 1, by);
}
