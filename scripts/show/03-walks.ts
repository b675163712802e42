/** Issue 03, walks of two judged stacks: how fast, and whether the checker leaves right stacks alone. */
import { cpus } from 'node:os';
import { simulate } from '../../src/simulate/simulate.ts';
import { added, type Counts, type Simulation } from '../../src/simulate/tally.ts';
import { measureDecode } from '../bench/decode.ts';
import { CLI, type Line, type Outcome, runScript } from './line.ts';

const RATE = 100_000;
/** Warm enough for every cell to be compiled. */
const WARM = 300;
const TIMED = 2000;

const speed: Line = {
  id: 'walk-speed',
  claim: 'walks of two judged stacks, containment after each event: at least 100,000 segments a CPU-second',
  run() {
    simulate({ walks: WARM, seed: 900_001 });
    const before = process.cpuUsage();
    const run = simulate({ walks: TIMED, seed: 910_001 });
    const { user, system } = process.cpuUsage(before);
    const rate = run.segments / ((user + system) / 1e6);
    const beside = measureDecode().map((d) => `${d.what} ${d.perSegment.median.toFixed(0)} ns`);
    return Promise.resolve({
      figure:
        `${Math.round(rate)} of ${RATE} segments a CPU-second (${run.segments} segments in ${run.walks} walks); ` +
        `beside, in this run: ${beside.join('; ')}`,
      holds: rate >= RATE && run.alarms + run.breaches === 0,
    });
  },
};

const WALKS = 10_000;
/** More, so that what is rare is seen often enough; every second batch is of traces with calls. */
const WALKED = 46_000;
const TURNS = ['exact', 'all'] as const;
const SEGMENTS = 10_000_000;
const FIRINGS = 1000;
const STATES = 1000;
const DECIDED = 100;
/** Walks that one process takes on at a time. */
const BATCH = 2000;

/** Walks of all vantages in processes side by side, until there are enough segments. */
async function walked(): Promise<Simulation> {
  let sum: Simulation | undefined;
  let next = 1;
  const enough = (): boolean => next > WALKED && (sum?.segments ?? 0) >= SEGMENTS;
  const work = async (): Promise<void> => {
    while (!enough()) {
      const seed = next;
      next += BATCH;
      const vantage = TURNS[Math.floor(seed / BATCH) % TURNS.length] ?? 'all';
      const args = ['simulate', '--walks', `${BATCH}`, '--seed', `${seed}`, '--vantage', vantage];
      const { stdout, output, code } = await runScript(CLI, [...args, '--contain', '--json']);
      if (code !== 0 && code !== 1) throw new Error(output.slice(-2000));
      sum = added(sum, JSON.parse(stdout) as Simulation);
      process.stderr.write(`${sum.walks} walks, ${sum.segments} of ${SEGMENTS} segments\n`);
    }
  };
  await Promise.all(cpus().map(work));
  if (sum === undefined) throw new Error('unreachable: no walk was walked');
  return sum;
}

const least = (counts: Counts): string => {
  const [name, n] = Object.entries(counts).sort(([, a], [, b]) => a - b)[0] ?? ['nothing', 0];
  return `${n} (${name})`;
};
const below = (counts: Counts, bound: number): readonly string[] =>
  Object.entries(counts).flatMap(([name, n]) => (n < bound ? [`${name}: ${n} of ${bound}`] : []));

function judged(run: Simulation): Outcome {
  const scarce = [...below(run.fired, FIRINGS), ...below(run.states, STATES), ...below(run.decided, DECIDED)];
  const share = (n: number): string => `${((100 * n) / run.walks).toFixed(0)} %`;
  const lossy = run.lossy / run.walks >= 0.3;
  const lagging = run.lagging / run.walks >= 0.3;
  const enough = run.walks >= WALKS && run.segments >= SEGMENTS;
  const each = Object.entries(run.vantages).map(
    ([name, v]) =>
      `${name}: ${v.alarms} alarms, ${v.breaches} breaches in ${v.walks} walks, ${v.segments} segments`,
  );
  return {
    figure:
      `${run.alarms} alarms, ${run.breaches} breaches in ${run.walks} walks, ${run.segments} segments; ` +
      `${share(run.lossy)} with loss, ${share(run.lagging)} with a lag of 1 ms or more; ` +
      `rarest rule decided in ${least(run.decided)} of ${DECIDED} walks, ` +
      `rarest permit fired ${least(run.fired)} of ${FIRINGS} times, rarest state in ${least(run.states)} of ${STATES} walks`,
    holds:
      run.alarms + run.breaches + run.failures.length + scarce.length === 0 && enough && lossy && lagging,
    note: [...each, ...run.failures, ...scarce].join('\n'),
  };
}

const walks: Line = {
  id: 'walks',
  claim:
    'at least 10,000 walks, 10^7 segments, all vantages, 30 % with loss, 30 % with lag: 0 alarms, 0 breaches; ' +
    'each rule decided in 100 walks, each permit fired 1,000 times, each state reached 1,000 times',
  run: async () => judged(await walked()),
};

export const walkLines: readonly Line[] = [speed, walks];
