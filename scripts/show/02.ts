/** What issue 02 must show. Lines that take minutes come last. */
import { captureLines } from './02-captures.ts';
import { liveLines } from './02-live.ts';
import { machineLines } from './02-machine.ts';
import { specLines } from './02-spec.ts';
import { speedLines } from './02-speed.ts';
import { traceLines } from './02-traces.ts';
import type { Line } from './line.ts';

export const lines: readonly Line[] = [
  ...specLines,
  ...traceLines,
  ...machineLines,
  ...captureLines,
  ...liveLines,
  ...speedLines,
];
