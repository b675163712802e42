/** Scores of mutants as tables for people. */
import { SPEC } from '../../spec/rules/index.ts';
import { MUTANTS } from '../mutants/all.ts';
import { ABSENT } from './absent.ts';
import type { Score } from './measure.ts';
import { unbroken } from './unbroken.ts';

/** What was seen from one vantage. */
export interface Seen {
  /** `near with calls`. */
  readonly from: string;
  readonly walks: number;
  readonly scores: readonly Score[];
}

const share = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`;
const sumOf = (scores: readonly Score[], of: (s: Score) => number): number =>
  scores.reduce((sum, s) => sum + of(s), 0);
const killShare = (s: Score): number => (s.observable === 0 ? 2 : s.killed / s.observable);

/** Columns padded: the first `texts` to the right, numbers to the left. */
function aligned(rows: readonly (readonly string[])[], texts: number): readonly string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const pad = (cell: string, i: number): string =>
    i < texts ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0);
  return rows.map((row) => row.map(pad).join('  ').trimEnd());
}

function sums({ from, walks, scores }: Seen): readonly string[] {
  const observable = sumOf(scores, (s) => s.observable);
  const killed = sumOf(scores, (s) => s.killed);
  const allowed = sumOf(scores, (s) => s.allowed);
  const wrongly = sumOf(scores, (s) => s.wrongly);
  const shown = scores.filter((s) => s.observable > 0).length;
  const differing = observable + allowed;
  return [
    `${from}, ${walks} walks of each: ${killed} of ${observable} observable walks killed ` +
      `(${share(killed, observable)}), ${wrongly} found under other entries only`,
    `  ${shown} of ${scores.length} mutants showed; ${allowed} of ${differing} differing walks put aside ` +
      `as allowed (${share(allowed, differing)})`,
  ];
}

/** What was put aside, by name. */
function excluded({ scores }: Seen): readonly string[] {
  const some = scores.filter((s) => s.allowed > 0);
  if (some.length === 0) return [];
  const why = new Map(MUTANTS.map((m) => [m.id, m.allowed ?? '']));
  return [
    '',
    'walks put aside as allowed:',
    ...some.map((s) => `  ${s.allowed} of ${s.id}: ${why.get(s.id)}`),
  ];
}

function untried(): readonly string[] {
  const rules = unbroken(SPEC, MUTANTS, ['forbid', 'oblige', 'permit', 'exempt']);
  return [
    '',
    `rules that no mutant breaks: ${rules.length === 0 ? 'none' : rules.join(', ')}`,
    '',
    'no mutants, because the spec has no rules about:',
    ...ABSENT.map(({ name, family }) => `  ${family}: ${name}`),
  ];
}

/** One vantage; worst first, mutants that never showed last. */
export function mutantTable(seen: Seen): string {
  const sorted = [...seen.scores].sort((a, b) => killShare(a) - killShare(b) || (a.id < b.id ? -1 : 1));
  const rows = [
    ['mutant', 'entry', 'level', 'observable', 'killed', 'share', 'wrongly', 'allowed'],
    ...sorted.map((s) => [
      s.id,
      s.requirement,
      s.level,
      `${s.observable}`,
      `${s.killed}`,
      share(s.killed, s.observable),
      `${s.wrongly}`,
      `${s.allowed}`,
    ]),
  ];
  return [...aligned(rows, 3), '', ...sums(seen), ...excluded(seen), ...untried()].join('\n');
}

/** All vantages: killed of observable walks. */
export function mutantMatrix(all: readonly Seen[]): string {
  const [first] = all;
  const rows = [
    ['mutant', 'family', 'entry', ...all.map(({ from }) => from)],
    ...(first?.scores ?? []).map((s, i) => [
      s.id,
      s.family,
      s.requirement,
      ...all.map(({ scores }) => {
        const { killed, observable } = scores[i] ?? s;
        return observable === 0 ? '–' : `${killed}/${observable} ${share(killed, observable).padStart(5)}`;
      }),
    ]),
  ];
  return [...aligned(rows, 3), '', ...all.flatMap(sums), ...untried()].join('\n');
}
