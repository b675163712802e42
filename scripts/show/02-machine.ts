/** Issue 02, the lines about what the tool reads and how it speaks of what is wrong. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { TraceVerdict } from '../../src/checker/verdict.ts';
import { readVerdict } from '../../src/report/schema.ts';
import { CONTAINER_FILES, type ContainerFile } from './container-files.ts';
import { CLI, type Line, runScript } from './line.ts';

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tcpassay-show-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const MINUTE = 60_000;

/** What `check --json` makes of one container; a text where it gives no verdict. */
async function checkContainer(file: ContainerFile, path: string): Promise<TraceVerdict | string> {
  if (!file.stdin) writeFileSync(path, file.bytes);
  const { code, output, stdout } = await runScript(
    CLI,
    ['check', '--json', '--no-config', file.stdin ? '-' : path],
    {
      timeout: MINUTE,
      ...(file.stdin && { input: file.bytes }),
    },
  );
  try {
    const read = readVerdict(JSON.parse(stdout));
    return (read.ok ? read.verdict.traces[0] : undefined) ?? 'no verdict';
  } catch {
    return `exit code ${code}: ${output.trim()}`;
  }
}

/** The connection of the fixtures' segments. */
const ENDS = /^(192\.0\.2\.1|\[2001:db8::1\]):8080-(198\.51\.100\.2|\[2001:db8::2\]):20001$/;

/** The one segment found again, nothing to complain of: empty; else what is wrong. */
function wrongWith(trace: TraceVerdict | string): string {
  if (typeof trace === 'string') return trace;
  if (trace.problems.length > 0) return trace.problems.map(({ message }) => message).join('; ');
  const [connection, ...others] = trace.connections.map(({ id }) => id);
  const found = trace.statistics?.segments === 1 && others.length === 0 && ENDS.test(connection ?? '');
  return found ? '' : 'the segment is not found';
}

const containers: Line = {
  id: 'containers',
  claim: 'every container, link and tunnel of the list is read by check',
  run: () =>
    inFolder(async (folder) => {
      const told: { readonly file: ContainerFile; readonly wrong: string }[] = [];
      for (const [i, file] of CONTAINER_FILES.entries())
        told.push({ file, wrong: wrongWith(await checkContainer(file, join(folder, `${i}.cap`))) });
      const of = (kind: ContainerFile['kind']): string => {
        const mine = told.filter(({ file }) => file.kind === kind);
        return `${mine.filter(({ wrong }) => wrong === '').length} of ${mine.length} ${kind}s`;
      };
      return {
        figure: `${of('container')}, ${of('link')}, ${of('tunnel')}`,
        holds: told.every(({ wrong }) => wrong === ''),
        note: told.map(({ file, wrong }) => `${file.what}: ${wrong || 'read'}`).join('\n'),
      };
    }),
};

/** A wrong configuration, and what must be said of it; `place` is where, by line and column if it can be. */
const WRONG: readonly { readonly file: string; readonly text: string; readonly place: RegExp }[] = [
  {
    file: 'value.json',
    text: '{\n  "report": { "titel": "x" }\n}\n',
    place: /value\.json:2:\d+: report\.titel: /,
  },
  { file: 'syntax.json', text: '{\n  "profile": strict\n}\n', place: /syntax\.json:2:\d+: / },
  {
    file: 'value.ts',
    text: "export default {\n  report: { titel: 'x' },\n};\n",
    place: /value\.ts(?::2:\d+)?: report\.titel: /,
  },
  { file: 'syntax.ts', text: 'export default {\n  profile: ;\n};\n', place: /syntax\.ts:2:\d+: / },
];

const config: Line = {
  id: 'config',
  claim: 'a wrong configuration in .json and .ts is refused with its place',
  run: () =>
    inFolder(async (folder) => {
      mkdirSync(join(folder, '.git'));
      const told: { readonly text: string; readonly right: boolean; readonly line: boolean }[] = [];
      for (const { file, text, place } of WRONG) {
        writeFileSync(join(folder, file), text);
        const { code, output } = await runScript(CLI, ['config', '--config', file], { cwd: folder });
        const right = code === 2 && place.test(output);
        told.push({ text: `exit code ${code}: ${output.trim()}`, right, line: /:\d+:\d+: /.test(output) });
      }
      const lines = told.filter(({ line }) => line).length;
      return {
        figure:
          `${told.filter(({ right }) => right).length} of ${told.length} refused with file and place, ` +
          `${lines} of ${told.length} by line and column (a value in .ts by its property)`,
        holds: told.every(({ right }) => right),
        note: told.map(({ text }) => text).join('\n'),
      };
    }),
};

const Doctor = z.object({
  ready: z.boolean(),
  lacking: z.array(z.string()),
  parts: z.array(z.object({ name: z.string(), needed: z.boolean(), state: z.string(), detail: z.string() })),
});

const doctor: Line = {
  id: 'doctor',
  claim: 'doctor --json says what works here; exit code 0 where nothing that is needed lacks',
  async run() {
    const { code, stdout } = await runScript(CLI, ['doctor', '--json', '--no-config'], { timeout: MINUTE });
    const { ready, lacking, parts } = Doctor.parse(JSON.parse(stdout));
    const needed = parts.filter((part) => part.needed);
    const ok = (some: typeof parts): number => some.filter(({ state }) => state === 'ok').length;
    return {
      figure:
        `exit code ${code}; ${ok(needed)} of ${needed.length} parts that are needed and ${ok(parts)} of ${parts.length} of all are ok` +
        (lacking.length > 0 ? `; lacking: ${lacking.join(', ')}` : ''),
      // A machine that lacks something is no fault of the doctor: what it says must be one.
      holds: code === (ready ? 0 : 3) && ready === (ok(needed) === needed.length) && needed.length > 0,
      note: parts.map(({ name, state, detail }) => `${name}: ${state}, ${detail}`).join('\n'),
    };
  },
};

export const machineLines: readonly Line[] = [doctor, config, containers];
