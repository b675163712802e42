/** Issue 03, other oracles: the plain stack, the reference, relations, what was found on the way. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RELATIONS, relations } from '../../src/checker/relations/relations.ts';
import { differential } from '../../src/simulate/differential/differential.ts';
import { keptTrace, keptTraces } from '../../src/trace/fixtures/kept-traces.ts';
import { hostWalks } from './host-walks.ts';
import { type Line, ROOT } from './line.ts';

const HOST_WALKS = 1500;
const LEAST_HOST_WALKS = 1000;

const host: Line = {
  id: 'host',
  claim: 'a stack written by hand from the RFCs, apart from the spec: 0 alarms in at least 1,000 walks',
  run() {
    const run = hostWalks({ walks: HOST_WALKS, seed: 500_000 });
    const decided = Object.keys(run.decided).length;
    const failures = run.failures.map((f) => `seed ${f.seed} end ${f.end} record ${f.frame}: ${f.rule}`);
    return Promise.resolve({
      figure:
        `${run.alarms} alarms in ${run.walks} of ${LEAST_HOST_WALKS} walks, ${run.segments} segments; ` +
        `${run.undecided} of ${run.endpoints} ends undecided; ${decided} rules and families decided`,
      holds: run.alarms === 0 && run.walks >= LEAST_HOST_WALKS,
      note: failures.join('\n'),
    });
  },
};

const TRACES = 20_000;
const LOOSE = 0.02;

const reference: Line = {
  id: 'reference',
  claim:
    'a slow reading that keeps all paths apart agrees on 20,000 short traces, at most 2 % but for a declared looseness',
  run() {
    const run = differential({ traces: TRACES, seed: 700_000 });
    // What the reference gave up comes on top.
    const compared = run.traces;
    const looser = Object.values(run.looser).reduce((sum, n) => sum + n, 0);
    const share = (100 * looser) / compared;
    const wrong = [...run.falseAlarms, ...run.undeclared];
    const by = (counts: Readonly<Record<string, number>>): string =>
      Object.entries(counts)
        .map(([name, n]) => `${n} ${name}`)
        .join(', ');
    return Promise.resolve({
      figure:
        `${compared} of ${TRACES} traces compared (${run.gaveUp} given up): both accept ${run.bothAccept}, both reject ` +
        `${run.bothReject}, ${run.falseAlarms.length} rejected by the checker alone, ${looser} (${share.toFixed(2)} %) ` +
        `by the reference alone under a declared looseness, ${run.undeclared.length} without one`,
      holds: wrong.length === 0 && compared >= TRACES && looser <= LOOSE * compared,
      note: [`origins: ${by(run.origins)}`, `looseness: ${by(run.looser)}`, ...wrong.slice(0, 20)].join('\n'),
    });
  },
};

const RELATION_RUNS = 20_000;

const metamorphic: Line = {
  id: 'relations',
  claim:
    'less evidence never finds more, other names and times change nothing (beyond the list of the issue)',
  run() {
    const folders = ['accept', 'reject', 'recorded'] as const;
    const traces = folders.flatMap(keptTraces).map((name) => ({ name, trace: keptTrace(name) }));
    const counts = relations({ traces, runs: RELATION_RUNS, seed: 1 });
    const runs = counts.reduce((sum, c) => sum + c.runs, 0);
    const violations = counts.flatMap((c) => c.violations);
    return Promise.resolve({
      figure: `${violations.length} violations in ${runs} runs of ${RELATIONS.length} relations over ${traces.length} traces`,
      holds: violations.length === 0 && runs > 0,
      note: [
        ...counts.map((c) => `${c.id}: ${c.violations.length} of ${c.runs}`),
        ...violations.slice(0, 20),
      ].join('\n'),
    });
  },
};

const FOUND = join(ROOT, 'docs', 'found.md');

const bugs: Line = {
  id: 'bugs',
  claim: 'the bugs that all this found in rules and checker',
  run() {
    const rows = readFileSync(FOUND, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('- '));
    return Promise.resolve({
      figure: `${rows.length} bugs in docs/found.md`,
      holds: rows.length > 0,
      note: rows.join('\n'),
    });
  },
};

export const oracleLines: readonly Line[] = [bugs, host, metamorphic, reference];
