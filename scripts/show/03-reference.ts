/** Issue 03, the line about the differential reference. */
import { connectionsOf } from '../../src/checker/connections.ts';
import { type Differential, differential } from '../../src/simulate/differential/differential.ts';
import { type Tape, tapeOfConnection } from '../../src/simulate/differential/tape.ts';
import { keptTrace, keptTraces } from '../../src/trace/fixtures/kept-traces.ts';
import type { Line } from './line.ts';

const TRACES = 20_000;
const LOOSER_AT_MOST = 0.02;

/** The kept traces that are short enough. */
const kept = (): readonly Tape[] =>
  ['accept', 'reject'].flatMap((folder) =>
    keptTraces(folder).flatMap((file) => {
      const trace = keptTrace(file);
      const connections = connectionsOf(trace, trace.header.lag);
      return connections.flatMap((c) => tapeOfConnection(file, c, trace.header) ?? []);
    }),
  );

function told(run: Differential, looser: number): string {
  const origins = Object.entries(run.origins).map(([name, n]) => `${n} ${name}`);
  const share = ((100 * looser) / run.traces).toFixed(2);
  return (
    `${run.falseAlarms.length} false alarms, ${run.undeclared.length} undeclared loosenesses in ${run.traces} of at ` +
    `least ${TRACES} traces (${origins.join(', ')}; given up besides ${run.gaveUp}); both accept ${run.bothAccept}, ` +
    `both reject ${run.bothReject}, looser ${looser}: ${share} % of at most ${100 * LOOSER_AT_MOST} %`
  );
}

const reference: Line = {
  id: 'reference',
  claim:
    'the checker agrees with the differential reference on 20,000 random short traces, at most 2 % under a declared looseness',
  run() {
    const run = differential({ traces: TRACES, seed: 1, given: kept() });
    const looser = Object.values(run.looser).reduce((sum, n) => sum + n, 0);
    const wrong = [...run.falseAlarms, ...run.undeclared];
    const names = Object.entries(run.looser).toSorted(([, a], [, b]) => b - a);
    return Promise.resolve({
      figure: told(run, looser),
      holds: wrong.length === 0 && looser <= LOOSER_AT_MOST * run.traces,
      note: [...wrong, ...names.map(([name, n]) => `${n} ${name}`)].join('\n'),
    });
  },
};

export const referenceLines: readonly Line[] = [reference];
