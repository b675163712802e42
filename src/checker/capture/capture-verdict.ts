/** The verdict on one capture, in the form of a verdict on traces. */
import { SPEC } from '../../spec/rules/index.ts';
import type { Problem } from '../../trace/trace.ts';
import { placeText, TOOL } from '../check.ts';
import { SCHEMA, type Severity, type Verdict, type VerdictName } from '../verdict.ts';
import type { CaptureCheck, CaptureOptions } from './capture-check.ts';

const NAMES: readonly VerdictName[] = ['conformant', 'deviations', 'violations', 'undecided'];

export function captureVerdict(
  check: CaptureCheck,
  input: { readonly file: string; readonly sha256: string; readonly problems: readonly Problem[] },
  options: CaptureOptions,
): Verdict {
  const problems = input.problems.map((p) => ({ code: p.code, message: p.message, at: placeText(p) }));
  const trace = check.verdict(input.file, input.sha256, problems);
  const endpoints = trace.connections.flatMap((c) => c.endpoints);
  const findings = endpoints.flatMap((e) => e.findings);
  const of = (name: VerdictName): number =>
    endpoints.filter((e) => e.verdict === name).length + (trace.omitted?.[name] ?? 0);
  const severity = (name: Severity): number => findings.filter((f) => f.severity === name).length;
  const [conformant = 0, deviations = 0, violations = 0, undecided = 0] = NAMES.map(of);
  return {
    schema: SCHEMA,
    tool: TOOL,
    spec: (options.spec ?? SPEC).version,
    profile: options.profile.id,
    recorder: options.recorder,
    traces: [trace],
    totals: {
      traces: 1,
      connections: trace.statistics?.connections ?? trace.connections.length,
      segments: trace.statistics?.segments ?? 0,
      endpoints: { conformant, deviations, violations, undecided },
      findings: {
        violation: severity('violation'),
        deviation: severity('deviation'),
        note: severity('note'),
      },
      known: findings.filter((f) => f.known).length,
    },
  };
}
