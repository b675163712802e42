/** Mutants by file, and those that nothing noticed. */
export interface Report {
  readonly files: Readonly<
    Record<string, { readonly source: string; readonly mutants: readonly ReportedMutant[] }>
  >;
}
interface ReportedMutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: string;
  readonly location: {
    readonly start: { readonly line: number; readonly column: number };
    readonly end: { readonly line: number; readonly column: number };
  };
}

const count = (mutants: readonly ReportedMutant[], ...statuses: string[]): number =>
  mutants.filter(({ status }) => statuses.includes(status)).length;

/** The part of the source that a mutant replaces, in one line. */
function replaced(source: string, { start, end }: ReportedMutant['location']): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  lines[last] = (lines[last] ?? '').slice(0, end.column - 1);
  lines[0] = (lines[0] ?? '').slice(start.column - 1);
  return short(lines.join(' '));
}
const short = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= 60 ? line : `${line.slice(0, 57)}…`;
};

/**
 * A line a file: mutants that were asked for, how many a test noticed (by failing or by never ending), the
 * part of those asked; then a line for each that survived, or that no test reached.
 */
export function scoreTable(report: Report, files: ReadonlySet<string>): string {
  let out = '';
  for (const [file, { source, mutants }] of Object.entries(report.files)) {
    if (!files.has(file)) continue;
    const noticed = count(mutants, 'Killed', 'Timeout');
    const left = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
    const asked = noticed + left.length;
    const part = asked === 0 ? 'nothing asked' : `${((100 * noticed) / asked).toFixed(1)} %`;
    const ignored = count(mutants, 'Ignored');
    out += `${file}: ${noticed} of ${asked} noticed, ${part}; ${ignored} run only while modules load\n`;
    for (const m of left) {
      const { line } = m.location.start;
      const unreached = m.status === 'NoCoverage' ? ', no test comes here' : '';
      out += `  ${line}: ${replaced(source, m.location)} → ${short(m.replacement ?? '')} (${m.mutatorName}${unreached})\n`;
    }
  }
  return out;
}
