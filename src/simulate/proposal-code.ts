/** Compiled proposals of one spec and profile, made when they have been asked for often enough. */
import { BIT } from '../spec/event.ts';
import {
  compileFills,
  compilePossible,
  compileRefuses,
  type Fills,
  type Possible,
  type Refuses,
} from './compile-propose.ts';
import type { Lead } from './leads.ts';
import type { Turn } from './options.ts';
import type { PointCell, PointCells } from './point-cells.ts';

/** Times that a lead is read from its terms with a pattern of bits before that is worth compiling. */
const WARM = 3;
interface Pattern {
  readonly cell: PointCell;
  readonly refuses: Refuses;
  readonly turns: readonly Turn[];
  /** By lead: its code, how often it was asked for, or that it never fills. */
  readonly fills: Map<Lead, Fills | number | undefined>;
}

/** What all stacks of one spec and profile share. */
export class ProposalCode {
  readonly cells: PointCells;
  private possibleOf: Possible | undefined;
  private readonly patterns = new Map<number, Pattern>();

  constructor(cells: PointCells) {
    this.cells = cells;
  }

  possible(leads: readonly Lead[]): Possible {
    this.possibleOf ??= compilePossible(leads, this.cells.profile.values);
    return this.possibleOf;
  }

  pattern(flags: number): Pattern {
    const key = flags & ~BIT.PSH;
    const known = this.patterns.get(key);
    if (known) return known;
    const cell = this.cells.of('segment sent', flags);
    const made = { cell, ...compileRefuses(cell.plan, key, this.cells.profile.values), fills: new Map() };
    this.patterns.set(key, made);
    return made;
  }

  /** Undefined where the lead never fills such a segment, a number where it has not been compiled yet. */
  fills(pattern: Pattern, lead: Lead, flags: number): Fills | number | undefined {
    const known = pattern.fills.get(lead) ?? (pattern.fills.has(lead) ? undefined : 0);
    if (typeof known !== 'number') return known;
    if (known < WARM) {
      pattern.fills.set(lead, known + 1);
      return known;
    }
    const code = compileFills(pattern.cell.plan, lead, flags, this.cells.profile.values);
    pattern.fills.set(lead, code);
    return code;
  }
}
