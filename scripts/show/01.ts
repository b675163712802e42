/** What issue 01 must show. Lines that need a whole fresh clone come last. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { REQUIREMENTS } from '../../src/spec/requirements/all.ts';
import { inspectHouse, readHouse, violationText } from '../house/house.ts';
import { isTest } from '../house/source.ts';
import { specLines } from './01-spec.ts';
import { inFreshClone, type Line, ROOT, runProgram, within } from './line.ts';

const house: Line = {
  id: 'house',
  claim: 'the house rules hold: arrows, cycles, sizes, names, constructs',
  run() {
    const { sources } = readHouse(ROOT);
    const violations = inspectHouse(ROOT);
    const sizes = sources.filter(({ path }) => !isTest(path)).map(({ lines }) => lines.length);
    const median = sizes.sort((a, b) => a - b)[sizes.length >> 1] ?? 0;
    return Promise.resolve({
      figure: `${violations.length} violations in ${sources.length} files (median ${median} lines)`,
      holds: violations.length === 0 && sources.length > 0,
      ...(violations.length > 0 && { note: violations.map(violationText).join('\n') }),
    });
  },
};

const catalogue: Line = {
  id: 'catalogue',
  claim: 'the catalogue has all 794 requirements, each id once',
  run() {
    const ids = new Set(REQUIREMENTS.map(({ id }) => id));
    const rfcs = new Set(REQUIREMENTS.map(({ rfc }) => rfc));
    return Promise.resolve({
      figure: `${ids.size} of 794 requirements, of ${rfcs.size} RFCs`,
      holds: ids.size === 794 && REQUIREMENTS.length === 794,
    });
  },
};

const check: Line = {
  id: 'check',
  claim: 'types, lint, format and dead code are in order (npm run check)',
  async run() {
    const { code, output, seconds } = await runProgram(process.execPath, ['scripts/bootstrap.mjs', 'check']);
    const steps = output.match(/^── .*$/gm)?.length ?? 0;
    const failed = /^check: failed: (.*)$/m.exec(output)?.[1]?.split(', ') ?? [];
    return {
      figure: `${steps - failed.length} of ${steps} steps pass, in ${seconds.toFixed(1)} s`,
      holds: code === 0 && steps === 4,
      ...(code !== 0 && { note: output.slice(-2000) }),
    };
  },
};

const freshTest: Line = {
  id: 'fresh-test',
  claim: 'npm test as the first command of a fresh clone, without ../shared: green in at most 6 minutes',
  run: () =>
    inFreshClone(async (clone) => {
      const { code, output, seconds } = await runProgram('npm', ['test'], { cwd: clone });
      const counts = /^(\d+) passed, (\d+) failed, (\d+) skipped$/m.exec(output)?.[0] ?? 'no counts';
      const holds = code === 0 && seconds <= 360;
      return {
        figure: `${counts}; ${within(seconds, 360)}`,
        holds,
        ...(!holds && { note: output.slice(-2000) }),
      };
    }),
};

const freshStart: Line = {
  id: 'fresh-start',
  claim: 'npm start as the first command of a fresh clone: at most 180 s, again at most 20 s, exit code 0',
  async run() {
    if (process.getuid?.() !== 0 || !existsSync('/dev/net/tun'))
      return { figure: '0 of 2 runs', holds: 'not run', note: 'needs root and /dev/net/tun' };
    return inFreshClone(async (clone) => {
      const first = await runProgram('npm', ['start'], { cwd: clone });
      const again = await runProgram('npm', ['start'], { cwd: clone });
      const report = existsSync(join(clone, 'reports', 'latest', 'index.html'));
      const holds =
        first.code === 0 && again.code === 0 && report && first.seconds <= 180 && again.seconds <= 20;
      return {
        figure: `${within(first.seconds, 180)}, then ${within(again.seconds, 20)}; exit codes ${first.code} and ${again.code}; report ${report ? 'written' : 'missing'}`,
        holds,
        ...(!holds && { note: again.output.slice(-2000) }),
      };
    });
  },
};

export const lines: readonly Line[] = [house, catalogue, check, ...specLines, freshTest, freshStart];
