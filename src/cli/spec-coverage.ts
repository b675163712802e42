/** The ledger of the catalogue, computed: every requirement stands in exactly one class. */

import type { Verdict } from '../checker/verdict.ts';
import { judges } from '../report/book.ts';
import { specBook } from '../report/spec-book.ts';
import { LEVELS } from '../spec/requirement.ts';
import { REQUIREMENTS } from '../spec/requirements/all.ts';

/**
 * `failed` and `passed`: decided in the run that was given, by a rule that cites it and can fail. `cited`: a
 * rule cites it, and the run did not decide it, or none was given. `unobservable`: no recording could show
 * it. `open`: no rule yet.
 */
const CLASSES = ['failed', 'passed', 'cited', 'unobservable', 'open'] as const;
type Class = (typeof CLASSES)[number];

export interface Row {
  readonly name: string;
  readonly all: number;
  readonly counts: Readonly<Record<Class, number>>;
}

export interface Ledger {
  /** Whether a run was given. */
  readonly run: boolean;
  readonly byRfc: readonly Row[];
  readonly byLevel: readonly Row[];
  readonly total: Row;
  /** Class of each requirement, by id. */
  readonly classes: Readonly<Record<string, Class>>;
}

export function coverage(verdict: Verdict | undefined): Ledger {
  const outcome = outcomes(verdict);
  const classOf = (entry: (typeof REQUIREMENTS)[number]): Class =>
    outcome.get(entry.id) ?? (entry.observable === 'unobservable' ? 'unobservable' : 'open');
  const classes = new Map(REQUIREMENTS.map((entry) => [entry.id, classOf(entry)]));
  const row = (name: string, of: typeof REQUIREMENTS): Row => {
    const counts = { failed: 0, passed: 0, cited: 0, unobservable: 0, open: 0 };
    for (const entry of of) counts[classes.get(entry.id) ?? 'open'] += 1;
    return { name, all: of.length, counts };
  };
  const rfcs = [...new Set(REQUIREMENTS.map((entry) => entry.rfc))];
  return {
    run: verdict !== undefined,
    byRfc: rfcs.map((rfc) =>
      row(
        `RFC ${rfc}`,
        REQUIREMENTS.filter((entry) => entry.rfc === rfc),
      ),
    ),
    byLevel: LEVELS.map((level) =>
      row(
        level,
        REQUIREMENTS.filter((entry) => entry.level === level),
      ),
    ),
    total: row('all', REQUIREMENTS),
    classes: Object.fromEntries(classes),
  };
}

/** What became of each cited requirement: the worst over the rules that cite it. */
function outcomes(verdict: Verdict | undefined): ReadonlyMap<string, Class> {
  const endpoints =
    verdict?.traces.flatMap((trace) => trace.connections.flatMap((one) => one.endpoints)) ?? [];
  const result = new Map<string, Class>();
  for (const rule of specBook().rules) {
    const counts = judges(rule) ? endpoints.flatMap((endpoint) => endpoint.coverage[rule.id] ?? []) : [];
    const now: Class = counts.some((c) => c.fail > 0)
      ? 'failed'
      : counts.some((c) => c.pass > 0)
        ? 'passed'
        : 'cited';
    for (const id of rule.cites) {
      const before = result.get(id) ?? 'cited';
      result.set(id, CLASSES.indexOf(now) < CLASSES.indexOf(before) ? now : before);
    }
  }
  return result;
}

export function coverageText(ledger: Ledger): string {
  const classes = ledger.run ? CLASSES : CLASSES.filter((name) => name !== 'failed' && name !== 'passed');
  const line = (name: string, cells: readonly (string | number)[]): string =>
    name.padEnd(12) + cells.map((cell) => String(cell).padStart(14)).join('');
  const rows = (of: readonly Row[]): readonly string[] =>
    of.map(({ name, all, counts }) => line(name, [...classes.map((each) => counts[each]), all]));
  const ruled = ledger.total.all - ledger.total.counts.open - ledger.total.counts.unobservable;
  return [
    line('', [...classes, 'requirements']),
    ...rows(ledger.byRfc),
    '',
    ...rows(ledger.byLevel),
    '',
    ...rows([ledger.total]),
    '',
    `${ruled} of ${ledger.total.all} requirements are cited by a rule`,
  ].join('\n');
}
