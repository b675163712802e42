/**
 * `npm run bench [-- captures] [--json] [--quick] [--folder DIR]`: what the checker costs, in CPU time,
 * median of five rounds: the cells alone, decoding alone beside them, a whole endpoint, all warm; then
 * whole captures beside tshark. `captures` measures these only. Exit code 0; 1 where a cell exceeds its
 * limit or, in full size, a capture falls short; 2 on wrong usage.
 */
import { parseArgs } from 'node:util';
import { type CaptureFigure, captureLines, measureCaptures, shortfalls } from './bench/captures.ts';
import { type CellFigure, measureCells } from './bench/cells.ts';
import { type DecodeFigure, measureDecode } from './bench/decode.ts';
import { type EndpointFigure, measureEndpoint } from './bench/endpoint.ts';

/** Nanoseconds per rule of the cell and box, issue 01. */
const LIMIT = 10;
const USAGE = 'usage: npm run bench [-- captures] [--json] [--quick] [--folder DIR]';

const right = (value: number, digits: number, width: number): string => value.toFixed(digits).padStart(width);

function cellLines(figures: readonly CellFigure[]): readonly string[] {
  return figures.map(
    (f) =>
      `  ${f.what.padEnd(44)} ${right(f.rules, 0, 5)} ${right(f.boxes, 0, 5)}` +
      ` ${right(f.perSegment.median, 1, 10)} ${right(f.perRuleAndBox, 2, 12)}`,
  );
}
const decodeLines = (figures: readonly DecodeFigure[]): readonly string[] =>
  figures.map((f) => `  ${`${f.what}, ${f.octets} octets`.padEnd(56)} ${right(f.perSegment.median, 1, 10)}`);
const endpointLines = (figures: readonly EndpointFigure[]): readonly string[] =>
  figures.map(
    (f) =>
      `  ${f.what.padEnd(56)} ${right(f.perSegment.median, 1, 10)} ${right(f.perSecond, 0, 12)}` +
      `  (${f.segments} segments a round, ${f.findings} findings)`,
  );

/** What is measured within this process. */
interface Inner {
  readonly cells: readonly CellFigure[];
  readonly decode: readonly DecodeFigure[];
  readonly endpoint: readonly EndpointFigure[];
}

const innerLines = ({ cells, decode, endpoint }: Inner): readonly string[] => [
  `${'cells alone'.padEnd(46)} rules boxes ns/segment ns/(rule·box), at most ${LIMIT}`,
  ...cellLines(cells),
  'decode alone                                              ns/segment',
  ...decodeLines(decode),
  'whole endpoint                                            ns/segment   segments/CPU-second',
  ...endpointLines(endpoint),
];

interface Wish {
  readonly json: boolean;
  readonly quick: boolean;
  readonly folder: string | undefined;
  readonly only: boolean;
}

function wishOf(): Wish {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      folder: { type: 'string' },
    },
  });
  const [part, ...more] = positionals;
  if ((part !== undefined && part !== 'captures') || more.length > 0)
    throw new Error(`no such part: ${positionals.join(' ')}`);
  return { ...values, folder: values.folder, only: part !== undefined };
}

const show = (lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);

async function main(): Promise<number> {
  let wish: Wish;
  try {
    wish = wishOf();
  } catch (error) {
    process.stderr.write(`bench: ${(error as Error).message}\n${USAGE}\n`);
    return 2;
  }
  const share = wish.quick ? 0.1 : 1;
  const inner: Inner = {
    cells: wish.only ? [] : measureCells(500_000 * share),
    decode: wish.only ? [] : measureDecode(500_000 * share),
    endpoint: wish.only ? [] : measureEndpoint(100_000 * share),
  };
  if (!wish.only && !wish.json) show(innerLines(inner));
  const captures: readonly CaptureFigure[] = await measureCaptures({ share, folder: wish.folder });
  if (!wish.json) show(captures.flatMap(captureLines));
  const fast = inner.cells.every((f) => f.perRuleAndBox <= LIMIT);
  // A small capture shows how long a program takes to start.
  const within = fast && (wish.quick || captures.every((f) => shortfalls(f).length === 0));
  if (wish.json) show([JSON.stringify({ limit: LIMIT, within, ...inner, captures })]);
  return within ? 0 : 1;
}

process.exitCode = await main();
