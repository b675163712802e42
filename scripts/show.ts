/**
 * `npm run show -- NN [--only text] [--list]`: runs the "Must show" lines of issue NN that a script can run
 * and
 * prints each figure with its denominator. Exit code 0 if every line holds, 1 if one does not, 2 on wrong
 * usage,
 * 3 if nothing was run.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { type Line, type Outcome, ROOT } from './show/line.ts';

interface Shown {
  readonly line: Line;
  readonly outcome: Outcome;
  readonly seconds: number;
}

async function show(line: Line): Promise<Shown> {
  const started = performance.now();
  process.stdout.write(`\n${styleText('bold', line.id)}: ${line.claim}\n`);
  const outcome = await line.run().catch(
    (error: unknown): Outcome => ({
      figure: 'broke off',
      holds: false,
      note: error instanceof Error ? error.message : String(error),
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  process.stdout.write(`  ${outcome.figure}\n`);
  const note = outcome.note?.trim() ?? '';
  if (note !== '') process.stdout.write(`  ${note.replaceAll('\n', '\n  ')}\n`);
  return { line, outcome, seconds };
}

function verdict({ holds }: Outcome): string {
  if (holds === 'not run') return styleText('yellow', 'not run');
  return holds ? styleText('green', 'holds  ') : styleText('red', 'FAILS  ');
}

function printTable(all: readonly Shown[]): void {
  const width = Math.max(...all.map(({ line }) => line.id.length));
  process.stdout.write('\n');
  for (const { line, outcome, seconds } of all)
    process.stdout.write(
      `${verdict(outcome)}  ${line.id.padEnd(width)}  ${outcome.figure}  (${seconds.toFixed(1)} s)\n`,
    );
  const count = (holds: Outcome['holds']): number =>
    all.filter(({ outcome }) => outcome.holds === holds).length;
  process.stdout.write(
    `${count(true)} of ${all.length} hold, ${count(false)} fail, ${count('not run')} not run\n`,
  );
}

/** The line of this id; else those whose id or claim contains the text. */
function chosenOf(lines: readonly Line[], only: string): readonly Line[] {
  const named = lines.filter(({ id }) => id === only);
  return named.length > 0 ? named : lines.filter(({ id, claim }) => `${id} ${claim}`.includes(only));
}

function usage(problem: string): number {
  process.stderr.write(`show: ${problem}\nusage: npm run show -- NN [--only text] [--list]\n`);
  return 2;
}

async function main(): Promise<number> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse();
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  const [issue = ''] = positionals;
  const file = join(ROOT, 'scripts', 'show', `${issue}.ts`);
  if (positionals.length !== 1 || !/^\d\d$/.test(issue)) return usage('name one issue by its two digits');
  if (!existsSync(file)) return usage(`there is no scripts/show/${issue}.ts`);
  const { lines } = (await import(file)) as { readonly lines: readonly Line[] };
  const chosen = chosenOf(lines, values.only ?? '');
  if (chosen.length === 0) return usage(`no line of ${issue} has "${values.only ?? ''}"`);
  if (values.list) {
    for (const { id, claim } of chosen) process.stdout.write(`${id}: ${claim}\n`);
    return 0;
  }
  const all: Shown[] = [];
  for (const line of chosen) all.push(await show(line));
  printTable(all);
  if (all.some(({ outcome }) => outcome.holds === false)) return 1;
  return all.some(({ outcome }) => outcome.holds === true) ? 0 : 3;
}

function parse() {
  return parseArgs({
    allowPositionals: true,
    options: { only: { type: 'string' }, list: { type: 'boolean', default: false } },
  });
}

process.exitCode = await main();
