/** The verdict in the few lines that a terminal shows: what was judged, what was found, the answer last. */

import { styleText } from 'node:util';
import type { EndpointVerdict, Finding, TraceVerdict, Verdict, VerdictName } from '../checker/verdict.ts';
import { flawText } from '../trace/capture/flaw-text.ts';
import { framesText } from './frames-text.ts';
import { printable } from './printable.ts';
import { wouldDecide } from './would-decide.ts';

export type Style = 'red' | 'yellow' | 'green' | 'cyan' | 'bold' | 'dim';

/** Sets a text in a style, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

export const PLAIN: Paint = (_style, text) => text;

/** Colour where the stream is a terminal, and NO_COLOR and its kin do not forbid it. */
export function paintFor(stream: NodeJS.WritableStream): Paint {
  return (style, text) => styleText(style, text, { stream });
}

type Mark = readonly [glyph: string, style: Style];

const VERDICT_MARKS: Readonly<Record<VerdictName, Mark>> = {
  violations: ['✗', 'red'],
  deviations: ['▲', 'yellow'],
  undecided: ['?', 'dim'],
  conformant: ['✓', 'green'],
};

/** Findings, problems and scenarios that are listed before the summary only counts. */
export const MOST = 20;
const MOST_SCENARIOS = 40;
/** Classes of flaws that are told of one capture. */
const MOST_FLAWS = 8;

/** The summary, several lines, without a line end at its end. At most `most` kinds of findings are listed. */
export function summary(verdict: Verdict, paint: Paint = PLAIN, most: number = MOST): string {
  return [
    ...traceLines(verdict, paint),
    ...findingLines(verdict, paint, most),
    ...undecidedLines(verdict),
    ...captureLines(verdict, paint),
    ...problemLines(verdict, paint),
    lastLines(verdict, paint),
  ].join('\n');
}

interface Seen {
  readonly trace: TraceVerdict;
  readonly connection: string;
  readonly endpoint: EndpointVerdict;
}

function endpoints(verdict: Verdict): readonly Seen[] {
  return verdict.traces.flatMap((trace) =>
    trace.connections.flatMap((connection) =>
      connection.endpoints.map((endpoint) => ({ trace, connection: connection.id, endpoint })),
    ),
  );
}

function title(trace: TraceVerdict): string {
  return printable(trace.scenario === '' ? trace.file : trace.scenario);
}

function traceLines(verdict: Verdict, paint: Paint): readonly string[] {
  const names = [...new Set(verdict.traces.map(title))];
  const width = Math.max(...names.map((name) => name.length), 0);
  const all = endpoints(verdict);
  const lines = names.slice(0, MOST_SCENARIOS).map((name) => {
    const own = all.filter((each) => title(each.trace) === name);
    const more = verdict.traces.filter((trace) => title(trace) === name).flatMap((t) => t.omitted ?? []);
    return `  ${name.padEnd(width)}  ${tally(own, more, paint)}`;
  });
  if (names.length > MOST_SCENARIOS) lines.push(`  … and ${names.length - MOST_SCENARIOS} more`);
  return [...lines, ''];
}

type Counts = Readonly<Record<VerdictName, number>>;

/** `IPv4 ✓ conformant  IPv6 ✗ violations`; counts instead of families where there are several of one. */
function tally(own: readonly Seen[], more: readonly Counts[], paint: Paint): string {
  if (own.length === 0 && more.length === 0) return paint('dim', 'no connection');
  const byFamily = new Map(
    own.map((each) => [each.endpoint.address.includes(':') ? 'IPv6' : 'IPv4', each.endpoint.verdict]),
  );
  if (byFamily.size === own.length && more.length === 0) {
    return [...byFamily]
      .map(([family, name]) => `${family} ${mark(name, paint)}`.padEnd(20))
      .join('')
      .trimEnd();
  }
  const names = Object.keys(VERDICT_MARKS) as VerdictName[];
  const counts = names.map(
    (name) =>
      [
        own.filter((each) => each.endpoint.verdict === name).length + sum(more.map((counts) => counts[name])),
        name,
      ] as const,
  );
  return counts.flatMap(([n, name]) => (n === 0 ? [] : [`${n} ${mark(name, paint)}`])).join('  ');
}

function mark(name: VerdictName, paint: Paint): string {
  const [glyph, style] = VERDICT_MARKS[name];
  return paint(style, `${glyph} ${name}`);
}

const WORDS = { violation: ['✗', 'red'], deviation: ['▲', 'yellow'], note: ['·', 'cyan'] } as const;

function findingLines(verdict: Verdict, paint: Paint, most: number): readonly string[] {
  const groups = new Map<string, { finding: Finding; places: string[] }>();
  for (const { trace, endpoint } of endpoints(verdict)) {
    for (const finding of endpoint.findings) {
      const key = JSON.stringify([finding.rule, finding.clause, finding.severity, finding.known?.trait]);
      const group = groups.get(key) ?? { finding, places: [] };
      group.places.push(
        `${printable(trace.file)} record ${finding.frames.join(', ')} at ${time(finding.time)}`,
      );
      groups.set(key, group);
    }
  }
  const sorted = [...groups.values()].sort((a, b) => rank(a.finding) - rank(b.finding));
  const lines = sorted.slice(0, most).flatMap(({ finding, places }) => findingText(finding, places, paint));
  if (sorted.length > most) lines.push(`  … and ${sorted.length - most} more kinds of findings`, '');
  return lines;
}

function rank(finding: Finding): number {
  return ['violation', 'deviation', 'note'].indexOf(finding.severity) + (finding.known === undefined ? 0 : 3);
}

function findingText(finding: Finding, places: readonly string[], paint: Paint): readonly string[] {
  const [glyph, style] = WORDS[finding.severity];
  const word = finding.known === undefined ? finding.severity : `known ${finding.severity}`;
  const head = `${glyph} ${word}, ${finding.level}: ${finding.rule}`;
  const lines = [
    `${paint(finding.known === undefined ? style : 'dim', head)}  ${paint('dim', finding.requirements.join(' '))}`,
    `    ${printable(finding.message)}`,
    `    ${places[0]}${places.length > 1 ? `, and in ${places.length - 1} more` : ''}`,
  ];
  if (finding.known !== undefined)
    lines.push(`    ${finding.known.trait}: ${printable(finding.known.reason)}`);
  return [...lines, ''];
}

function time(nanos: number): string {
  return `${(nanos / 1e9).toFixed(6)} s`;
}

function undecidedLines(verdict: Verdict): readonly string[] {
  const open = endpoints(verdict).filter(({ endpoint }) => endpoint.verdict === 'undecided');
  if (open.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { endpoint } of open) {
    for (const reason of endpoint.reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const reasons = [...counts].map(([reason, n]) => `${reason} (${n})`).join(', ');
  const evidence = new Set(
    open.flatMap(({ endpoint }) =>
      wouldDecide(endpoint.wouldDecide).map(({ topics, text }) => `${topics.join(', ')}: ${text}`),
    ),
  );
  return [
    `? ${counted(open.length, 'endpoint')} undecided${reasons === '' ? '' : `: ${reasons}`}`,
    ...[...evidence].slice(0, 6).map((text) => `    would decide ${printable(text)}`),
    '',
  ];
}

/** Of captures: what is wrong with the recording, and ends that are not listed. */
function captureLines(verdict: Verdict, paint: Paint): readonly string[] {
  const lines = verdict.traces.flatMap((trace) => {
    const flaws = trace.health.slice(0, MOST_FLAWS).map((flaw) => {
      const frames = framesText(flaw.frames, flaw.count);
      const where = frames === '' ? '' : ` (records ${frames})`;
      return `health: ${flaw.count} × ${flaw.class}${where}: ${paint('dim', flawText(flaw.class))}`;
    });
    const omitted = sum(Object.values(trace.omitted ?? {}));
    const more = omitted === 0 ? [] : [`${counted(omitted, 'further endpoint')} only counted`];
    return [...flaws, ...more].map((text) => `${printable(trace.file)}: ${text}`);
  });
  if (lines.length === 0) return [];
  if (lines.length <= MOST) return [...lines, ''];
  return [...lines.slice(0, MOST), `… and ${lines.length - MOST} more lines of this kind`, ''];
}

const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);

function problemLines(verdict: Verdict, paint: Paint): readonly string[] {
  const all = verdict.traces.flatMap((trace) => trace.problems);
  if (all.length === 0) return [];
  const lines = all
    .slice(0, MOST)
    .map(
      (problem) => `${printable(problem.at)}: ${printable(problem.message)} ${paint('dim', problem.code)}`,
    );
  if (all.length > MOST) lines.push(`… and ${all.length - MOST} more problems`);
  return [...lines, ''];
}

function lastLines(verdict: Verdict, paint: Paint): string {
  const { totals } = verdict;
  const findings = endpoints(verdict).flatMap(({ endpoint }) => endpoint.findings);
  const parts = (['violation', 'deviation', 'note'] as const).flatMap((severity) => {
    const n = findings.filter((f) => f.severity === severity && f.known === undefined).length;
    return n === 0 ? [] : [paint(WORDS[severity][1], counted(n, severity))];
  });
  if (totals.known > 0) parts.push(counted(totals.known, 'known deviation'));
  const found = parts.length === 0 ? 'no finding' : parts.join(', ');
  const decided = totals.endpoints.conformant + totals.endpoints.deviations + totals.endpoints.violations;
  const all = decided + totals.endpoints.undecided;
  return [
    `${paint('bold', found)} in ${counted(totals.connections, 'connection')} (${counted(totals.segments, 'segment')}); ${decided} of ${counted(all, 'endpoint')} decided`,
    paint(
      'dim',
      `${verdict.tool}, spec ${verdict.spec}, profile ${verdict.profile}, recorder ${verdict.recorder}`,
    ),
  ].join('\n');
}

function counted(n: number, one: string): string {
  return `${n} ${one}${n === 1 ? '' : 's'}`;
}
