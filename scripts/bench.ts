/**
 * `npm run bench [-- --json] [--quick]`: what the checker costs, in CPU time, warm, median of five rounds:
 * the cells alone, decoding alone beside them, a whole endpoint. Exit code 0, or 1 where a cell exceeds its
 * limit, 2 on wrong usage.
 */
import { parseArgs } from 'node:util';
import { type CellFigure, measureCells } from './bench/cells.ts';
import { type DecodeFigure, measureDecode } from './bench/decode.ts';
import { type EndpointFigure, measureEndpoint } from './bench/endpoint.ts';

/** Nanoseconds per rule of the cell and box, issue 01. */
const LIMIT = 10;

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

function main(): number {
  let values: { json: boolean; quick: boolean };
  try {
    ({ values } = parseArgs({
      options: { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false } },
    }));
  } catch (error) {
    process.stderr.write(`bench: ${(error as Error).message}\nusage: npm run bench [-- --json] [--quick]\n`);
    return 2;
  }
  const share = values.quick ? 0.1 : 1;
  const cells = measureCells(500_000 * share);
  const decode = measureDecode(500_000 * share);
  const endpoint = measureEndpoint(100_000 * share);
  const within = cells.every((f) => f.perRuleAndBox <= LIMIT);
  if (values.json)
    process.stdout.write(`${JSON.stringify({ limit: LIMIT, within, cells, decode, endpoint })}\n`);
  else
    process.stdout.write(
      `${[
        `${'cells alone'.padEnd(46)} rules boxes ns/segment ns/(rule·box), at most ${LIMIT}`,
        ...cellLines(cells),
        'decode alone                                              ns/segment',
        ...decodeLines(decode),
        'whole endpoint                                            ns/segment   segments/CPU-second',
        ...endpointLines(endpoint),
      ].join('\n')}\n`,
    );
  return within ? 0 : 1;
}

process.exitCode = main();
