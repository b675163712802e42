/** A walk that was recorded, and the recording judged as a capture is. */
import type { CellStore } from '../checker/capture/capture-check.ts';
import type { EndpointVerdict } from '../checker/verdict.ts';
import type { Fault } from './recorder/faults.ts';
import { fileOf, type TapeFile } from './recorder/file.ts';
import type { Plan } from './recorder/plan.ts';
import { judgeFile } from './recorder/road.ts';
import type { Recorder } from './recorder/tape.ts';

export interface Taped {
  readonly plan: Plan;
  readonly file: TapeFile;
  readonly frames: number;
  readonly touched: readonly Fault[];
  /** What is found of either end, and what cannot be read: each is wrong where both stacks are right. */
  readonly alarms: readonly string[];
  /** Ends that the judge took to be next to the recorder. */
  readonly nearEnds: number;
  /** Rules and families that were decided of some end. */
  readonly decided: ReadonlySet<string>;
}

/** Writes what the recorder has seen and judges the file. */
export function judged(seed: number, recorder: Recorder, plan: Plan, store: CellStore): Taped {
  const file = fileOf(seed, recorder.tape(), plan);
  const options = { profile: store.profile, recorder: plan.trust, lag: plan.lag, spec: store.spec };
  const { verdict, problems } = judgeFile(file, plan.chunk, options, store);
  const a = recorder.endpoint(0);
  const ends = verdict.connections.flatMap((c) => c.endpoints);
  const faults = plan.faults.length === 0 ? 'no faults' : plan.faults.join(', ');
  const place = `seed ${seed}, ${faults}, ${plan.trust}`;
  const found = ends.flatMap((end) => {
    const side = end.address === a.address && end.port === a.port ? 0 : 1;
    if (file.strange.includes(side)) return [];
    const who = side === 0 ? 'A' : 'B';
    return end.findings.map(
      (f) => `${place}: ${who} (${end.vantage}) ${f.rule}, frames ${f.frames.join(', ')}: ${f.message}`,
    );
  });
  return {
    plan,
    file,
    frames: file.frames,
    touched: file.touched,
    alarms: [...found, ...problems.map((p) => `${place}: ${p.code} ${p.message}`)],
    nearEnds: ends.filter((end) => end.vantage === 'near').length,
    decided: new Set(ends.flatMap(decidedOf)),
  };
}

const decidedOf = ({ coverage }: EndpointVerdict): readonly string[] =>
  Object.entries(coverage)
    .filter(([, { pass, fail }]) => pass + fail > 0)
    .map(([id]) => id);
