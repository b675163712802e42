import { expect, test } from 'vitest';
import { FAULTS } from '../simulate/recorder/faults.ts';
import { VANTAGES } from '../simulate/simulate.ts';
import { added, type Simulation } from '../simulate/tally.ts';
import { FAULT_CHOICES, VANTAGE_CHOICES } from './simulate.ts';
import { simulationText } from './simulation-text.ts';

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
  vantages: { near: { walks: 2, segments: 10, alarms: 0, breaches: 1 } },
  faults: {},
  frames: 5,
  nearEnds: 1,
};

test('batches of walks add up', () => {
  const other: Simulation = {
    ...one,
    alarms: 3,
    failures: [],
    fired: { 'new-fin': 1 },
    states: { LISTEN: 5 },
    vantages: { near: { walks: 2, segments: 10, alarms: 3, breaches: 1 } },
    faults: { 'near, inferred: drops': { walks: 2, touched: 1, alarms: 3 } },
  };
  expect(added(one, other)).toEqual({
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
    vantages: { near: { walks: 4, segments: 20, alarms: 3, breaches: 2 } },
    faults: { 'near, inferred: drops': { walks: 2, touched: 1, alarms: 3 } },
    frames: 10,
    nearEnds: 2,
  });
});

test('the command knows every vantage and fault', () => {
  expect(VANTAGE_CHOICES).toEqual([...VANTAGES, 'all']);
  expect(FAULT_CHOICES).toEqual(['none', ...FAULTS]);
});

test('the summary tells vantages and faults where there were captures', () => {
  const text = simulationText(
    { ...one, faults: { 'near, unknown: drops': { walks: 2, touched: 1, alarms: 0 } } },
    7,
    'current-practice',
  );
  expect(text).toContain('  near: 2 walks, 10 segments, 0 with an alarm, 1 with a breach');
  expect(text).toContain('  near, unknown: drops: 2 walks, 1 recordings changed, 0 with an alarm');
  expect(simulationText({ ...one, frames: 0 }, 7, 'current-practice')).not.toContain('near');
});
