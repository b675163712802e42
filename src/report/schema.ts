/**
 * The verdict's JSON schema, version 1: the same shape as checker/verdict.ts, held equal by schema.test.ts.
 * Checked where a verdict enters or leaves.
 */

import { z } from 'zod';
import type { SCHEMA, Verdict } from '../checker/verdict.ts';

/** The version this file describes; the compiler refuses a drift from the checker's. */
const VERSION: typeof SCHEMA = 1;

const count = z.int().min(0);
const frame = z.int().min(1);
/** Nanoseconds; a trace may begin before its own zero by the clock's error. */
const nanos = z.int();

const verdictName = z.enum(['conformant', 'deviations', 'violations', 'undecided']);
const severity = z.enum(['violation', 'deviation', 'note']);
const level = z.enum(['MUST', 'MUST NOT', 'SHOULD', 'SHOULD NOT', 'RECOMMENDED', 'MAY']);
const vantage = z.enum(['near', 'far', 'between']);
const reason = z.enum([
  'mid-stream',
  'one-sided',
  'capture-loss',
  'offload',
  'truncated',
  'fragments',
  'far-vantage',
  'order-uncertain',
  'lag-unbounded',
  'range-overflow',
  'state-cap',
  'profile-unknown',
  'no-api-log',
  'trace-ended',
  'nothing-exercised',
  'bad-checksum',
  'third-party',
]);

const clauseReading = z.strictObject({
  clause: z.string(),
  says: z.enum(['yes', 'NO', 'open']),
  numbers: z.string(),
});

const provenance = z.strictObject({
  slot: z.string(),
  side: z.enum(['lo', 'hi']),
  value: z.union([z.number(), z.string()]),
  rule: z.string(),
  frame: z.int().min(0),
  time: nanos,
});

const finding = z.strictObject({
  id: z.string().min(1),
  rule: z.string().min(1),
  clause: z.string(),
  requirements: z.array(z.string()),
  level,
  severity,
  known: z.strictObject({ trait: z.string(), reason: z.string() }).exactOptional(),
  frames: z.array(frame),
  time: nanos,
  message: z.string(),
  clauses: z.array(clauseReading),
  provenance: z.array(provenance),
  exemptions: z.array(z.strictObject({ id: z.string(), applied: z.boolean(), why: z.string() })),
  hypotheses: z.array(z.strictObject({ id: z.string(), excluded: z.boolean(), why: z.string() })),
  alternatives: z.array(
    z.strictObject({ lever: z.enum(['field', 'time', 'evidence']), text: z.string(), distance: z.number() }),
  ),
  repeats: count,
});

const clauseCoverage = z.strictObject({ clause: z.string(), yes: count, open: count, no: count });
const coverage = z.strictObject({ pass: count, open: count, fail: count, na: count });

const endpointVerdict = z.strictObject({
  address: z.string(),
  port: z.int().min(0).max(65535),
  vantage,
  verdict: verdictName,
  reasons: z.array(reason),
  wouldDecide: z.record(z.string(), z.string()),
  findings: z.array(finding),
  coverage: z.record(z.string(), coverage),
  clauses: z.record(z.string(), z.array(clauseCoverage)).exactOptional(),
});

const traceVerdict = z.strictObject({
  file: z.string(),
  sha256: z.string(),
  scenario: z.string(),
  stack: z.string(),
  problems: z.array(z.strictObject({ code: z.string(), message: z.string(), at: z.string() })),
  health: z.array(z.strictObject({ class: z.string(), count, frames: z.array(frame) })),
  connections: z.array(z.strictObject({ id: z.string(), endpoints: z.array(endpointVerdict) })),
  omitted: z.record(verdictName, count).exactOptional(),
  statistics: z
    .strictObject({
      segments: count,
      connections: count,
      instances: count,
      evaluated: count,
      decided: count,
      mostOpen: count,
      octetsPerConnection: count,
    })
    .exactOptional(),
});

/** A whole verdict. Unknown keys are refused: a newer writer has a newer version number. */
export const verdictSchema = z.strictObject({
  schema: z.literal(VERSION),
  tool: z.string(),
  spec: z.string(),
  profile: z.string(),
  recorder: z.enum(['lossless', 'inferred', 'unknown']),
  traces: z.array(traceVerdict),
  totals: z.strictObject({
    traces: count,
    connections: count,
    segments: count,
    endpoints: z.record(verdictName, count),
    findings: z.record(severity, count),
    known: count,
  }),
});

/** A verdict, or every reason why the value is none, each with its place (`traces[0].file: …`). */
export type ReadVerdict =
  | { readonly ok: true; readonly verdict: Verdict }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads a parsed JSON value as a verdict. A foreign version is said so in one line, not in a hundred. */
export function readVerdict(value: unknown): ReadVerdict {
  const version = versionOf(value);
  if (version !== VERSION) return { ok: false, problems: [versionProblem(version)] };
  const result = verdictSchema.safeParse(value);
  if (result.success) return { ok: true, verdict: result.data };
  return {
    ok: false,
    problems: result.error.issues.map((issue) => `${place(issue.path)}: ${issue.message}`),
  };
}

function versionOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
}

function versionProblem(version: unknown): string {
  if (version === undefined) return 'schema: missing; this is not a verdict of tcpassay';
  return `schema: version ${JSON.stringify(version)}, but this tcpassay reads version ${VERSION}`;
}

function place(path: readonly PropertyKey[]): string {
  let text = '';
  for (const step of path) {
    text += typeof step === 'number' ? `[${step}]` : `${text === '' ? '' : '.'}${String(step)}`;
  }
  return text === '' ? 'verdict' : text;
}
