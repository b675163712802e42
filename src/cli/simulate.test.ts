import { expect, test } from 'vitest';
import type { Simulation } from '../simulate/simulate.ts';
import { addSimulations } from './simulate.ts';

const one: Simulation = {
  walks: 2,
  segments: 10,
  alarms: 0,
  breaches: 1,
  lossy: 1,
  lagging: 2,
  failures: ['seed 1: …'],
  fired: { 'new-data': 4 },
  states: { CLOSED: 2, LISTEN: 0 },
  decided: {},
};

test('batches of walks add up', () => {
  const other: Simulation = {
    ...one,
    alarms: 3,
    failures: [],
    fired: { 'new-fin': 1 },
    states: { LISTEN: 5 },
  };
  expect(addSimulations(one, other)).toEqual({
    walks: 4,
    segments: 20,
    alarms: 3,
    breaches: 2,
    lossy: 2,
    lagging: 4,
    failures: ['seed 1: …'],
    fired: { 'new-data': 4, 'new-fin': 1 },
    states: { CLOSED: 2, LISTEN: 5 },
    decided: {},
  });
});
