/** A finding as lines of text: what happened, what was allowed, why not, and by whose words. */
import type { Finding, Provenance } from './verdict.ts';

const seconds = (nanos: number): string => `${(nanos / 1e9).toFixed(6)} s`;

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`  ${title}`, ...lines.map((line) => `    ${line}`)];

function clauses(finding: Finding): readonly string[] {
  return finding.clauses.map(
    ({ says, clause, numbers }) => `${says.padEnd(4)}  ${clause}${numbers === '' ? '' : `   ${numbers}`}`,
  );
}

/** Both ends in one line where they say the same. */
function provenance(finding: Finding): readonly string[] {
  const twin = (one: Provenance): Provenance | undefined =>
    finding.provenance.find((p) => p.slot === one.slot && p.side !== one.side);
  const alike = (one: Provenance, other: Provenance | undefined): boolean =>
    one.value === other?.value && one.rule === other.rule && one.frame === other.frame;
  return finding.provenance.flatMap((one) => {
    const { slot, side, value, rule, frame, time } = one;
    const exact = alike(one, twin(one));
    if (exact && side === 'hi') return [];
    const where = frame === 0 ? '' : `, record ${frame} at ${seconds(time)}`;
    return [`${slot} ${exact ? '=' : side === 'lo' ? '≥' : '≤'} ${value}: ${rule}${where}`];
  });
}

/**
 * Several lines, the last without a line end. Times are seconds of the trace, positions relative to the
 * SYNs.
 */
export function findingText(finding: Finding): string {
  const { severity, level, rule, requirements, repeats, known } = finding;
  const records = `record${finding.frames.length === 1 ? '' : 's'} ${finding.frames.join(', ')}`;
  return [
    `${known ? 'known ' : ''}${severity}, ${level}: ${rule}   [${requirements.join(', ')}]`,
    `  ${seconds(finding.time)}, ${records}${repeats > 1 ? `, ${repeats} times` : ''}`,
    `  ${finding.message}`,
    ...(known ? [`  known as ${known.trait}: ${known.reason}`] : []),
    ...section('the rule at this record', clauses(finding)),
    ...section('why the bounds stand there', provenance(finding)),
    ...section(
      'exemptions tried',
      finding.exemptions.map(
        ({ id, applied, why }) =>
          `${id}: ${applied ? 'applied, and did not suffice' : 'did not apply'}, ${why}`,
      ),
    ),
    ...section(
      'what would have been allowed, nearest first',
      finding.alternatives.map(({ text }) => text),
    ),
    ...section(
      'other causes',
      finding.hypotheses.map(
        ({ id, excluded, why }) => `${id}: ${excluded ? 'excluded' : 'not excluded'}, ${why}`,
      ),
    ),
  ].join('\n');
}
