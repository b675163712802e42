/** Issue 02, the lines that take many minutes: speed, and the figures of the first issue again. */
import {
  type CaptureFigure,
  captureLines,
  measureCaptures,
  shortfalls,
  tsharkAbsence,
} from '../bench/captures.ts';
import { type Line, runScript } from './line.ts';

const SEGMENTS = 1_000_000;
const CONNECTIONS = 20_000;

/** What the generated capture lacks in size. */
function smallness({ name, generated }: CaptureFigure): readonly string[] {
  if (name === 'bulk' && generated.packets < SEGMENTS)
    return [`${generated.packets} of at least ${SEGMENTS} segments`];
  if (name === 'many' && generated.connections < CONNECTIONS)
    return [`${generated.connections} of at least ${CONNECTIONS} connections`];
  return [];
}

function brief({ name, commands, judged, least }: CaptureFigure): string {
  const check = commands.find(({ what }) => what.startsWith('tcpassay'));
  const ratio = check?.ratio === undefined ? '?' : check.ratio.toFixed(1);
  const s = judged?.statistics;
  const share = s === undefined ? '?' : ((100 * s.evaluated) / s.instances).toFixed(1);
  return (
    `${name}: ${ratio} of at least ${least} × tshark, ${share} of at least 90 % of rule instances evaluated, ` +
    `${s?.octetsPerConnection ?? '?'} octets a connection`
  );
}

const bench: Line = {
  id: 'bench',
  claim:
    'generated captures beside tshark in the same run, CPU time, medians of 5: bulk at least 12 times as fast, many connections 5 times',
  async run() {
    const absence = tsharkAbsence();
    if (absence !== '') return { figure: '0 of 2 captures', holds: 'not run', note: absence };
    const figures = await measureCaptures({ share: 1 });
    const short = figures.map((figure) => [...smallness(figure), ...shortfalls(figure)]);
    return {
      figure: figures.map(brief).join('; '),
      holds: figures.length === 2 && short.every((all) => all.length === 0),
      note: figures
        .flatMap((figure, i) => [...captureLines(figure), ...(short[i] ?? []).map((s) => `SHORT: ${s}`)])
        .join('\n'),
    };
  },
};

/** The table that the script prints last, and its counts; undefined where it printed none. */
export function lastTable(
  output: string,
): { readonly text: string; readonly holds: number; readonly of: number } | undefined {
  const [text, holds, of] =
    /(?:^(?:holds {2}|FAILS {2}|not run) .*\n)+^(\d+) of (\d+) hold, .*$/m.exec(output) ?? [];
  return text === undefined ? undefined : { text, holds: Number(holds), of: Number(of) };
}

const firstIssue: Line = {
  id: 'first-issue',
  claim: 'the figures of issue 01 hold with all rules in',
  async run() {
    const { code, output } = await runScript('scripts/show.ts', ['01'], { echo: true });
    const table = lastTable(output);
    if (table === undefined)
      return { figure: `no table, exit code ${code}`, holds: false, note: output.slice(-2000) };
    // A line that cannot run here is neither kept nor broken: the table names it.
    return { figure: `${table.holds} of ${table.of} hold`, holds: code === 0, note: table.text };
  },
};

export const speedLines: readonly Line[] = [bench, firstIssue];
