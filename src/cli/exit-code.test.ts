import { describe, expect, test } from 'vitest';
import type { EndpointVerdict, Finding, Verdict } from '../checker/verdict.ts';
import { fixtureVerdict } from '../report/fixture/verdict.ts';
import { exitCode, OK, UNDECIDED, USAGE, VIOLATIONS } from './exit-code.ts';

const [passive, gap, silence, , foreign] = fixtureVerdict.traces;
type Traces = Verdict['traces'];

function verdict(...traces: readonly (Traces[number] | undefined)[]): Verdict {
  return { ...fixtureVerdict, traces: traces.filter((trace) => trace !== undefined) };
}

const unreadable: Traces[number] = {
  file: 'x.pcapng',
  sha256: '',
  scenario: '',
  stack: '',
  problems: [{ code: 'CAPTURE-001', message: 'neither pcapng nor text', at: 'x.pcapng' }],
  health: [],
  connections: [],
};

/** The silence trace with its one finding changed. */
function withFinding(change: Partial<Finding>, drop: readonly (keyof Finding)[] = []): Verdict {
  const base = silence;
  const endpoint: EndpointVerdict | undefined = base?.connections[0]?.endpoints[0];
  const finding = endpoint?.findings[0];
  if (base === undefined || endpoint === undefined || finding === undefined)
    throw new Error('the fixture has it');
  const changed = Object.fromEntries(
    Object.entries({ ...finding, ...change }).filter(([key]) => !drop.some((name) => name === key)),
  );
  const findings = [changed as unknown as Finding];
  return verdict({ ...base, connections: [{ id: 'a', endpoints: [{ ...endpoint, findings }] }] });
}

describe('the exit code', () => {
  test.each([
    ['a conformant connection with a note', verdict(passive), OK],
    ['a known deviation', verdict(silence), OK],
    ['a deviation that is not known', withFinding({}, ['known']), OK],
    ['a violation', verdict(gap), VIOLATIONS],
    ['a violation beside everything else', fixtureVerdict, VIOLATIONS],
    ['a known violation', withFinding({ severity: 'violation' }), OK],
    ['only undecided endpoints', verdict(foreign), UNDECIDED],
    ['undecided beside conformant', verdict(foreign, passive), OK],
    ['no connection at all', verdict({ ...unreadable, problems: [] }), UNDECIDED],
    ['a file that could not be read', verdict(unreadable, passive), USAGE],
    ['a file that could not be read, nothing decided', verdict(unreadable, foreign), USAGE],
    ['a file that could not be read, beside a violation', verdict(unreadable, gap), VIOLATIONS],
  ])('of %s', (_what, given, code) => {
    expect(exitCode(given)).toBe(code);
  });

  test('where deviations count too, known ones and notes still do not', () => {
    expect(exitCode(withFinding({}, ['known']), 'deviation')).toBe(VIOLATIONS);
    expect(exitCode(verdict(silence), 'deviation')).toBe(OK);
    expect(exitCode(verdict(passive), 'deviation')).toBe(OK);
  });

  test('a file with problems that was read in part is judged by what was read', () => {
    if (passive === undefined) throw new Error('the fixture has it');
    expect(exitCode(verdict({ ...passive, problems: unreadable.problems }))).toBe(OK);
  });
});
