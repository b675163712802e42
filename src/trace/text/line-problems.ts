/** Collects what is wrong with a text trace, line by line. */
import type { ParserRuleContext, TerminalNode, Token } from 'antlr4ng';
import type { Problem } from '../trace.ts';

/** Where something stands: a column from 1, or what the parser made of it. */
export type Place = number | Token | TerminalNode | ParserRuleContext | null | undefined;

/** More problems than these are not worth reading; the last one says so. */
export const MOST_PROBLEMS = 1000;

export class LineProblems {
  readonly all: Problem[] = [];
  readonly #file: string;
  #line = 0;
  #failed = false;

  constructor(file: string) {
    this.#file = file;
  }

  /** Goes to a line, numbered from 1. */
  begin(line: number): void {
    this.#line = line;
    this.#failed = false;
  }

  /** Whether the line has a problem, so that nothing of it may be used. */
  get failed(): boolean {
    return this.#failed;
  }

  /** The problem just told is not the line's own: it may be good and is read all the same. */
  pardon(): void {
    this.#failed = false;
  }

  add(code: string, message: string, place: Place, hint?: string): void {
    this.#failed = true;
    if (this.all.length > MOST_PROBLEMS) return;
    const at = { file: this.#file, line: this.#line, column: columnOf(place) };
    if (this.all.length === MOST_PROBLEMS) {
      this.all.push({
        code: 'TRACE-013',
        message: `more than ${MOST_PROBLEMS} problems, the rest is not listed`,
        at,
      });
    } else this.all.push({ code, message, at, ...(hint === undefined ? {} : { hint }) });
  }
}

function columnOf(place: Place): number {
  if (typeof place === 'number') return place;
  if (!place) return 1;
  if ('symbol' in place) return place.symbol.column + 1;
  if ('column' in place) return place.column + 1;
  return (place.start?.column ?? 0) + 1;
}
