/**
 * Compiled = interpreted (core-semantics.md §7): on random boxes and events the two readings of every cell must leave
 * the same box, the same findings and debts, the same coverage. Counted are the answers that each clause of each rule
 * had on the way, since equality over answers that never turn would show nothing.
 */
import { BIT, E } from '../spec/event.ts';
import { ALL_EVIDENCE } from '../spec/evidence.ts';
import { testsOf } from '../spec/load.ts';
import { PROFILE_LIST } from '../spec/profile.ts';
import { holds, type View } from '../spec/read.ts';
import { renderTest } from '../spec/render.ts';
import type { On, Rule, Spec } from '../spec/rule.ts';
import { SPEC } from '../spec/rules/index.ts';
import { ALL_STATES } from '../spec/state.ts';
import { allSlots, recordWidth } from '../spec/tcb.ts';
import { nodes, sidesOf, type Slot, type Test } from '../spec/term.ts';
import { type Bits, type Cell, compileBits, compileInput, compileSent, type CompileOptions } from './compile.ts';
import { FAIL, interpretInput, interpretSent, NA, OPEN, OUT_WORDS, PASS } from './interpret.ts';
import { type CellPlan, flagMask, planCell, slotSets, turningTests } from './plan.ts';
import { Blocks, flagsFor, Random, randomBox, randomEvent } from './random-boxes.ts';
import { type Answer, answerOf, clausesOf, MAYBE, NO, possible, type Possible, steer, steerAll, YES } from './steering.ts';

/** How often one clause of one rule was answered yes, no and open, and whether it can be. */
export interface Asked {
  readonly rule: string;
  readonly clause: string;
  readonly yes: number;
  readonly no: number;
  readonly open: number;
  readonly can: { readonly yes: boolean; readonly no: boolean; readonly open: boolean };
}
/** How often a rule was read so as a whole, by the coverage that both readings agree on. */
export interface Fired {
  readonly rule: string;
  readonly pass: number;
  readonly open: number;
  readonly fail: number;
  readonly na: number;
}
/** How often an end of a range slot, or a mask, stood at an extreme. */
export interface Extreme {
  readonly slot: string;
  readonly what: 'lo −∞' | 'lo ∞' | 'hi −∞' | 'hi ∞' | 'full' | 'empty';
  readonly count: number;
}
export interface Equality {
  readonly pairs: number;
  /** The first pair on which the readings differ, with the place; undefined where none does. */
  readonly difference: string | undefined;
  readonly tests: readonly Asked[];
  readonly rules: readonly Fired[];
  readonly extremes: readonly Extreme[];
  /** Cells that were compared: event class, flag pattern, mode, profile values, evidence. */
  readonly cells: number;
  /** Pairs with a finding, with a debt armed. */
  readonly findings: number;
  readonly armed: number;
  /** Pairs by event class, mode and evidence. */
  readonly kinds: Readonly<Record<string, number>>;
}

/** Each answer that a clause can have is looked for until it was given so often. */
export const ENOUGH = 1000;

interface Clause {
  readonly rule: Rule;
  readonly test: Test;
  readonly can: Possible;
  readonly counts: [number, number, number];
}

interface Compared {
  readonly plan: CellPlan;
  readonly sure: Cell;
  readonly join: Cell | undefined;
  readonly turns: Bits;
  readonly turning: readonly Test[];
  readonly options: CompileOptions;
}

/** Standard values, those of a profile, some of nobody's; all evidence, none, one bit less each. */
function optionsOf(spec: Spec): readonly CompileOptions[] {
  const named = new Set(
    spec.rules.flatMap((r) =>
      testsOf(r)
        .flatMap(sidesOf)
        .flatMap((n) => [...nodes(n)])
        .flatMap((n) => (n.op === 'constant' && n.name !== undefined ? [n.name] : [])),
    ),
  );
  const odd = Object.fromEntries([...named].map((name, i) => [name, 1000 + i] as const));
  const bits = new Set<number>();
  for (const slot of allSlots())
    for (const mask of [slot.restsOn.lo ?? 0, slot.restsOn.hi ?? 0])
      for (let bit = 1; bit <= mask; bit <<= 1) if ((mask & bit) !== 0) bits.add(bit);
  const profiles = PROFILE_LIST.filter((p) => Object.keys(p.values).length > 0);
  return [
    { values: {}, lacks: 0 },
    { values: {}, lacks: 0 },
    { values: {}, lacks: 0 },
    ...profiles.map((p) => ({ values: p.values, lacks: 0 })),
    { values: odd, lacks: 0 },
    { values: {}, lacks: ALL_EVIDENCE },
    ...[...bits].map((lacks) => ({ values: {}, lacks })),
  ];
}
