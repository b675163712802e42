/**
 * Whole captures, generated anew: tshark's expert pass, decoding alone and `check`, as child processes in
 * turn, five times; CPU time and the most memory of each.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Cost, cost } from './child.ts';
import { type Generated, generateBulk, generateMany } from './generate.ts';
import { type Judged, judgedOf } from './judged.ts';
import { type Spent, spread } from './measure.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = dirname(dirname(HERE));
const ROUNDS = 5;
/** Segments of text of each of five connections, and short connections. */
const BULK = 160_000;
const MANY = 25_000;

interface Command {
  readonly what: string;
  readonly words: readonly [string, ...string[]];
}

const TSHARK = 'tshark -q -z expert,tcp';
const CHECK = 'tcpassay check --json';
const commandsOn = (file: string): readonly Command[] => [
  { what: TSHARK, words: ['tshark', '-q', '-z', 'expert,tcp', '-r', file] },
  { what: 'decode only', words: [process.execPath, join(HERE, 'decode-only.ts'), file] },
  { what: CHECK, words: [process.execPath, join(ROOT, 'src/cli/main.ts'), 'check', '--json', file] },
];

export interface CommandFigure {
  readonly what: string;
  /** Why there is no figure. */
  readonly failure?: string;
  /** Seconds of CPU time. */
  readonly cpu: Spent;
  /** Packets per CPU-second, from the median. */
  readonly perSecond: number;
  /** Octets, the most of all rounds. */
  readonly peak: number;
  /** How many times as fast as tshark, where it is there. */
  readonly ratio?: number;
}

export interface CaptureFigure {
  readonly name: 'bulk' | 'many';
  readonly generated: Generated;
  readonly commands: readonly CommandFigure[];
  readonly judged?: Judged;
  /** How many times as fast as tshark `check` must be (issue 02). */
  readonly least: number;
}

export interface CapturesWish {
  /** 1 for the full size. */
  readonly share: number;
  /** Where the captures are written and stay; a temporary folder that goes again where absent. */
  readonly folder?: string | undefined;
  readonly rounds?: number;
}

/** Why tshark is not measured, or empty. */
export function tsharkAbsence(): string {
  return spawnSync('tshark', ['--version']).status === 0 ? '' : 'no tshark on this machine';
}

export async function measureCaptures({
  share,
  folder,
  rounds = ROUNDS,
}: CapturesWish): Promise<readonly CaptureFigure[]> {
  const where = folder ?? mkdtempSync(join(tmpdir(), 'tcpassay-bench-'));
  try {
    mkdirSync(where, { recursive: true });
    const bulk = generateBulk(join(where, 'bulk.pcap'), { size: Math.ceil(BULK * share) });
    const many = generateMany(join(where, 'many.pcap'), { size: Math.ceil(MANY * share) });
    return [await measure('bulk', bulk, 12, rounds), await measure('many', many, 5, rounds)];
  } finally {
    if (folder === undefined) rmSync(where, { recursive: true, force: true });
  }
}

async function measure(
  name: CaptureFigure['name'],
  generated: Generated,
  least: number,
  rounds: number,
): Promise<CaptureFigure> {
  const commands = commandsOn(generated.file);
  const missing = tsharkAbsence();
  const costs = new Map<string, Cost[]>(commands.map(({ what }) => [what, []]));
  for (let round = 0; round < rounds; round++)
    for (const { what, words } of commands) {
      if (what === TSHARK && missing !== '') continue;
      const [program, ...args] = words;
      costs.get(what)?.push(await cost(program, args, ROOT));
    }
  const reference = spread((costs.get(TSHARK) ?? []).map(({ cpu }) => cpu)).median;
  const figures = commands.map(({ what }) => figure(what, costs.get(what) ?? [], generated, reference));
  const judged = judgedOf(costs.get(CHECK)?.at(-1)?.output ?? '');
  return { name, generated, commands: figures, least, ...(typeof judged === 'object' && { judged }) };
}

function figure(
  what: string,
  costs: readonly Cost[],
  { packets }: Generated,
  reference: number,
): CommandFigure {
  const cpu = spread(costs.map((one) => one.cpu));
  const failed = costs.find(({ code }) => code !== 0);
  const failure =
    costs.length === 0
      ? tsharkAbsence()
      : failed && `exit code ${failed.code}: ${failed.errors.trim().split('\n').at(-1) ?? ''}`;
  const ratio = reference / cpu.median;
  return {
    what,
    ...(failure !== undefined && { failure }),
    cpu,
    perSecond: packets / cpu.median,
    peak: Math.max(0, ...costs.map(({ peak }) => peak)),
    ...(Number.isFinite(ratio) && failure === undefined && { ratio }),
  };
}

/** The share of rule instances that must be evaluated. */
const LEAST_SHARE = 0.9;

/** What a capture lacks to keep the promises; empty where it keeps all of them that could be measured. */
export function shortfalls({ commands, judged, least }: CaptureFigure): readonly string[] {
  const out: string[] = [];
  const check = commands.find(({ what }) => what === CHECK);
  const decode = commands.find(({ what }) => what === 'decode only');
  for (const one of [check, decode]) if (one?.failure !== undefined) out.push(`${one.what}: ${one.failure}`);
  if (check?.ratio !== undefined && check.ratio < least)
    out.push(`check is ${check.ratio.toFixed(1)} times as fast as tshark, not ${least}`);
  if (judged === undefined) out.push('check gave no verdict');
  else {
    if (judged.findings > 0) out.push(`${judged.findings} findings on conformant traffic`);
    if (judged.problems > 0) out.push(`${judged.problems} problems with a sound capture`);
    const { statistics } = judged;
    if (statistics === undefined) out.push('the verdict has no statistics');
    else if (statistics.evaluated < LEAST_SHARE * statistics.instances)
      out.push(`${percent(statistics)} of rule instances evaluated, not ${LEAST_SHARE * 100} %`);
  }
  return out;
}

const percent = (s: { readonly evaluated: number; readonly instances: number }): string =>
  `${((100 * s.evaluated) / s.instances).toFixed(1)} %`;
const right = (text: string | number, width: number): string => String(text).padStart(width);

/** As it is printed. */
export function captureLines(figure: CaptureFigure): readonly string[] {
  const { name, generated: g, judged, least } = figure;
  const lines = [
    `${name}: ${g.packets} packets of ${g.connections} connections, ${(g.octets / 1e6).toFixed(0)} MB, ` +
      `${g.seenTwice + g.seenOnce + g.unseen} losses repaired; snap length ${g.snap}, as of tcpdump -s ${g.snap}`,
    `  ${'CPU time'.padEnd(26)} packets/CPU-second  seconds (least … most)  peak MB  × tshark`,
    ...figure.commands.map(commandLine),
  ];
  if (judged !== undefined) {
    const { statistics: s } = judged;
    lines.push(`  ${judged.findings} findings (must be 0), ${judged.problems} problems`);
    if (s !== undefined)
      lines.push(
        `  ${s.evaluated} of ${s.instances} applicable rule instances evaluated (${percent(s)})`,
        `  ${s.octetsPerConnection} octets a connection; at most ${s.mostOpen} judged at once`,
      );
  }
  const short = shortfalls(figure);
  const compared = figure.commands.some(({ what, ratio }) => what === CHECK && ratio !== undefined);
  const holds = compared ? `at least ${least} × tshark` : 'speed beside tshark not measured';
  lines.push(short.length === 0 ? `  holds, ${holds}` : `  falls short: ${short.join('; ')}`);
  return lines;
}

function commandLine(c: CommandFigure): string {
  if (c.failure !== undefined) return `  ${c.what.padEnd(26)} ${c.failure}`;
  const seconds = `${c.cpu.median.toFixed(2)} (${c.cpu.least.toFixed(2)} … ${c.cpu.most.toFixed(2)})`;
  const peak = c.peak === 0 ? '?' : (c.peak / 1e6).toFixed(0);
  const ratio = c.ratio === undefined ? '' : c.ratio.toFixed(1);
  return (
    `  ${c.what.padEnd(26)} ${right(c.perSecond.toFixed(0), 18)}  ${right(seconds, 22)}` +
    `  ${right(peak, 7)}  ${right(ratio, 8)}`
  );
}
