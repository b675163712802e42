/** Scores of mutants as a table for people. */
import { ABSENT } from './absent.ts';
import type { Score } from './measure.ts';

const share = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`;

const HEAD = ['mutant', 'entry', 'level', 'observable', 'killed', 'share', 'wrongly', 'allowed'] as const;

const cellsOf = (s: Score): readonly string[] => [
  s.id,
  s.requirement,
  s.level,
  String(s.observable),
  String(s.killed),
  share(s.killed, s.observable),
  String(s.wrongly),
  String(s.allowed),
];

export const sumOf = (scores: readonly Score[], of: (s: Score) => number): number =>
  scores.reduce((sum, s) => sum + of(s), 0);

const killShare = (s: Score): number => (s.observable === 0 ? 2 : s.killed / s.observable);

/** Worst first; mutants that never showed last. */
export function mutantTable(scores: readonly Score[], vantage: string, walks: number, seed: number): string {
  const sorted = [...scores].sort((a, b) => killShare(a) - killShare(b) || (a.id < b.id ? -1 : 1));
  const rows = [HEAD, ...sorted.map(cellsOf)];
  const widths = HEAD.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const lines = rows.map((row) =>
    row.map((cell, i) => (i < 3 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
  );
  const observable = sumOf(scores, (s) => s.observable);
  const killed = sumOf(scores, (s) => s.killed);
  const allowed = sumOf(scores, (s) => s.allowed);
  return [
    `${scores.length} mutants, ${walks} walks each from seed ${seed}, seen ${vantage}`,
    '',
    ...lines.map((line) => line.trimEnd()),
    '',
    `${killed} of ${observable} observable walks killed (${share(killed, observable)}), ${sumOf(scores, (s) => s.wrongly)} found under another entry only`,
    `${allowed} of ${observable + allowed} differing walks put aside as allowed behaviour (${share(allowed, observable + allowed)})`,
    `${scores.filter((s) => s.observable > 0).length} of ${scores.length} mutants showed`,
    '',
    'not there, because the spec has no rules about:',
    ...ABSENT.map(({ name, family }) => `  ${family}: ${name}`),
  ].join('\n');
}
