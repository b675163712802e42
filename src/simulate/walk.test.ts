import { describe, expect, it } from 'vitest';
import { Cells } from '../checker/cells.ts';
import { E, OUT } from '../spec/event.ts';
import { currentPractice } from '../spec/profile.ts';
import { forbid, type Rule, type Spec } from '../spec/rule.ts';
import { SPEC } from '../spec/rules/index.ts';
import { octets } from '../spec/term.ts';
import { Plans } from './host.ts';
import { walk } from './walk.ts';
import type { WalkOptions } from './walk-options.ts';

const cells = new Cells(SPEC, currentPractice, 0);

/** Made once for each spec: compiling takes longer than a walk. */
const made = new Map<Spec, Plans>();
function plansOf(spec: Spec): Plans {
  const plans = made.get(spec) ?? new Plans(spec);
  made.set(spec, plans);
  return plans;
}

interface Logged {
  readonly text: string;
  readonly time: number;
}
/** What the recorders see of stacks that are drawn from `spec`, a text for each segment and call. */
function logOf(spec: Spec, seed: number, more: Partial<WalkOptions> = {}): readonly Logged[] {
  const log: Logged[] = [];
  walk(SPEC, plansOf(spec), cells, {
    seed,
    lag: 1e6,
    closure: true,
    log: (actor, kind, event) =>
      log.push({ text: `${actor} ${kind} ${event.join()}`, time: event[E.T1] ?? 0 }),
    ...more,
  });
  return log;
}
const textOf = (log: readonly Logged[]): readonly string[] => log.map(({ text }) => text);
const seeds = Array.from({ length: 12 }, (_, i) => i + 1);

const shrinking: Spec = { ...SPEC, rules: SPEC.rules.filter((r) => r.id !== 'window-not-shrunk') };
const endless = forbid({
  id: 'no-endless-segment',
  cites: ['RFC9293-3.1-1'],
  topic: 'segment size',
  needs: 0,
  when: [],
  allow: { at: OUT.LEN, most: octets(1_000_000) },
});

describe('a walk', () => {
  it('is the same where a limit that never binds stands first in the spec', () => {
    const more: Spec = { ...SPEC, rules: [endless, ...SPEC.rules] };
    for (const seed of seeds) {
      const log = textOf(logOf(SPEC, seed));
      expect(log.length, `seed ${seed}`).toBeGreaterThan(0);
      expect(textOf(logOf(more, seed)), `seed ${seed}`).toEqual(log);
    }
  });

  it('is the same with rules that say the same in the same words', () => {
    const copied: Spec = { ...SPEC, rules: SPEC.rules.map((r): Rule => ({ ...r })) };
    for (const seed of seeds) expect(textOf(logOf(copied, seed))).toEqual(textOf(logOf(SPEC, seed)));
  });

  it('is the same until the difference of two specs shows on the wire', () => {
    let differ = 0;
    for (const seed of seeds) {
      const right = textOf(logOf(SPEC, seed));
      const wrong = textOf(logOf(shrinking, seed));
      const first = wrong.findIndex((text, i) => text !== right[i]);
      if (first < 0) continue;
      differ++;
      // The same segment at the same time, but for its window.
      const fields = (text: string): readonly string[] => text.split(',').slice(0, E.WND);
      expect(fields(wrong[first] ?? '')).toEqual(fields(right[first] ?? ''));
    }
    expect(differ).toBeGreaterThan(5);
  });

  it('has calls in its log as it is told', () => {
    const calls = (logged: boolean): number =>
      seeds.flatMap((seed) => textOf(logOf(SPEC, seed, { logged })).filter((t) => t.includes('call'))).length;
    expect(calls(false)).toBe(0);
    expect(calls(true)).toBeGreaterThan(20);
  });

  it('logs what the recorder has seen, in order of time at each stack', () => {
    for (const seed of seeds) {
      const log = logOf(SPEC, seed);
      for (const actor of ['0', '1']) {
        const times = log.filter(({ text }) => text.startsWith(actor)).map(({ time }) => time);
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }
    }
  });
});
