/**
 * Live sensitivity: each edit between kernel and recorder is found by the rule that must find it, and
 * without the edit nothing is found there.
 */
import { check } from '../../src/checker/check.ts';
import type { EndpointVerdict, Finding } from '../../src/checker/verdict.ts';
import { EDITS, type Edit, type EditName } from '../../src/harness/edits.ts';
import { record } from '../../src/harness/record.ts';
import type { Family } from '../../src/harness/stack.ts';
import type { Trace } from '../../src/trace/trace.ts';

/** What must be found first: the rule or family, and a requirement that it names. */
interface Expected {
  readonly rule: string;
  readonly requirement: string;
}
export const EXPECTED: Readonly<Record<EditName, Expected>> = {
  'ack-plus-one': { rule: 'acknowledgment', requirement: 'RFC9293-3.1-4' },
  'window-shrunk': { rule: 'window-not-shrunk', requirement: 'SHLD-14' },
  'octet-changed': { rule: 'same-octets-again', requirement: 'RFC9293-3.4-S' },
  'mss-exceeded': { rule: 'within-mss', requirement: 'MUST-16' },
  'ack-held': { rule: 'ack-within-half-a-second', requirement: 'MUST-40' },
  'retransmission-doubled': { rule: 'old octets', requirement: 'RFC6298-5-1' },
  'rst-to-rst': { rule: 'RST', requirement: 'RFC9293-3.5.2-6' },
  'fin-moved': { rule: 'new octets', requirement: 'RFC9293-3.6-3' },
};

/** One edit in one IP version. */
export interface Sensed {
  readonly edit: EditName;
  readonly family: Family;
  readonly expected: Expected;
  /** Rules of what was found, in the order in which it was found. */
  readonly found: readonly string[];
  /** The first finding is the expected one, of the expected requirement. */
  readonly hit: boolean;
  /** The trace without the edit has no finding but known deviations. */
  readonly clean: boolean;
}

const endpoints = (trace: Trace): readonly EndpointVerdict[] =>
  check([{ file: trace.header.scenario, sha256: '', traces: [trace], problems: [] }], {
    profile: 'linux',
    recorder: 'inferred',
  }).traces.flatMap((t) => t.connections.flatMap((c) => c.endpoints));

/** Findings that no trait names. */
export const unknownFindings = (trace: Trace): readonly Finding[] =>
  endpoints(trace).flatMap((e) => e.findings.filter((f) => f.known === undefined));

function sense(edit: Edit, family: Family, trace: Trace): Sensed {
  const edited = edit.apply(trace);
  if (!edited) throw new Error(`${edit.name} has nothing to edit in ${edit.scenario} (${family})`);
  const expected = EXPECTED[edit.name];
  const findings = unknownFindings(edited);
  const [first] = findings;
  return {
    edit: edit.name,
    family,
    expected,
    found: findings.map((f) => f.rule),
    hit: first?.rule === expected.rule && first.requirements.includes(expected.requirement),
    clean: unknownFindings(trace).length === 0,
  };
}

const FAMILIES: readonly Family[] = ['ipv4', 'ipv6'];

/**
 * Records each scenario once in both IP versions, judges it as it is and with each of its edits. Needs a
 * live kernel.
 */
export async function sensitivity(): Promise<readonly Sensed[]> {
  const scenarios = [...new Set(EDITS.map((edit) => edit.scenario))];
  const out: Sensed[] = [];
  for (const family of FAMILIES) {
    const traces = await record({ stack: 'linux', scenarios, families: [family] });
    for (const edit of EDITS) {
      const trace = traces.find((t) => t.header.scenario === edit.scenario);
      if (!trace) throw new Error(`unreachable: ${edit.scenario} was recorded`);
      out.push(sense(edit, family, trace));
    }
  }
  return out;
}
