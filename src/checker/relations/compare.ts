/** What "finds no more" and "finds the same" mean, to the letter. */
import { JOINT, type JudgedPair, type Noticed } from './judged.ts';

/** How two judgings of one trace relate. */
export interface Outcome {
  /** What is wrong, in words; empty where the relation holds. */
  readonly wrong: string;
  /** Findings behind the first one that the other judging does not have: allowed, and counted. */
  readonly moved: number;
}

const text = ({ rule, at }: Noticed): string => `${rule} at record ${at}`;

/**
 * Whether a judging with less evidence finds no more than one with more (engine.md §14.1, 3 b), for one pair
 * of sockets. A finding is a rule and the record at which it was noticed.
 *
 * - Where more evidence finds nothing, less finds nothing.
 * - Before the first record at which more evidence finds something, less finds nothing.
 * - At that record, less finds a subset of the rules. That parts are not possible together may stand there
 *   for a part that was not possible alone.
 *
 * Behind that record nothing is claimed: each judging goes on as if what it could not explain had been
 * right, the two beliefs part there, and a rule may then fail in one of them only. Such findings are counted
 * as `moved`.
 */
export function noMore(more: readonly Noticed[], less: readonly Noticed[]): Outcome {
  const [first] = more;
  const [any] = less;
  if (!any) return { wrong: '', moved: 0 };
  if (!first) return { wrong: `less evidence finds ${text(any)}, more finds nothing`, moved: 0 };
  const from = Math.min(...more.map(({ at }) => at));
  const there = new Set(more.filter(({ at }) => at === from).map(({ rule }) => rule));
  const wrong = less.find(({ rule, at }) => at < from || (at === from && !there.has(rule) && rule !== JOINT));
  const all = new Set(more.map(text));
  const moved = less.filter((x) => x.at > from && !all.has(text(x))).length;
  return { wrong: wrong ? `less evidence finds ${text(wrong)}, more finds ${text(first)} first` : '', moved };
}

/** The same for all pairs of sockets; a pair that only one judging has found nothing in the other. */
export function noMorePairs(more: readonly JudgedPair[], less: readonly JudgedPair[]): Outcome {
  let moved = 0;
  for (const pair of less) {
    const outcome = noMore(more.find(({ id }) => id === pair.id)?.found ?? [], pair.found);
    if (outcome.wrong !== '') return { wrong: `${pair.id}: ${outcome.wrong}`, moved };
    moved += outcome.moved;
  }
  return { wrong: '', moved };
}

const shown = (list: readonly Noticed[]): string => list.map(text).join(', ') || 'nothing';

/** The same findings at the same records, and each rule asked as often with the same answers. */
export function samePairs(a: readonly JudgedPair[], b: readonly JudgedPair[]): Outcome {
  const wrong = (text: string): Outcome => ({ wrong: text, moved: 0 });
  if (a.length !== b.length) return wrong(`${a.length} pairs of sockets, told otherwise ${b.length}`);
  for (const [i, one] of a.entries()) {
    const other = b[i];
    if (!other) continue;
    if (shown(one.found) !== shown(other.found))
      return wrong(`${one.id}: ${shown(one.found)}; told otherwise ${shown(other.found)}`);
    if (one.excused !== other.excused) return wrong(`${one.id}: ${one.excused} excused, ${other.excused}`);
    if (JSON.stringify(one.coverage) !== JSON.stringify(other.coverage))
      return wrong(`${one.id}: rules were asked otherwise`);
  }
  return wrong('');
}
