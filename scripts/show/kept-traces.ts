/** The hand-made traces of traces/accept and traces/reject, judged as their tests judge them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from '../../src/checker/check.ts';
import {
  later,
  withNumbersMoved,
  withNumbersWrapping,
  withOtherFamily,
} from '../../src/checker/testing/transform.ts';
import type { Finding } from '../../src/checker/verdict.ts';
import { readText } from '../../src/trace/text/read.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { ROOT } from './line.ts';

const HOUR = 3600e9;

/** What a judgement comes to, in the shape of the expectations beside the traces. */
export interface Told {
  readonly verdict: string;
  readonly findings: readonly Pick<
    Finding,
    'id' | 'rule' | 'clause' | 'severity' | 'requirements' | 'frames'
  >[];
}

export interface Kept {
  /** `reject/topic/name.trace`. */
  readonly file: string;
  readonly topic: string;
  readonly trace: Trace;
  /** What stands beside it; undefined where nothing does. */
  readonly expected: Told | undefined;
}

/** All traces of a folder of traces/, in order of names; throws where one cannot be read. */
export function keptTraces(folder: 'accept' | 'reject'): readonly Kept[] {
  const root = join(ROOT, 'traces');
  return readdirSync(join(root, folder), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.trace'))
    .toSorted()
    .map((name) => {
      const file = `${folder}/${name}`;
      const { traces, problems } = readText(readFileSync(join(root, file), 'utf8'), file);
      const [trace] = traces;
      if (!trace || traces.length > 1 || problems.length > 0) throw new Error(`${file} is not one trace`);
      const beside = join(root, file.replace(/\.trace$/, '.expected.json'));
      const expected = existsSync(beside) ? (JSON.parse(readFileSync(beside, 'utf8')) as Told) : undefined;
      return { file, topic: name.split('/')[0] ?? '', trace, expected };
    });
}

/** The one endpoint's verdict and findings; throws where the trace has not one endpoint. */
export function judgeTrace(trace: Trace): Told {
  const input = { file: 'trace', sha256: '', traces: [trace], problems: [] };
  const { traces } = check([input], { profile: 'current-practice', recorder: 'inferred' });
  const [endpoint, ...others] = traces.flatMap((t) => t.connections.flatMap((c) => c.endpoints));
  if (!endpoint || others.length > 0) throw new Error('a hand-made trace judges one endpoint');
  const findings = endpoint.findings.map(({ id, rule, clause, severity, requirements, frames }) => ({
    id,
    rule,
    clause,
    severity,
    requirements,
    frames,
  }));
  return { verdict: endpoint.verdict, findings };
}

/** The same happenings told otherwise: no judgement may change. */
export const TELLINGS: readonly { readonly what: string; readonly of: (trace: Trace) => readonly Trace[] }[] =
  [
    {
      what: 'with numbers across the wrap',
      of: (trace) => [
        ...[1, 50, 500, 1500].map((within) => withNumbersWrapping(trace, within)),
        withNumbersMoved(trace, 0x80000000, 0x7fffffff),
      ],
    },
    { what: 'with IPv4 and IPv6 exchanged', of: (trace) => [withOtherFamily(trace)] },
    { what: 'an hour later', of: (trace) => [later(trace, HOUR)] },
  ];
