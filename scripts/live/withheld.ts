/**
 * The hidden state of two live kernels, withheld from the judge and compared with its belief: reno and
 * cubic over impaired paths. As a program `node scripts/live/withheld.ts --segments N --seed S [--keep
 * FOLDER]`; with files it compares what these hold and records nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { breachText, type Containment, containTrace } from '../../src/checker/withheld/contain.ts';
import { shrunk } from '../../src/checker/withheld/shrink.ts';
import { type SlotTally, Tally } from '../../src/checker/withheld/tally.ts';
import { IMPAIRMENTS } from '../../src/harness/pair/impairments.ts';
import { type Ended, recordTwoStacks } from '../../src/harness/two-stacks.ts';
import { readTrace } from '../../src/trace/read.ts';
import { writeText } from '../../src/trace/text/write.ts';
import type { Trace } from '../../src/trace/trace.ts';

export interface WithheldOptions {
  /** Segments in traces, both ends counted. */
  readonly segments: number;
  readonly seed: number;
  /** The kernel's names; default reno and cubic. */
  readonly congestionControls?: readonly string[];
  /** Names of paths; default all. */
  readonly impairments?: readonly string[];
  readonly octets?: { readonly least: number; readonly most: number };
  readonly concurrent?: number;
  /** Where the shortest trace of each breach is written. */
  readonly keep?: string;
}

export interface WithheldResult {
  traces: number;
  segments: number;
  snapshots: number;
  /** Of these not compared, because they stand behind a finding or a departure. */
  afterFinding: number;
  /** One line each. */
  readonly breaches: string[];
  readonly departures: Map<string, number>;
  readonly tally: Tally;
  /** Absent where nothing was recorded. */
  ended?: Ended;
}

const OCTETS = { least: 5000, most: 500_000 };
const CONCURRENT = 24;

const empty = (): WithheldResult => ({
  traces: 0,
  segments: 0,
  snapshots: 0,
  afterFinding: 0,
  breaches: [],
  departures: new Map(),
  tally: new Tally(),
});

function add(result: WithheldResult, one: Containment): void {
  result.traces++;
  result.segments += one.segments;
  result.snapshots += one.snapshots;
  result.afterFinding += one.afterFinding;
  result.tally.add(one.tally);
  for (const [what, times] of one.departures)
    result.departures.set(what, (result.departures.get(what) ?? 0) + times);
}

/** Compares one trace; the shortest that shows its first breach is kept, named after `name`. */
function take(result: WithheldResult, trace: Trace, name: string, keep: string | undefined): void {
  const one = containTrace(trace);
  add(result, one);
  result.breaches.push(...one.breaches.map((breach) => `${name} ${breachText(breach)}`));
  const [first] = one.breaches;
  if (first === undefined || keep === undefined) return;
  writeFileSync(join(keep, `${name}.trace`), writeText(shrunk(trace, first)));
}

/** Plays, records and compares. Rejects as `recordTwoStacks` does where nothing can be recorded. */
export async function runWithheld(options: WithheldOptions): Promise<WithheldResult> {
  const result = empty();
  result.ended = await recordTwoStacks({
    segments: options.segments,
    seed: options.seed,
    congestionControls: options.congestionControls ?? ['reno', 'cubic'],
    impairments: options.impairments ?? Object.keys(IMPAIRMENTS),
    octets: options.octets ?? OCTETS,
    concurrent: options.concurrent ?? CONCURRENT,
    hidden: true,
    onTrace: ({ trace, end, program, impairment }) =>
      take(result, trace, `${result.traces + 1}-${program}-${impairment}-${end}`, options.keep),
  });
  return result;
}

/** Compares what recorded traces hold. */
export function compareFiles(files: readonly string[], keep?: string): WithheldResult {
  const result = empty();
  for (const file of files)
    for (const trace of readTrace(readFileSync(file), file).traces)
      take(result, trace, file.replaceAll('/', '-'), keep);
  return result;
}

const COLUMNS = [16, 12, 10] as const;

function rowText({ slot, compared, breaches, looseness }: SlotTally): string {
  const loose =
    looseness === Number.POSITIVE_INFINITY ? '∞' : Number.isNaN(looseness) ? '–' : String(looseness);
  const [name, first, second] = COLUMNS;
  return `  ${slot.padEnd(name)}${String(compared).padStart(first)}${String(breaches).padStart(second)}  ${loose}`;
}

/** The figures as lines, each with its denominator. */
export function withheldText(r: WithheldResult): string {
  const missed = r.ended?.missed;
  const departures = [...r.departures].map(([what, times]) => `  ${times} times: ${what}`);
  return [
    `${r.snapshots + r.segments} events (${r.segments} segments, ${r.snapshots} snapshots) in ${r.traces} traces, ` +
      `${r.breaches.length} breaches`,
    `${r.afterFinding} of ${r.snapshots} snapshots not compared, behind a finding or a departure`,
    ...(missed === undefined
      ? []
      : [`the kernel lost ${missed.lost} trace events; ${missed.unplaced} found no place`]),
    '  slot                compared  breaches  median of width / value (states: others possible)',
    ...r.tally.rows().map(rowText),
    'departures that only hidden state shows:',
    ...(departures.length === 0 ? ['  none'] : departures),
    ...r.breaches.map((line) => `breach: ${line}`),
  ].join('\n');
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    options: { segments: { type: 'string' }, seed: { type: 'string' }, keep: { type: 'string' } },
    allowPositionals: true,
  });
  const result =
    positionals.length > 0
      ? compareFiles(positionals, values.keep)
      : await runWithheld({
          segments: Number(values.segments ?? 20_000),
          seed: Number(values.seed ?? 1),
          ...(values.keep === undefined ? {} : { keep: values.keep }),
        });
  process.stdout.write(`${withheldText(result)}\n`);
  process.exitCode = result.breaches.length === 0 ? 0 : 1;
}
