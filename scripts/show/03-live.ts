/** Issue 03, live kernels: their hidden state in the belief, and no finding that nobody can explain. */
import { linuxAvailability } from '../../src/harness/stacks/linux/availability.ts';
import { liveText, runLive } from '../live/two-stacks.ts';
import { runWithheld, withheldText } from '../live/withheld.ts';
import type { Line, Outcome } from './line.ts';

const EVENTS = 1_000_000;
/** Segments recorded for it: each comes with one snapshot or more. */
const WATCHED = 550_000;
const SEGMENTS = 3_000_000;
const SEED = 1;
const MUST_STAND = ['SND.UNA', 'SND.WND', 'RCV.NXT', 'STATE'];

const unavailable = (): Outcome | undefined => {
  const { available, reason } = linuxAvailability();
  return available ? undefined : { figure: 'nothing recorded', holds: 'not run', note: reason };
};

const withheld: Line = {
  id: 'withheld',
  claim:
    'hidden state of Linux (reno, cubic) under loss, reordering and duplication, withheld and compared: ' +
    '0 breaches in 10^6 events; width of the belief by slot',
  async run() {
    const without = unavailable();
    if (without) return without;
    const run = await runWithheld({ segments: WATCHED, seed: SEED });
    const events = run.segments + run.snapshots;
    const rows = run.tally.rows();
    const stood = MUST_STAND.every((slot) => (rows.find((r) => r.slot === slot)?.compared ?? 0) > 0);
    return {
      figure:
        `${run.breaches.length} breaches in ${events} of ${EVENTS} events; ` +
        `${rows.map((r) => `${r.slot} ${r.breaches} of ${r.compared}`).join(', ')}`,
      holds: run.breaches.length === 0 && events >= EVENTS && stood,
      note: withheldText(run),
    };
  },
};

const live: Line = {
  id: 'live',
  claim:
    'two live kernels against each other, reno, cubic and bbr, 3·10^6 segments: 0 unexplained findings near the recorder',
  async run() {
    const without = unavailable();
    if (without) return without;
    const run = await runLive({ segments: SEGMENTS, seed: SEED });
    const known = Object.values(run.findings).reduce((sum, f) => sum + f.known, 0);
    return {
      figure:
        `${run.unexplained} unexplained, ${known} explained findings in ${run.segments} of ${SEGMENTS} segments, ` +
        `${run.traces} traces, ${run.notLossless} of them not lossless`,
      holds: run.unexplained === 0 && run.segments >= SEGMENTS,
      note: liveText(run),
    };
  },
};

export const liveLines: readonly Line[] = [withheld, live];
