/** What `simulate` tells people: counts, and the first of each walk that went wrong. */

import type { Simulation } from '../simulate/tally.ts';

const FAILURES = 20;

export function simulationText(result: Simulation, seed: number, profile: string): string {
  const { walks, segments, alarms, breaches, failures, lossy, lagging } = result;
  const above = (counts: Readonly<Record<string, number>>): string =>
    `${Object.values(counts).filter((n) => n > 0).length} of ${Object.keys(counts).length}`;
  return [
    `${walks} walks from seed ${seed} by profile ${profile}: ${segments} segments; ${lossy} walks with loss, ${lagging} with a lag of 1 ms or more`,
    `${above(result.states)} states reached, ${above(result.fired)} permits fired, ${above(result.decided)} rules decided`,
    `${alarms} walks with an alarm: a finding against a host that the same rules permit`,
    `${breaches} walks with a breach: a hidden state outside of what the checker believed`,
    ...vantages(result),
    ...faults(result),
    ...failures.slice(0, FAILURES).map((failure) => `  ${failure}`),
    ...(failures.length > FAILURES ? [`  … and ${failures.length - FAILURES} more`] : []),
  ].join('\n');
}

/** Nothing more to tell where only the exact judge was asked. */
function vantages({ vantages: each, frames, nearEnds }: Simulation): readonly string[] {
  if (frames === 0) return [];
  return [
    `${frames} frames in captures, ${nearEnds} of their ends next to the recorder`,
    ...Object.entries(each).map(
      ([name, v]) =>
        `  ${name}: ${v.walks} walks, ${v.segments} segments, ${v.alarms} with an alarm, ${v.breaches} with a breach`,
    ),
  ];
}

function faults({ faults: each }: Simulation): readonly string[] {
  return Object.entries(each)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, f]) =>
        `  ${name}: ${f.walks} walks, ${f.touched} recordings changed, ${f.alarms} with an alarm`,
    );
}
