/** A breach of containment told in full: who wrote the slot last, and the least that it takes. */
import type { Cells } from '../checker/cells.ts';
import { Journal } from '../checker/journal.ts';
import { numberText } from '../spec/render.ts';
import type { Spec } from '../spec/rule.ts';
import type { Plans } from './host.ts';
import { walk } from './walk.ts';
import { HINDRANCES, type Hindrance, type WalkOptions } from './walk-options.ts';

const MS = 1e6;

/** Where and what, then the last writers of the slot and the smallest setting that still breaches it. */
export function breachText(spec: Spec, plans: Plans, cells: Cells, options: WalkOptions): string {
  const run = (without: readonly Hindrance[]): Told => {
    const { breached, breaches } = walk(spec, plans, cells, { ...options, without });
    return { slot: breached?.slot, text: breaches[0] };
  };
  const whole = told(spec, plans, cells, options);
  if (!whole.text) return `seed ${options.seed}: no breach`;
  let without: readonly Hindrance[] = options.without ?? [];
  let least: Told = whole;
  // One that was needed may be needed no more when others are gone.
  for (let before = -1; before < without.length; ) {
    before = without.length;
    for (const one of HINDRANCES) {
      if (without.includes(one)) continue;
      const tried = run([...without, one]);
      if (tried.slot !== whole.slot) continue;
      least = tried;
      without = [...without, one];
    }
  }
  const needed = HINDRANCES.filter((one) => !without.includes(one));
  const setting = needed.length === 0 ? 'with nothing in the way' : `with ${needed.join(', ')} only`;
  const place = least.text === whole.text ? 'at the same event' : least.text;
  return [whole.text, ...whole.writers, `  still there ${setting}: ${place}`].join('\n');
}

interface Told {
  readonly slot: string | undefined;
  readonly text: string | undefined;
}

/** Walks with a journal at each judge. */
function told(
  spec: Spec,
  plans: Plans,
  cells: Cells,
  options: WalkOptions,
): Told & { readonly writers: readonly string[] } {
  const journals: Journal[] = [];
  const listen: WalkOptions['listen'] = (judge) => {
    const journal = new Journal(judge);
    journals.push(journal);
    return journal;
  };
  const { breached, breaches } = walk(spec, plans, cells, { ...options, listen });
  const journal = breached && journals[breached.actor];
  const writers = (breached?.slots ?? []).flatMap((slot) =>
    (['lo', 'hi'] as const).flatMap((side) => {
      const last = journal?.latest(slot, side);
      if (!last || (side === 'hi' && slot.hi === slot.lo)) return [];
      const when = `frame ${last.frame}, t ${(last.time / MS).toFixed(3)} ms`;
      const end = slot.kind === 'range' ? ` ${side} ${numberText(last.value)}` : '';
      return [`  ${slot.name}${end} was last written by ${last.rule} at ${when}`];
    }),
  );
  const never = breached && writers.length === 0 ? [`  ${breached.slot} has been written by nobody`] : [];
  return { slot: breached?.slot, text: breaches[0], writers: [...writers, ...never] };
}
