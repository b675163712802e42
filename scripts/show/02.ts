/** What issue 02 must show. Lines that take minutes come last. */
import { captureLines } from './02-captures.ts';
import { specLines } from './02-spec.ts';
import { traceLines } from './02-traces.ts';
import type { Line } from './line.ts';

export const lines: readonly Line[] = [...specLines, ...traceLines, ...captureLines];
