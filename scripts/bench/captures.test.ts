import { expect, test } from 'vitest';
import { type CaptureFigure, captureLines, measureCaptures, shortfalls } from './captures.ts';
import { cost } from './child.ts';
import { judgedOf } from './judged.ts';

const spent = { median: 1, least: 1, most: 1 };
const statistics = { segments: 1, instances: 100, evaluated: 95, mostOpen: 1, octetsPerConnection: 1 };
const figure: CaptureFigure = {
  name: 'many',
  generated: {
    file: 'many.pcap',
    packets: 10,
    connections: 1,
    octets: 1,
    snap: 128,
    seenTwice: 0,
    seenOnce: 0,
    unseen: 0,
  },
  commands: [
    { what: 'decode only', cpu: spent, perSecond: 10, peak: 1, ratio: 9 },
    { what: 'tcpassay check --json', cpu: spent, perSecond: 10, peak: 1, ratio: 6 },
  ],
  judged: { findings: 0, problems: 0, statistics },
  least: 5,
};
const [decode, check] = figure.commands;

test('the CPU time of a child is its own, and its errors are kept apart', async () => {
  const busy = 'const t = performance.now(); while (performance.now() - t < 600); console.error("done")';
  const one = await cost(process.execPath, ['-e', busy]);
  expect(one.code).toBe(0);
  expect(one.errors).toBe('done\n');
  expect(one.output).toBe('');
  const idle = await cost(process.execPath, ['-e', 'setTimeout(() => process.exit(7), 600)']);
  expect(idle.code).toBe(7);
  // A busy machine lets the first have less than all of its time, never none.
  expect(one.cpu).toBeGreaterThan(idle.cpu);
});

test.skipIf(process.platform !== 'linux')('the most memory of a child (needs /proc)', async () => {
  const hold = 'globalThis.kept = Buffer.alloc(3e8, 1); setTimeout(() => {}, 200)';
  expect((await cost(process.execPath, ['-e', hold])).peak).toBeGreaterThan(3e8);
});

test('what check tells is read, with statistics or without', () => {
  const verdict = { totals: { findings: { violation: 1, note: 2 } }, traces: [{ problems: [{}] }] };
  expect(judgedOf(JSON.stringify(verdict))).toEqual({ findings: 3, problems: 1 });
  const full = { ...verdict, traces: [{ problems: [], statistics }] };
  expect(judgedOf(JSON.stringify(full))).toEqual({ findings: 3, problems: 0, statistics });
  expect(judgedOf('oops')).toBe('its output is no JSON');
  expect(judgedOf('{}')).toContain('no verdict');
});

test('each promise that is not kept is told', () => {
  expect(shortfalls(figure)).toEqual([]);
  const slow = { ...figure, least: 12 };
  expect(shortfalls(slow)).toEqual(['check is 6.0 times as fast as tshark, not 12']);
  const few = {
    ...figure,
    judged: { findings: 0, problems: 0, statistics: { ...statistics, evaluated: 8 } },
  };
  expect(shortfalls(few)).toEqual(['8.0 % of rule instances evaluated, not 90 %']);
  const alarmed = { ...figure, judged: { findings: 2, problems: 0, statistics } };
  expect(shortfalls(alarmed)).toEqual(['2 findings on conformant traffic']);
  expect(shortfalls({ ...figure, judged: { findings: 0, problems: 0 } })).toHaveLength(1);
  if (!decode || !check) throw new Error('unreachable: two commands');
  const failed = { ...figure, commands: [decode, { ...check, failure: 'exit code 4' }] };
  expect(shortfalls(failed)).toEqual(['tcpassay check --json: exit code 4']);
});

test('without tshark there is no ratio, and no promise about it', () => {
  if (!decode || !check) throw new Error('unreachable: two commands');
  const { ratio: _, ...alone } = check;
  const without = { ...figure, commands: [decode, alone] };
  expect(shortfalls(without)).toEqual([]);
  expect(captureLines(without).at(-1)).toContain('speed beside tshark not measured');
});

test('small captures are measured and have no findings', async () => {
  const figures = await measureCaptures({ share: 0.002, rounds: 1 });
  expect(figures.map(({ name }) => name)).toEqual(['bulk', 'many']);
  for (const one of figures) {
    expect(one.judged).toMatchObject({ findings: 0, problems: 0 });
    expect(one.judged?.statistics?.segments).toBe(one.generated.packets);
    expect(one.commands.filter(({ what }) => what !== 'tshark -q -z expert,tcp')).toHaveLength(2);
    for (const { what, failure, perSecond } of one.commands)
      if (!what.startsWith('tshark')) expect([what, failure, perSecond > 0]).toEqual([what, undefined, true]);
  }
});
