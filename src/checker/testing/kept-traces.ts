/** The traces that are kept in traces/, and what is written beside each of them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readText } from '../../trace/text/read.ts';
import type { Trace } from '../../trace/trace.ts';
import { type CheckOptions, check } from '../check.ts';
import type { EndpointVerdict } from '../verdict.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../../traces');

/** Traces below a folder of traces/, as paths from there. */
export const keptTraces = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.trace'))
    .map((file) => `${folder}/${file}`)
    .toSorted();

/** The one trace of a file; throws where it has problems, or is not one. */
export function keptTrace(file: string): Trace {
  const { traces, problems } = readText(readFileSync(join(root, file), 'utf8'), file);
  const [trace, ...others] = traces;
  if (!trace || others.length > 0 || problems.length > 0)
    throw new Error(`${file} has ${traces.length} traces and ${problems.length} problems`);
  return trace;
}

/** Where the expectation of a trace stands. */
export const expectationOf = (file: string): string => join(root, file.replace('.trace', '.expected.json'));
export const hasExpectation = (file: string): boolean => existsSync(expectationOf(file));
/** All expectations below a folder, wanted or not. */
export const expectations = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.expected.json'));

/** The endpoints that the checker saw, in their order. */
export function judgedEndpoints(trace: Trace, options: CheckOptions): readonly EndpointVerdict[] {
  const input = { file: 'trace', sha256: '', traces: [trace], problems: [] };
  return check([input], options).traces.flatMap((t) => t.connections.flatMap((c) => c.endpoints));
}
